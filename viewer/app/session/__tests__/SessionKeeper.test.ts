import { describe, expect, it, vi } from 'vitest';
import { PageSession } from '../../../dicomweb/pageSession.ts';
import type { SessionAnswer } from '../../../identity/index.ts';
import { SessionKeeper } from '../SessionKeeper.ts';

const signedInAs = (id: string): SessionAnswer => ({
  auth: 'local',
  signedIn: true,
  person: { id, login: id, name: `Dr ${id}`, role: 'radiologist', institutions: [], departments: [] },
  rights: ['read'],
  session: { id: `session of ${id}`, expiresAt: '2030-01-01T00:00:00Z', idleMs: 1 },
});
const signedOut: SessionAnswer = { auth: 'local', signedIn: false, setup: false };

/** A tab whose server answers what `server.answer` says; the channel joins it with others. */
function tab(channel?: EventTarget) {
  const server: { answer: SessionAnswer | Error; asked: number } = { answer: signedOut, asked: 0 };
  const session = new PageSession();
  const keeper = new SessionKeeper({
    session,
    fetchSession: () => {
      server.asked += 1;
      return server.answer instanceof Error ? Promise.reject(server.answer) : Promise.resolve(server.answer);
    },
    retryMs: 1,
    channel: channel && {
      addEventListener: channel.addEventListener.bind(channel),
      postMessage: (data: unknown) => void channel.dispatchEvent(new MessageEvent('message', { data })),
    },
  });
  return { keeper, session, server };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 10));

describe('SessionKeeper', () => {
  it('asks nothing before it is told to, and then once', async () => {
    const { keeper, server } = tab();
    await settled();
    expect(server.asked).toBe(0);
    server.answer = signedInAs('li');
    keeper.begin();
    keeper.begin();
    expect(await keeper.known).toMatchObject({ id: 'li' });
    keeper.begin();
    expect(server.asked).toBe(1);
    expect(keeper.state).toMatchObject({ status: 'signed-in', rights: ['read'] });
  });

  it('knows that nobody has to sign in, and gives refusals back that have another reason', async () => {
    const { keeper, session, server } = tab();
    server.answer = { auth: 'none' };
    await expect(session.end()).resolves.toBe(false);
    expect(keeper.state).toEqual({ status: 'none' });
    expect(await keeper.known).toBeUndefined();
    expect(keeper.interruption).toBeUndefined();
  });

  it('goes on asking while the server does not answer', async () => {
    const { keeper, server } = tab();
    server.answer = new Error('no network');
    keeper.begin();
    await settled();
    expect(keeper.state).toEqual({ status: 'unknown' });
    server.answer = signedInAs('li');
    expect(await keeper.known).toMatchObject({ id: 'li' });
  });

  it('interrupts when the session is over; the same person goes on', async () => {
    const { keeper, session, server } = tab();
    server.answer = signedInAs('li');
    keeper.begin();
    await keeper.known;
    server.answer = signedOut;
    const waiting = session.end();
    await vi.waitFor(() => expect(keeper.interruption).toBe('signed-out'));
    expect(keeper.reader?.id).toBe('li');
    server.answer = signedInAs('li');
    await keeper.signedIn();
    await expect(waiting).resolves.toBe(true);
    expect(keeper.interruption).toBeUndefined();
    expect(session.isOver).toBe(false);
  });

  it('lets nothing go on for another person', async () => {
    const { keeper, session, server } = tab();
    server.answer = signedInAs('li');
    keeper.begin();
    await keeper.known;
    server.answer = signedOut;
    let wentOn = false;
    void session.end().then(() => (wentOn = true));
    await vi.waitFor(() => expect(keeper.interruption).toBe('signed-out'));
    server.answer = signedInAs('wang');
    await keeper.signedIn();
    await settled();
    expect(keeper.interruption).toBe('other-person');
    expect(keeper.reader?.id).toBe('li');
    expect(wentOn).toBe(false);
    expect(session.isOver).toBe(true);
  });

  it('lets whoever comes first go on', async () => {
    const { keeper, session, server } = tab();
    const waiting = session.end();
    await vi.waitFor(() => expect(keeper.interruption).toBe('signed-out'));
    expect(keeper.reader).toBeUndefined();
    server.answer = signedInAs('wang');
    await keeper.signedIn();
    await expect(waiting).resolves.toBe(true);
    expect(await keeper.known).toMatchObject({ id: 'wang' });
  });

  it('hears of what the page had been refused before it was there', async () => {
    const session = new PageSession();
    void session.end();
    const keeper = new SessionKeeper({
      session,
      fetchSession: () => Promise.resolve(signedOut),
      channel: undefined,
    });
    await vi.waitFor(() => expect(keeper.interruption).toBe('signed-out'));
  });

  it('does not go round in circles where the server refuses whom it calls signed in', async () => {
    const { keeper, session, server } = tab();
    server.answer = signedInAs('li');
    for (const again of [true, true, true, false]) await expect(session.end()).resolves.toBe(again);
    expect(keeper.interruption).toBeUndefined();
  });

  it('hears of other tabs', async () => {
    const channel = new EventTarget();
    const [one, other] = [tab(channel), tab(channel)];
    for (const { keeper, server } of [one, other]) {
      server.answer = signedInAs('li');
      keeper.begin();
      await keeper.known;
    }
    one.server.answer = other.server.answer = signedOut;
    one.keeper.signedOut();
    await vi.waitFor(() => expect(other.keeper.interruption).toBe('signed-out'));
    one.server.answer = other.server.answer = signedInAs('li');
    await one.keeper.signedIn();
    await vi.waitFor(() => expect(other.keeper.interruption).toBeUndefined());
    one.server.answer = other.server.answer = signedInAs('wang');
    await one.keeper.signedIn();
    await vi.waitFor(() => expect(other.keeper.interruption).toBe('other-person'));
  });

  it('leaves pages with a token to whoever gave it', async () => {
    const { keeper, session, server } = tab();
    session.token = 'x';
    void session.end();
    await settled();
    expect(server.asked).toBe(0);
    expect(keeper.interruption).toBeUndefined();
  });
});
