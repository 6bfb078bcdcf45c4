import { TOTP, Secret } from 'otpauth';
import { beforeAll, expect, it } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import { PasswordHasher } from '../../crypto/index.ts';
import type { Database } from '../../database/index.ts';
import { newTotpSecret, type PersonInput, type SignInResult } from '../index.ts';
import { identityTools, password } from './identityTools.ts';

const start = new Date('2026-11-25T02:00:00Z');
const after = (ms: number) => new Date(start.getTime() + ms);
const minute = 60_000;

describeOnEngines('signing in', (engine) => {
  let database: Database;
  let tools: ReturnType<typeof identityTools>;
  let numberOfPeople = 0;
  beforeAll(async () => {
    database = await engine.open();
    tools = identityTools(database);
  });
  const somebody = async (some: Partial<PersonInput> = {}) => {
    numberOfPeople += 1;
    const login = `person${numberOfPeople}`;
    const person = await tools.people.create({
      login,
      name: '某人',
      role: 'radiologist',
      phone: '13800138000',
      ...some,
    });
    await tools.people.setPassword(person.id, password);
    return { ...person, login };
  };
  const why = (result: SignInResult) => [result.state, 'why' in result ? result.why : undefined];

  it('is done with the right password, the login in any case', async () => {
    const person = await somebody();
    const result = await tools.signIn.withPassword(` ${person.login.toUpperCase()} `, password, start);
    expect(result).toEqual({ state: 'signed-in', personId: person.id });
  });

  it('is asked for the password again, whose tries count as those at the door', async () => {
    const person = await somebody();
    const confirm = (given: string, at = start) => tools.signIn.confirmPassword(person.id, given, at);
    expect([await confirm(password), await confirm('wrong'), await confirm('x'.repeat(2000))]).toEqual([
      true,
      false,
      false,
    ]);
    for (let n = 0; n < 5; n += 1) await confirm('wrong');
    expect(await confirm(password)).toBe(false);
    expect(why(await tools.signIn.withPassword(person.login, password, start))).toEqual([
      'refused',
      'locked-out',
    ]);
    expect(await confirm(password, after(15 * minute))).toBe(true);
    const without = await tools.people.create({ login: 'never', name: 'x', role: 'clinician' });
    expect(await tools.signIn.confirmPassword(without.id, '', start)).toBe(false);
  });

  it('is refused alike for whom there is not, who has no password, and a wrong one: after one hash each', async () => {
    const person = await somebody();
    const without = await tools.people.create({ login: 'nopassword', name: 'x', role: 'clinician' });
    const disabled = await somebody();
    await tools.people.disable(disabled.id, start);
    const work: number[] = [];
    const reasons: unknown[] = [];
    for (const [login, given] of [
      [person.login, 'wrong password'],
      ['nobody', password],
      [without.login, password],
      [disabled.login, password],
      [person.login, 'x'.repeat(2000)],
      ['y'.repeat(100_000), password],
      ["' or 1=1 --", password],
      ['', ''],
    ] as const) {
      const before = tools.hasher.computations;
      reasons.push(why(await tools.signIn.withPassword(login, given, start))[1]);
      work.push(tools.hasher.computations - before);
    }
    expect(work).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    expect(reasons).toEqual([
      ...['wrong-password', 'unknown-login', 'no-password', 'disabled', 'wrong-password'],
      ...['unknown-login', 'unknown-login', 'unknown-login'],
    ]);
  });

  it('locks out after five wrong ones in a row, also for who comes with the right one, and lets in after 15 minutes', async () => {
    const person = await somebody();
    for (let time = 0; time < 4; time += 1) await tools.signIn.withPassword(person.login, 'wrong', start);
    // The fifth is right: the count begins anew.
    expect((await tools.signIn.withPassword(person.login, password, start)).state).toBe('signed-in');
    for (let time = 0; time < 5; time += 1)
      expect(why(await tools.signIn.withPassword(person.login, 'wrong', start))[1]).toBe('wrong-password');
    const before = tools.hasher.computations;
    expect(why(await tools.signIn.withPassword(person.login, password, after(15 * minute - 1)))).toEqual([
      'refused',
      'locked-out',
    ]);
    expect(tools.hasher.computations - before).toBe(1);
    // Another process, or this one after a restart, knows it too.
    const other = identityTools(database);
    expect(why(await other.signIn.withPassword(person.login, password, after(minute)))[1]).toBe('locked-out');
    expect((await other.signIn.withPassword(person.login, password, after(15 * minute))).state).toBe(
      'signed-in',
    );
  });

  it('counts failures that come at the same time, each of them', async () => {
    const person = await somebody();
    await Promise.all(
      Array.from({ length: 20 }, () => tools.signIn.withPassword(person.login, 'wrong', start)),
    );
    const row = await database.db
      .selectFrom('person')
      .select(['failed', 'locked_until'])
      .where('id', '=', person.id)
      .executeTakeFirstOrThrow();
    expect(row.failed).toBeGreaterThanOrEqual(5);
    expect(row.locked_until).toEqual(after(15 * minute));
  });

  it('opens again when an administrator sets a password', async () => {
    const person = await somebody();
    for (let time = 0; time < 5; time += 1) await tools.signIn.withPassword(person.login, 'wrong', start);
    await tools.people.setPassword(person.id, `${password} 2`);
    expect((await tools.signIn.withPassword(person.login, `${password} 2`, start)).state).toBe('signed-in');
  });

  it('makes the hash anew when its costs have changed', async () => {
    const person = await somebody();
    const dearer = new PasswordHasher({ memoryKiB: 128, passes: 1, lanes: 1 });
    const { signIn } = identityTools(database, { hasher: dearer });
    const hash = async () =>
      (
        await database.db
          .selectFrom('person')
          .select('password_hash')
          .where('id', '=', person.id)
          .executeTakeFirst()
      )?.password_hash;
    expect(await hash()).toContain('m=64,');
    await signIn.withPassword(person.login, 'wrong', start);
    expect(await hash()).toContain('m=64,');
    expect((await signIn.withPassword(person.login, password, start)).state).toBe('signed-in');
    expect(await hash()).toContain('m=128,');
    expect((await signIn.withPassword(person.login, password, start)).state).toBe('signed-in');
  });

  const withTotp = async () => {
    const person = await somebody();
    const secret = newTotpSecret();
    await tools.people.setTotp(person.id, secret);
    const codeAt = (at: Date) =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
    const challenge = async (at = start) => {
      const result = await tools.signIn.withPassword(person.login, password, at);
      if (result.state !== 'totp') throw new Error(`state ${result.state}`);
      return result.challenge;
    };
    return { person, codeAt, challenge };
  };

  it('asks for the code of the app, which is good once', async () => {
    const { person, codeAt, challenge } = await withTotp();
    const first = await challenge();
    const second = await challenge();
    expect(why(await tools.signIn.withCode(first, '000000', start))).toEqual(['totp', 'wrong-code']);
    const outcomes = await Promise.all(
      [first, second, first].map((one) => tools.signIn.withCode(one, codeAt(start), start)),
    );
    expect(outcomes.filter(({ state }) => state === 'signed-in')).toEqual([
      { state: 'signed-in', personId: person.id },
    ]);
    expect(why(await tools.signIn.withCode(first, codeAt(start), start))[1]).toBe('used-code');
    const later = after(30_000);
    expect((await tools.signIn.withCode(await challenge(later), codeAt(later), later)).state).toBe(
      'signed-in',
    );
  });

  it('locks out after five wrong codes, though the password was right each time', async () => {
    const { codeAt, challenge } = await withTotp();
    const states: string[] = [];
    let last = '';
    for (let time = 0; time < 5; time += 1) {
      last = await challenge();
      states.push((await tools.signIn.withCode(last, 'abcdef', start)).state);
    }
    expect(states).toEqual(['totp', 'totp', 'totp', 'totp', 'refused']);
    expect(why(await tools.signIn.withCode(last, codeAt(start), start))).toEqual(['refused', 'locked-out']);
  });

  it('takes no challenge that is old, made up, of before a change, or of somebody who is disabled', async () => {
    const { person, codeAt, challenge } = await withTotp();
    const begun = await challenge();
    const inTime = after(10 * minute - 1);
    const late = after(10 * minute);
    expect(why(await tools.signIn.withCode(begun, codeAt(late), late))).toEqual(['refused', 'too-late']);
    for (const made of ['', 'x', `${begun}x`, tools.sealer.seal('{}', 'sign-in challenge')])
      expect(why(await tools.signIn.withCode(made, codeAt(start), start))).toEqual(['refused', 'too-late']);
    // A sealed value of another place is no challenge.
    expect(why(await tools.signIn.withCode(tools.sealer.seal('{}', 'person.name'), '1', start))[1]).toBe(
      'too-late',
    );
    await tools.people.setPassword(person.id, `${password}!`);
    expect(why(await tools.signIn.withCode(begun, codeAt(inTime), inTime))).toEqual(['refused', 'too-late']);
  });

  it('asks for a code by SMS where that is needed, good once and for five tries', async () => {
    const { signIn, sent } = identityTools(database, { needsSms: ({ role }) => role === 'clinician' });
    const person = await somebody({ role: 'clinician' });
    expect((await signIn.withPassword((await somebody()).login, password, start)).state).toBe('signed-in');
    const begun = await signIn.withPassword(person.login, password, start);
    expect(begun).toMatchObject({ state: 'sms', phone: '+*********8000' });
    expect(sent).toMatchObject([{ phone: '+8613800138000', purpose: 'sign-in', validMinutes: 5 }]);
    expect(sent[0]?.code).toMatch(/^\d{6}$/);
    const challenge = begun.state === 'sms' ? begun.challenge : '';
    const code = sent[0]?.code ?? '';
    const wrong = code === '111111' ? '222222' : '111111';
    expect(why(await signIn.withCode(challenge, wrong, start))).toEqual(['sms', 'wrong-code']);
    expect(await signIn.withCode(challenge, code, start)).toEqual({
      state: 'signed-in',
      personId: person.id,
    });
    expect(why(await signIn.withCode(challenge, code, start))).toEqual(['refused', 'too-late']);
  });
});
