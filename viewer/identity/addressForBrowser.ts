import { pageSession } from '../dicomweb/index.ts';
import { ask } from './call.ts';

/**
 * An address that the browser can fetch by itself: a film, a file to be kept. Where a header carries the session, a ticket for this
 * path alone goes with it, good for five minutes after it was used last.
 * @param path without a query
 * @throws DicomwebError
 */
export async function addressForBrowser(path: string): Promise<string> {
  if (pageSession.token === undefined) return path;
  const { ticket } = await ask<{ ticket: string }>('/api/session/tickets', {
    method: 'POST',
    body: { path },
  });
  return `${path}?ticket=${ticket}`;
}
