import type { Credentials } from './credentials.ts';

/** The Authorization header of RFC 7617. */
export function basicAuthorization({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

/** GET `url` as JSON; rejects on any status but 200 and after `timeoutMs`. */
export async function getJson(url: string, credentials?: Credentials, timeoutMs = 5_000): Promise<unknown> {
  const headers = credentials ? { authorization: basicAuthorization(credentials) } : undefined;
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${url} answered ${response.status}`);
  }
  return response.json();
}

/** Resolves once GET `url` answers 200; rejects when `signal` aborts (with its reason) or time is up. */
export async function waitUntilReady(
  url: string,
  credentials: Credentials,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    signal.throwIfAborted();
    try {
      await getJson(url, credentials);
      return;
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(`${url} did not answer within ${timeoutMs} ms`, { cause: error });
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}
