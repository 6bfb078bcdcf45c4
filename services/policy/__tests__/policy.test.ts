import { beforeAll, describe, expect, it } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import { builtInRules, evaluateRules, type Principal } from '../../access/index.ts';
import { openDatabase, type Changes, type ChangesListener, type Database } from '../../database/index.ts';
import { DepartmentMap, Policy, RuleStore, type RuleInput } from '../index.ts';

const now = new Date('2026-11-25T02:00:00Z');
const timeZone = 'Asia/Shanghai';

const noNight: RuleInput = {
  name: '夜间不下载',
  effect: 'deny',
  enabled: true,
  rights: ['download'],
  subjects: {},
  studies: {},
  circumstances: { hours: { within: [{ from: '22:00', until: '06:00' }] } },
};

const technician: Principal = {
  kind: 'person',
  id: 'p',
  role: 'technician',
  institutions: ['*'],
  departments: [],
  ownPatients: new Set(),
  given: [],
};

async function until(is: () => boolean): Promise<void> {
  for (let time = 0; !is() && time < 1000; time += 1) await new Promise((resolve) => setTimeout(resolve, 10));
}

describeOnEngines('rules', (engine) => {
  let database: Database;
  let rules: RuleStore;
  beforeAll(async () => {
    database = await engine.open();
    rules = new RuleStore(database);
  });
  const epoch = async () =>
    (await database.db.selectFrom('epoch').select('policy').executeTakeFirstOrThrow()).policy;

  it('are those of the program, then those of this place in their order', async () => {
    expect((await rules.list()).map(({ rule, builtIn }) => [rule, builtIn])).toEqual(
      builtInRules.map((rule) => [rule, true]),
    );
    const before = await epoch();
    const first = await rules.create(noNight, 'admin', now);
    const second = await rules.create({ ...noNight, name: '第二' }, 'admin', now);
    expect(first).toMatchObject({
      rule: noNight,
      builtIn: false,
      version: 1,
      changedBy: 'admin',
      changedAt: now,
    });
    expect((await rules.list()).slice(builtInRules.length)).toEqual([first, second]);
    expect(await epoch()).toBe(before + 2);
    await rules.remove(second.rule.id, 1);
    expect((await rules.list()).slice(builtInRules.length)).toEqual([first]);
  });

  it('are changed by who has seen them as they are', async () => {
    const { rule } = await rules.create(noNight, 'admin', now);
    const change = (version: number, some: Partial<RuleInput>) =>
      rules.update(rule.id, version, { ...noNight, ...some }, 'other', now);
    expect(await change(1, { enabled: false })).toMatchObject({
      version: 2,
      rule: { enabled: false },
      changedBy: 'other',
    });
    const before = await epoch();
    await expect(change(1, {})).rejects.toMatchObject({ problem: 'changed-meanwhile' });
    await expect(rules.remove(rule.id, 1)).rejects.toMatchObject({ problem: 'changed-meanwhile' });
    await expect(rules.remove('no-such', 1)).rejects.toMatchObject({ problem: 'not-found' });
    await expect(rules.remove('built-in:clinician-patients', 0)).rejects.toMatchObject({
      problem: 'built-in',
    });
    await expect(async () => change(2, { rights: [] })).rejects.toMatchObject({ name: 'ZodError' });
    expect(await epoch()).toBe(before);
    await rules.remove(rule.id, 2);
  });

  it('of the program can be switched off, and on again', async () => {
    const isOn = async (id: string) => (await rules.list()).find(({ rule }) => rule.id === id)?.rule.enabled;
    const [one, other] = ['built-in:technician', 'built-in:radiologist'];
    await Promise.all([rules.switchBuiltIn(one, false), rules.switchBuiltIn(other, false)]);
    expect([await isOn(one), await isOn(other), await isOn('built-in:administrator')]).toEqual([
      false,
      false,
      true,
    ]);
    await rules.switchBuiltIn(one, true);
    expect([await isOn(one), await isOn(other)]).toEqual([true, false]);
    await rules.switchBuiltIn(other, true);
    await expect(rules.switchBuiltIn('built-in:nothing', false)).rejects.toMatchObject({
      problem: 'not-found',
    });
  });

  it('in force follow each change', async () => {
    const policy = await Policy.open({ database, rules, timeZone, clock: Date.now });
    const mayUpload = async () =>
      evaluateRules((await policy.current()).set, technician, undefined, 'upload', {
        address: undefined,
        at: 0,
      })
        .considered.filter(({ rule }) => rule === 'built-in:technician')
        .map(({ because }) => because.code);
    expect(policy.current()).not.toBeInstanceOf(Promise);
    expect(await mayUpload()).toEqual(['study-needed']);
    const before = policy.epoch;
    await rules.switchBuiltIn('built-in:technician', false);
    await until(() => policy.epoch > before);
    expect(policy.epoch).toBe(before + 1);
    // Nothing is decided by the new number and the old rules.
    expect(policy.current()).toBeInstanceOf(Promise);
    expect(await mayUpload()).toEqual(['disabled']);
    expect((await policy.current()).epoch).toBe(before + 1);
    await rules.switchBuiltIn('built-in:technician', true);
    policy.close();
  });

  it('are read from a map of stations and institutions too', async () => {
    await database.db
      .insertInto('department_map')
      .values([
        { source: 'station', value: 'CT-3', institution: '市一', department: '急诊' },
        { source: 'institution', value: 'First People’s Hospital', institution: '市一', department: null },
      ])
      .execute();
    const policy = await Policy.open({ database, rules, timeZone, clock: Date.now });
    const { departments } = await policy.current();
    expect(departments.origin('First  people’s hospital', ['x', 'ct-3'])).toEqual({
      institution: '市一',
      department: '急诊',
    });
    policy.close();
  });

  it('of a later version of the program stop everything rather than being left out', async () => {
    const { rule } = await rules.create(noNight, 'admin', now);
    await database.db
      .updateTable('access_rule')
      .set({ rights: ['teleport'] })
      .where('id', '=', rule.id)
      .execute();
    await expect(rules.list()).rejects.toMatchObject({ name: 'ZodError' });
    await expect(Policy.open({ database, rules, timeZone, clock: Date.now })).rejects.toThrow();
    await database.db.deleteFrom('access_rule').where('id', '=', rule.id).execute();
  });

  it.skipIf(engine.name === 'PGlite')('changed by one process are followed by another', async () => {
    const place = await engine.place();
    const [one, other] = [await openDatabase(place), await openDatabase(place)];
    const policy = await Policy.open({
      database: other,
      rules: new RuleStore(other),
      timeZone,
      clock: Date.now,
    });
    const before = policy.epoch;
    await new RuleStore(one).switchBuiltIn('built-in:technician', false);
    await until(() => policy.epoch > before);
    const found = (await policy.current()).set.rules.find(({ rule }) => rule.id === 'built-in:technician');
    expect(found?.rule.enabled).toBe(false);
    policy.close();
    await one.close();
    await other.close();
  });
});

