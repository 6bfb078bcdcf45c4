import type { Response } from 'express';

/** Aborts when the connection of the client closes, or the answer is complete. */
export function goneSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort(new Error('the client has left')));
  return gone.signal;
}
