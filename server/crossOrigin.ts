import cors from 'cors';
import type { Step } from './steps.ts';

/** What scripts of other origins may read beside the few headers they always may (Fetch 3.2.3). */
const exposedHeaders = [
  'Accept-Ranges',
  'Content-Encoding',
  'Content-Location',
  'Content-Range',
  'ETag',
  'Retry-After',
  'Warning',
  'X-Request-Id',
  'X-Total-Count',
];
/** As long as browsers keep a preflight: each frame would cost another round trip else. */
const preflightSeconds = 7_200;

/**
 * Lets pages of these origins use what is mounted below it, with credentials: only origins that are named are ever
 * answered with Access-Control-Allow-Origin, never `*`.
 */
export function crossOrigin(origins: readonly string[]): Step {
  return cors({
    origin: [...origins],
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'DELETE'],
    exposedHeaders,
    maxAge: preflightSeconds,
  });
}