describe('rules while no news is heard', () => {
  /** A real database whose news a test cuts off. */
  class Cut implements Changes {
    readonly #real: Changes;
    readonly #listeners = new Set<ChangesListener>();
    isConnected = true;

    constructor(real: Changes) {
      this.#real = real;
      real.listen({
        changed: (topic, detail) => {
          if (this.isConnected) for (const one of this.#listeners) one.changed(topic, detail);
        },
      });
    }

    announce: Changes['announce'] = (...given) => this.#real.announce(...given);

    listen(listener: ChangesListener): () => void {
      this.#listeners.add(listener);
      return () => void this.#listeners.delete(listener);
    }

    connect(isConnected: boolean): void {
      this.isConnected = isConnected;
      for (const one of this.#listeners) one.connected?.(isConnected);
    }
  }

  it('are read anew every two seconds, and once it is heard again', async () => {
    const real = await openDatabase({});
    const changes = new Cut(real.changes);
    const database = { ...real, changes };
    const rules = new RuleStore(real);
    let clock = 1_000_000;
    const policy = await Policy.open({ database, rules, timeZone, clock: () => clock });
    const isOn = async () =>
      (await policy.current()).set.rules.find(({ rule }) => rule.id === 'built-in:technician')?.rule.enabled;
    changes.connect(false);
    expect(await isOn()).toBe(true);
    await rules.switchBuiltIn('built-in:technician', false);
    clock += 1999;
    expect(await isOn()).toBe(true);
    clock += 1;
    expect(await isOn()).toBe(false);
    await rules.switchBuiltIn('built-in:technician', true);
    expect(await isOn()).toBe(false);
    changes.connect(true);
    expect(await isOn()).toBe(true);
    policy.close();
    await real.close();
  });
});

describe('a map of departments', () => {
  const map = new DepartmentMap([
    { source: 'station', value: 'MR1', institution: '市一', department: '放射科' },
    { source: 'institution', value: '市第一人民医院', institution: '市一', department: null },
    { source: 'institution', value: '胸科医院', institution: '胸科医院', department: '胸外科' },
  ]);
  it.each([
    ['市第一人民医院', ['MR1'], '市一', '放射科'],
    ['市第一人民医院', [], '市一', ''],
    ['胸科医院', ['unknown'], '胸科医院', '胸外科'],
    // What the file says goes before where the machine usually stands.
    ['县医院', ['MR1'], '县医院', '放射科'],
    ['', ['MR1'], '市一', '放射科'],
    ['', [], '', ''],
  ])('makes of %s and %j %s, %s', (institution, stations, wanted, department) => {
    expect(map.origin(institution, stations)).toEqual({ institution: wanted, department });
  });
});
