import { beforeAll, expect, it } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import type { Database } from '../../database/index.ts';
import type { OneTimeCodes } from '../index.ts';
import { identityTools } from './identityTools.ts';

const now = new Date('2026-11-25T02:00:00Z');
const validMs = 5 * 60_000;

describeOnEngines('one-time codes', (engine) => {
  let database: Database;
  let codes: OneTimeCodes;
  beforeAll(async () => {
    database = await engine.open();
    ({ codes } = identityTools(database));
  });
  let subjects = 0;
  const issued = async () => {
    subjects += 1;
    const forWhom = { purpose: 'share', subject: `s${subjects}` };
    const code = await codes.issue(forWhom, { now, validMs });
    return { forWhom, code, wrong: code === '000000' ? '111111' : '000000' };
  };

  it('are good once, for what and whom they were made', async () => {
    const { forWhom, code } = await issued();
    expect(await codes.verify({ ...forWhom, purpose: 'sign-in' }, code, now)).toBe('none');
    expect(await codes.verify({ ...forWhom, subject: 'other' }, code, now)).toBe('none');
    expect(await codes.verify(forWhom, ` ${code.slice(0, 3)} ${code.slice(3)}`, now)).toBe('right');
    expect(await codes.verify(forWhom, code, now)).toBe('none');
  });

  it('are not good after their time', async () => {
    const { forWhom, code } = await issued();
    expect(await codes.verify(forWhom, code, new Date(now.getTime() + validMs))).toBe('none');
    expect(await codes.verify(forWhom, code, new Date(now.getTime() + validMs - 1))).toBe('right');
  });

  it('can be tried five times, the right one included', async () => {
    const { forWhom, code, wrong } = await issued();
    for (let time = 0; time < 4; time += 1) expect(await codes.verify(forWhom, wrong, now)).toBe('wrong');
    expect(await codes.verify(forWhom, code, now)).toBe('right');
    const other = await issued();
    for (let time = 0; time < 5; time += 1)
      expect(await codes.verify(other.forWhom, other.wrong, now)).toBe('wrong');
    expect(await codes.verify(other.forWhom, other.code, now)).toBe('none');
  });

  it('can be tried five times, also by fifty at once', async () => {
    const { forWhom, wrong } = await issued();
    const tries = await Promise.all(Array.from({ length: 50 }, () => codes.verify(forWhom, wrong, now)));
    expect(tries.filter((one) => one === 'wrong')).toHaveLength(5);
  });

  it('let one in of ten who come with the same', async () => {
    const { forWhom, code } = await issued();
    const tries = await Promise.all(Array.from({ length: 10 }, () => codes.verify(forWhom, code, now)));
    expect(tries.filter((one) => one === 'right')).toHaveLength(1);
  });

  it('are replaced by the next', async () => {
    const { forWhom, code } = await issued();
    const next = await codes.issue(forWhom, { now, validMs });
    if (next !== code) expect(await codes.verify(forWhom, code, now)).toBe('wrong');
    expect(await codes.verify(forWhom, next, now)).toBe('right');
  });

  it('are not in the table, and gone from it when they are over', async () => {
    const { forWhom, code } = await issued();
    const rows = () =>
      database.db.selectFrom('one_time').selectAll().where('subject', '=', forWhom.subject).execute();
    expect(JSON.stringify(await rows())).not.toContain(code);
    await codes.forgetExpired(new Date(now.getTime() + validMs));
    expect(await rows()).toEqual([]);
  });
});
