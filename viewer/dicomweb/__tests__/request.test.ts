import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { PageSession } from '../pageSession.ts';
import { request } from '../request.ts';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A real server that keeps what it gets, and answers 401 as long as nobody is signed in. */
const received: Received[] = [];
let signedIn = true;
let refusal = 'signed-out';
let beforeAnswer: (() => Promise<void>) | undefined;
const server = createServer((incoming, response) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  incoming.on('end', () => {
    const wasSignedIn = signedIn;
    received.push({ headers: incoming.headers, body: Buffer.concat(chunks).toString() });
    void (async () => {
      await beforeAnswer?.();
      response.writeHead(wasSignedIn ? 200 : 401, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(wasSignedIn ? { ok: true } : { error: { code: refusal, message: 'no' } }));
    })();
  });
});
let root = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  received.length = 0;
  signedIn = true;
  refusal = 'signed-out';
  beforeAnswer = undefined;
  vi.stubGlobal('location', new URL(`${root}/viewer`));
});
afterAll(() => {
  vi.unstubAllGlobals();
  server.closeAllConnections();
  server.close();
});

/** A session, and how often it was said to be over. */
function watched(): { session: PageSession; over: () => number } {
  const session = new PageSession();
  let count = 0;
  session.addEventListener('signed-out', () => (count += 1));
  return { session, over: () => count };
}

const untilReceived = (count: number) => vi.waitFor(() => expect(received).toHaveLength(count));

describe('request', () => {
  it('sends what it is given, and nothing else', async () => {
    const { session } = watched();
    const response = await request(`${root}/x`, { headers: { Accept: 'image/jphc' } }, session);
    expect(response.status).toBe(200);
    expect(received[0]?.headers.accept).toBe('image/jphc');
    expect(received[0]?.headers).not.toHaveProperty('authorization');
  });

  it('carries the token, but to no other server', async () => {
    const { session } = watched();
    session.token = 'secret-1';
    await request(`${root}/x`, { headers: { Accept: 'a/b' } }, session);
    expect(received[0]?.headers).toMatchObject({ authorization: 'Bearer secret-1', accept: 'a/b' });
    vi.stubGlobal('location', new URL('http://elsewhere.example/viewer'));
    await request(`${root}/x`, {}, session);
    expect(received[1]?.headers).not.toHaveProperty('authorization');
  });

  it('waits where nobody is signed in, and is sent again as it was once somebody is', async () => {
    const { session, over } = watched();
    signedIn = false;
    const asked = [1, 2].map((number) =>
      request(`${root}/x`, { method: 'POST', body: `body ${number}` }, session),
    );
    await untilReceived(2);
    await vi.waitFor(() => expect(session.isOver).toBe(true));
    // What is asked meanwhile is not even sent.
    const later = request(`${root}/x`, { method: 'POST', body: 'body 3' }, session);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(received).toHaveLength(2);
    signedIn = true;
    session.resume(true);
    const answers = await Promise.all([...asked, later]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(
      received
        .slice(2)
        .map(({ body }) => body)
        .sort(),
    ).toEqual(['body 1', 'body 2', 'body 3']);
    expect(over()).toBe(1);
  });

  it('gives the refusal where nobody can sign in', async () => {
    const { session } = watched();
    signedIn = false;
    const asked = request(`${root}/x`, {}, session);
    await vi.waitFor(() => expect(session.isOver).toBe(true));
    session.resume(false);
    const response = await asked;
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: { code: 'signed-out', message: 'no' } });
  });

  it('in token mode tells that the session is over, and gives the refusal at once', async () => {
    const { session, over } = watched();
    session.token = 'old';
    signedIn = false;
    expect((await request(`${root}/x`, {}, session)).status).toBe(401);
    expect(over()).toBe(1);
  });

  it('asks again by itself what was refused before somebody signed in, and answered after', async () => {
    const { session, over } = watched();
    signedIn = false;
    const { promise, resolve } = Promise.withResolvers<void>();
    beforeAnswer = () => promise;
    const asked = request(`${root}/x`, {}, session);
    await untilReceived(1);
    signedIn = true;
    session.resume(true);
    resolve();
    expect((await asked).status).toBe(200);
    expect(over()).toBe(0);
  });

  it('gives the refusal of a password to who sent it', async () => {
    const { session, over } = watched();
    signedIn = false;
    refusal = 'sign-in-refused';
    const response = await request(`${root}/x`, { method: 'PUT', body: '{}' }, session);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'sign-in-refused' } });
    expect(over()).toBe(0);
  });

  it('leaves the refusals of other servers alone', async () => {
    const { session, over } = watched();
    signedIn = false;
    vi.stubGlobal('location', new URL('http://elsewhere.example/viewer'));
    expect((await request(`${root}/x`, {}, session)).status).toBe(401);
    expect(over()).toBe(0);
  });

  it('is given up while it waits', async () => {
    const { session } = watched();
    signedIn = false;
    const abort = new AbortController();
    const asked = request(`${root}/x`, { signal: abort.signal }, session);
    const outcome = expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(session.isOver).toBe(true));
    abort.abort();
    await outcome;
    session.resume(true);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(received).toHaveLength(1);
  });
});
