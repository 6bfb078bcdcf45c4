import { beforeAll, expect, it } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import type { Database } from '../../database/index.ts';
import { passwordProblem, PersonError, type PersonInput } from '../index.ts';
import { identityTools, password } from './identityTools.ts';

const wang: PersonInput = {
  login: 'Wang',
  name: '王小东',
  phone: '138 0013 8000',
  role: 'radiologist',
  institutions: ['市第一人民医院'],
  departments: ['放射科', 'a,b "c"'],
};

describeOnEngines('people', (engine) => {
  let database: Database;
  let tools: ReturnType<typeof identityTools>;
  beforeAll(async () => {
    database = await engine.open();
    tools = identityTools(database);
  });
  const epoch = async () =>
    (await database.db.selectFrom('epoch').select('policy').executeTakeFirstOrThrow()).policy;

  it('come back as they were entered, and lie in the table sealed', async () => {
    const made = await tools.people.create(wang);
    expect(await tools.people.byId(made.id)).toEqual(made);
    expect(made).toMatchObject({
      login: 'Wang',
      name: '王小东',
      phone: '+8613800138000',
      institutions: ['市第一人民医院'],
      departments: ['放射科', 'a,b "c"'],
      hasPassword: false,
      hasTotp: false,
      version: 1,
    });
    const row = await database.db
      .selectFrom('person')
      .selectAll()
      .where('id', '=', made.id)
      .executeTakeFirst();
    expect(JSON.stringify(row)).not.toMatch(/王小东|138001/);
    expect(row?.phone).toMatch(/^v1\.a256gcm\./);
    expect((await tools.people.byPhone('+8613800138000')).map(({ id }) => id)).toEqual([made.id]);
    expect(await tools.people.byPhone('+8613800138001')).toEqual([]);
  });

  it('have a login of their own, whatever its case', async () => {
    await expect(tools.people.create({ ...wang, login: 'wANG' })).rejects.toMatchObject({
      problem: 'login-taken',
    });
    const li = await tools.people.create({ ...wang, login: 'li' });
    await expect(tools.people.update(li.id, li.version, { ...wang, login: 'WANG' })).rejects.toMatchObject({
      problem: 'login-taken',
    });
  });

  it.each([
    ['a login with a space', { login: 'a b' }],
    ['no name', { name: ' ' }],
    ['a telephone number that is none', { phone: '110' }],
    ['a role of shares', { role: 'external' as never }],
    ['a field nobody knows', { isAdmin: true } as never],
  ])('are not made with %s', async (_, wrong) => {
    await expect(tools.people.create({ ...wang, login: 'x1', ...wrong })).rejects.toThrow();
  });

  it('are changed by who saw the last version, which raises the epoch', async () => {
    const made = await tools.people.create({ ...wang, login: 'zhao', phone: null });
    const before = await epoch();
    const changed = await tools.people.update(made.id, 1, {
      ...wang,
      login: 'zhao',
      role: 'clinician',
      name: '赵',
    });
    expect(changed).toMatchObject({ role: 'clinician', name: '赵', version: 2 });
    expect(await epoch()).toBe(before + 1);
    await expect(tools.people.update(made.id, 1, { ...wang, login: 'zhao' })).rejects.toMatchObject({
      problem: 'changed-meanwhile',
    });
    expect(await epoch()).toBe(before + 1);
    await expect(
      tools.people.update('00000000-0000-4000-8000-000000000000', 1, { ...wang, login: 'nobody' }),
    ).rejects.toMatchObject({ problem: 'not-found' });
  });

  it('have a password that is long and theirs', async () => {
    const made = await tools.people.create({ ...wang, login: 'sun' });
    await expect(tools.people.setPassword(made.id, 'short')).rejects.toThrow(PersonError);
    await tools.people.setPassword(made.id, password);
    expect(await tools.people.byId(made.id)).toMatchObject({ hasPassword: true, version: 2 });
    expect(
      ['123456789', '1111111111', 'my-sun-2026-x', 'x'.repeat(1025), password].map((one) =>
        passwordProblem(one, 'sun'),
      ),
    ).toEqual([...['too-short', 'too-simple', 'too-simple', 'too-long', undefined]]);
  });

  it('keep an administrator: of two who disable each other at once one stays', async () => {
    const admins = await Promise.all(
      ['a1', 'a2'].map((login) => tools.people.create({ ...wang, login, role: 'administrator' })),
    );
    const outcomes = await Promise.allSettled(admins.map(({ id }) => tools.people.disable(id, new Date())));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(failure?.reason).toMatchObject({ problem: 'last-administrator' });
    const left = (await tools.people.list()).filter((one) => one.role === 'administrator' && !one.disabledAt);
    expect(left).toHaveLength(1);
    const [last] = left;
    await expect(
      tools.people.update(last?.id ?? '', last?.version ?? 0, { ...wang, login: 'a9', role: 'radiologist' }),
    ).rejects.toMatchObject({ problem: 'last-administrator' });
  });

  it('are listed by login', async () => {
    const logins = (await tools.people.list()).map(({ login }) => login.toLowerCase());
    expect(logins).toEqual([...logins].sort());
    expect(logins).toContain('wang');
  });
});
