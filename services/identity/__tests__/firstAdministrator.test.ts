import { expect, it } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import { createFirstAdministrator, firstAdministratorToken } from '../index.ts';
import { identityTools, password } from './identityTools.ts';

const now = new Date('2026-11-25T02:00:00Z');
const admin = { login: 'admin', name: '管理员', password };

describeOnEngines('the first administrator', (engine) => {
  it('comes in by a link that is good once, for one, as long as there is none', async () => {
    const database = await engine.open();
    const { people, signIn } = identityTools(database);
    const first = (await firstAdministratorToken(database, now)) ?? '';
    expect(first).toMatch(/^[\w-]{43}$/);
    const second = (await firstAdministratorToken(database, now)) ?? '';
    const create = (token: string, some = {}, at = now) =>
      createFirstAdministrator(database, people, token, { ...admin, ...some }, at);
    // Of the start before, guessed, or a day old.
    expect(await create(first)).toBeUndefined();
    expect(await create('')).toBeUndefined();
    expect(await create(second, {}, new Date(now.getTime() + 24 * 3_600_000))).toBeUndefined();
    // What is not taken does not use it up.
    await expect(create(second, { password: 'short' })).rejects.toMatchObject({ problem: 'password' });
    await expect(create(second, { login: 'a b' })).rejects.toThrow();
    expect(await people.list()).toEqual([]);

    const outcomes = await Promise.all(['admin', 'evil', 'other'].map((login) => create(second, { login })));
    const made = outcomes.filter((one) => one !== undefined);
    expect(made).toHaveLength(1);
    expect(await people.list()).toMatchObject([{ role: 'administrator', hasPassword: true }]);
    const result = await signIn.withPassword(made[0]?.login ?? '', password, now);
    expect(result).toEqual({ state: 'signed-in', personId: made[0]?.id });
    expect(await firstAdministratorToken(database, now)).toBeUndefined();
    expect(await create(second)).toBeUndefined();
  });
});
