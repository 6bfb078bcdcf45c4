import type { RequestHandler } from 'express';
import type { Archive } from '../archive/index.ts';

/** Shorter than this nobody would notice. */
const worthTellingMs = 5_000;

/**
 * While the archive is down or slow the last known state is served, and says so: `Warning: 110` (RFC 7234 5.5.1), with
 * how old it is.
 */
export function tellStale({ archive: { catalogue } }: { archive: Archive }): RequestHandler {
  return function tellAge(_request, response, next) {
    const { ageMs, trouble } = catalogue.state();
    if (ageMs !== undefined && (trouble !== undefined || ageMs > worthTellingMs)) {
      const seconds = Math.round(ageMs / 1000);
      response.append('warning', `110 yunying "Response is Stale: the archive was seen ${seconds} s ago"`);
    }
    next();
  };
}
