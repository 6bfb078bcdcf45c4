import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../../support/startSystem.ts';
import { hospital, patient, storeAs, studyFile, uidsOf } from '../sign-in/support/principals.ts';
import { administratorOf, cheapHashes, Visitor } from '../sign-in/support/signInSystem.ts';
import { getToken, goodToken, postToken, register, secret } from './support.ts';

const own = uidsOf(46);
const clock = { ms: Date.now() };

let system: StartedSystem;
const lines: string[] = [];
beforeAll(async () => {
  system = await startSystem({
    env: { AUTH: 'local' },
    passwordCosts: cheapHashes,
    log: (line) => lines.push(line),
  });
});
afterAll(() => system.close());

it('writes no token, key or ticket into its log', async () => {
  const administrator = await administratorOf({ ...system, visitor: () => new Visitor(system.url) } as never);
  expect(await storeAs(administrator, [studyFile(own, hospital, patient)])).toBe(200);
  await register(administrator);
  const tokens = Array.from({ length: 3 }, () =>
    goodToken({ clock } as never, { studyInstanceUid: own.study }),
  );
  const [posted = '', got = '', bad = ''] = tokens;
  const sessions = [await postToken(system.url, posted), await getToken(system.url, got)];
  expect(sessions.map(({ status }) => status)).toEqual([200, 200]);
  expect((await getToken(system.url, `${bad}x`)).status).toBe(401);
  // Used up already; and no form.
  expect((await getToken(system.url, got)).status).toBe(401);
  const visitor = new Visitor(system.url);
  expect((await visitor.ask('POST', '/embed', { body: `token=${bad}` })).status).toBe(415);
  const [first] = sessions.flatMap(({ session }) => session?.token ?? []);
  const headers = { authorization: `Bearer ${first}` };
  const path = `/dicom-web/studies/${own.study}/metadata`;
  const reply = await visitor.ask('POST', '/api/session/tickets', { body: { path }, headers });
  const { ticket } = reply.body as { ticket: string };
  expect((await visitor.get(`${path}?ticket=${ticket}`)).status).toBe(200);
  const log = lines.join('');
  expect(log).toContain('/embed?token=*');
  expect(log).toContain(path);
  const secrets = [...tokens, ...sessions.map(({ session }) => session?.token ?? '-'), ticket, secret];
  expect(secrets.every((text) => text.length > 40)).toBe(true);
  // Of a token its signature alone is enough.
  for (const text of secrets) expect(log).not.toContain(text.split('.').at(-1));
});
