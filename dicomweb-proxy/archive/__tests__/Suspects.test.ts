import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ArchiveBrokeOffError, ArchiveUnavailableError, InstanceSetAsideError } from '../errors.ts';
import type { InstanceRecord } from '../records.ts';
import { SetAside } from '../SetAside.ts';
import { Suspects } from '../Suspects.ts';

const logger = pino({ level: 'silent' });
let folder: string;
let setAside: SetAside;
let isUp: boolean;
let suspects: Suspects;

const instance = (version: string): InstanceRecord => ({
  sopInstanceUid: `1.${version}`,
  sopClassUid: undefined,
  instanceNumber: 1,
  archiveId: version,
  version,
  fileBytes: 1,
  transferSyntaxUid: undefined,
});
const bad = instance('66');
const good = instance('7');
const dies = () => Promise.reject(new ArchiveBrokeOffError('other side closed'));
const attempt = (one: InstanceRecord, work: () => Promise<unknown>): Promise<unknown> =>
  suspects.watch(one, 'archive frames', work).catch((error: unknown) => error);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yunying-test-'));
  setAside = new SetAside(join(folder, 'set-aside.json'), logger);
  isUp = true;
  suspects = new Suspects(setAside, async () => {
    if (!isUp) throw new ArchiveUnavailableError('down');
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('sets aside what the archive died of three times, names it, and asks no more', async () => {
  let asked = 0;
  const fatal = () => ((asked += 1), dies());
  for (let i = 0; i < 2; i += 1) expect(await attempt(bad, fatal)).toBeInstanceOf(ArchiveBrokeOffError);
  for (let i = 0; i < 3; i += 1) {
    const error = await attempt(bad, fatal);
    expect(error).toBeInstanceOf(InstanceSetAsideError);
    expect((error as Error).message).toContain('1.66');
  }
  expect(asked).toBe(3);
});

it('knows it after a restart, for that file only', async () => {
  for (let i = 0; i < 3; i += 1) await attempt(bad, dies);
  await setAside.close();
  const next = new SetAside(join(folder, 'set-aside.json'), logger);
  expect(next.list().map(({ sopInstanceUid, what }) => [sopInstanceUid, what])).toEqual([
    ['1.66', 'archive frames'],
  ]);
  suspects = new Suspects(next, async () => undefined);
  expect(await attempt(bad, async () => 'data')).toBeInstanceOf(InstanceSetAsideError);
  expect(await attempt({ ...bad, version: '67' }, async () => 'data')).toBe('data');
});

it('acquits who goes through, however often the archive dies of something else', async () => {
  for (let i = 0; i < 5; i += 1) {
    await attempt(good, dies);
    await attempt(good, dies);
    expect(await attempt(good, async () => 'data')).toBe('data');
  }
});

it('asks for suspects one at a time, so that who is innocent is not there when it dies again', async () => {
  await Promise.all([attempt(bad, dies), attempt(good, dies)]);
  let running = 0;
  const alone = (result: () => Promise<unknown>) => async () => {
    running += 1;
    expect(running).toBe(1);
    await new Promise((done) => setTimeout(done, 5));
    running -= 1;
    return result();
  };
  const [first, second] = await Promise.all([
    attempt(bad, alone(dies)),
    attempt(
      good,
      alone(async () => 'data'),
    ),
  ]);
  expect(first).toBeInstanceOf(ArchiveBrokeOffError);
  expect(second).toBe('data');
});

it('blames nobody while the archive is down', async () => {
  await attempt(good, dies);
  isUp = false;
  for (let i = 0; i < 5; i += 1)
    expect(await attempt(good, dies)).toEqual(new ArchiveUnavailableError('down'));
  expect(setAside.list()).toEqual([]);
});

it('waits for its turn only so long, and not when its client has left; who comes next still waits', async () => {
  const limited = new Suspects(setAside, async () => undefined, 50);
  const ask = (one: InstanceRecord, work: () => Promise<unknown>, signal?: AbortSignal): Promise<unknown> =>
    limited.watch(one, 'archive frames', work, signal).catch((error: unknown) => error);
  for (const one of [bad, good]) await ask(one, dies);

  const endless = Promise.withResolvers<string>();
  const first = ask(bad, () => endless.promise);
  let asked = 0;
  const count = async () => (asked += 1);
  expect(await ask(good, count)).toBeInstanceOf(ArchiveUnavailableError);
  const leaving = new AbortController();
  const left = ask(good, count, leaving.signal);
  leaving.abort(new Error('the client has left'));
  expect(await left).toEqual(new Error('the client has left'));
  // Those two were given up; the first is still on its way.
  expect(await ask(good, count)).toBeInstanceOf(ArchiveUnavailableError);
  expect(asked).toBe(0);
  endless.resolve('data');
  expect(await first).toBe('data');
  expect(await ask(good, count)).toBe(1);
});
