import { pageSession, type PageSession } from './pageSession.ts';

/**
 * `fetch` for all of the viewer: carries the session's token where there is one. A request that is refused because nobody is signed
 * in (401) waits until somebody is, and is then sent again: who asked notices nothing but the time it took. In token mode there is
 * nobody who could sign in here: the refusal is the answer.
 */
export async function request(
  address: string,
  init: RequestInit = {},
  session: PageSession = pageSession,
): Promise<Response> {
  const signal = init.signal ?? undefined;
  if (session.isOver && session.token === undefined) await unlessAborted(session.end(), signal);
  for (;;) {
    const { turn } = session;
    const response = await fetch(address, withToken(address, init, session.token));
    if (response.status !== 401 || !isOurs(address) || (await isAboutPassword(response))) return response;
    // Sent before somebody signed in, answered after.
    if (turn === session.turn) {
      const settled = session.end();
      if (session.token !== undefined) return response;
      if (!(await unlessAborted(settled, signal))) return response;
    }
    await response.body?.cancel();
  }
}

/** `fetch` for what is asked by who is not signed in: a refusal is an answer like any other. */
export function openRequest(address: string, init: RequestInit = {}): Promise<Response> {
  return fetch(address, withToken(address, init, pageSession.token));
}

function withToken(address: string, init: RequestInit, token: string | undefined): RequestInit {
  if (token === undefined || !isOurs(address)) return init;
  const headers = new Headers(init.headers);
  headers.set('Authorization', `Bearer ${token}`);
  return { ...init, headers };
}

/** A BulkDataURI may lead to another server, which our token is none of the business of. */
const isOurs = (address: string): boolean =>
  new URL(address, globalThis.location.href).origin === globalThis.location.origin;

/** A wrong password is refused by 401 as well (RFC 9110 15.5.2); who asked for it has to hear of it. */
async function isAboutPassword(response: Response): Promise<boolean> {
  const body = (await response
    .clone()
    .json()
    .catch(() => undefined)) as { error?: { code?: unknown } } | undefined;
  return body?.error?.code === 'sign-in-refused';
}

/** @throws the signal's reason, as `fetch` does */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', onAbort));
}
