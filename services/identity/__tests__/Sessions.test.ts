import { beforeAll, expect, it } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import { json, openDatabase, type Database } from '../../database/index.ts';
import { principalOf, SessionCache, Sessions, type SessionStart } from '../index.ts';
import { identityTools } from './identityTools.ts';

const now = new Date('2026-11-25T02:00:00Z');
const after = (ms: number) => new Date(now.getTime() + ms);
const minute = 60_000;

/** News takes a moment, on a busy machine a longer one. */
async function until(is: () => boolean): Promise<void> {
  for (let time = 0; !is() && time < 1000; time += 1) await new Promise((resolve) => setTimeout(resolve, 10));
}

describeOnEngines('sessions', (engine) => {
  let database: Database;
  let sessions: Sessions;
  let tools: ReturnType<typeof identityTools>;
  let numberOfPeople = 0;
  beforeAll(async () => {
    database = await engine.open();
    sessions = new Sessions(database);
    tools = identityTools(database);
  });
  const somebody = () => {
    numberOfPeople += 1;
    return tools.people.create({
      login: `p${numberOfPeople}`,
      name: 'x',
      role: 'clinician',
      institutions: ['市一'],
      departments: ['胸外科'],
    });
  };
  const begin = (personId: string, some: Partial<SessionStart> = {}) =>
    sessions.begin({
      owner: { kind: 'browser', personId },
      address: '10.0.0.1',
      userAgent: 'Chrome',
      now,
      idleMs: 30 * minute,
      lifeMs: 600 * minute,
      ...some,
    });

  it('are found by their token, of which only a digest is kept', async () => {
    const person = await somebody();
    const { token, session } = await begin(person.id);
    expect(await sessions.find(token, after(1))).toEqual(session);
    expect(session).toMatchObject({ personId: person.id, kind: 'browser', address: '10.0.0.1', grant: null });
    const row = await database.db.selectFrom('session').selectAll().where('id', '=', session.id).execute();
    expect(JSON.stringify(row)).not.toContain(token);
    for (const other of ['', token.slice(1), `${token}=`, session.id])
      expect(await sessions.find(other, now)).toBeUndefined();
    expect((await begin(person.id)).token).not.toBe(token);
  });

  it('end when they were idle, and at their end however they are used', async () => {
    const { token, session } = await begin((await somebody()).id, { lifeMs: 50 * minute });
    expect(await sessions.find(token, after(30 * minute - 1))).toBeDefined();
    expect(await sessions.find(token, after(30 * minute))).toBeUndefined();
    await sessions.seen([session.id], after(29 * minute));
    expect(await sessions.find(token, after(30 * minute))).toBeDefined();
    // A process that tells late what it saw earlier puts nothing back.
    await sessions.seen([session.id], after(5 * minute));
    expect(await sessions.find(token, after(50 * minute - 1))).toBeDefined();
    expect(await sessions.find(token, after(50 * minute))).toBeUndefined();
  });

  it('are listed for their person, and revoked one by one or all but one', async () => {
    const [one, other] = [await somebody(), await somebody()];
    const [a, b, c] = [await begin(one.id), await begin(one.id), await begin(one.id)];
    const d = await begin(other.id);
    await begin(one.id, { idleMs: 1 });
    await sessions.seen([b.session.id], after(minute));
    const list = async () => (await sessions.ofPerson(one.id, after(2 * minute))).map(({ id }) => id);
    expect((await list())[0]).toBe(b.session.id);
    expect(new Set(await list())).toEqual(new Set([a.session.id, b.session.id, c.session.id]));

    expect(await sessions.revoke(a.session.id, { by: 'sign-out', now })).toBe(true);
    expect(await sessions.revoke(a.session.id, { by: 'sign-out', now })).toBe(false);
    expect(await sessions.find(a.token, now)).toBeUndefined();
    expect(await sessions.revokeAll(one.id, { by: one.id, now, except: c.session.id })).toBe(2);
    expect(await list()).toEqual([c.session.id]);
    expect(await sessions.find(d.token, now)).toBeDefined();
  });

  it('revoked are out of the cache before it is said that they are', async () => {
    const cache = new SessionCache();
    const end = cache.follow(database.changes);
    const person = await somebody();
    const { token, session } = await begin(person.id);
    const principal = await principalOf(database.db, session, now);
    if (!principal) throw new Error('no principal');
    const remember = () =>
      cache.remember(`Bearer ${token}`, session, principal, { ticket: cache.ticket, now: now.getTime() });
    const isKnown = () => cache.get(`Bearer ${token}`, now.getTime()) !== undefined;
    remember();
    expect(isKnown()).toBe(true);
    await sessions.revoke(session.id, { by: 'administrator', now });
    await until(() => !isKnown());
    expect(isKnown()).toBe(false);
    // A change of the person drops what was made of the old one.
    remember();
    await tools.people.update(person.id, person.version, {
      login: person.login,
      name: 'x',
      role: 'technician',
    });
    await until(() => !isKnown());
    expect(isKnown()).toBe(false);
    end();
  });

  it.skipIf(engine.name === 'PGlite')('revoked by one process are refused by another', async () => {
    const place = await engine.place();
    const [one, other] = [await openDatabase(place), await openDatabase(place)];
    const cache = new SessionCache();
    const end = cache.follow(other.changes);
    try {
      const person = await identityTools(one).people.create({ login: 'both', name: 'x', role: 'clinician' });
      const { token, session } = await new Sessions(one).begin({
        owner: { kind: 'browser', personId: person.id },
        ...{ address: '10.0.0.1', userAgent: '', now, idleMs: minute, lifeMs: minute },
      });
      const there = new Sessions(other);
      const found = await there.find(token, now);
      const principal = found && (await principalOf(other.db, found, now));
      if (!found || !principal) throw new Error('the other process does not know the session');
      cache.remember(token, found, principal, { ticket: cache.ticket, now: now.getTime() });
      expect(cache.get(token, now.getTime())).toBeDefined();
      await new Sessions(one).revoke(session.id, { by: 'administrator', now });
      expect(await there.find(token, now)).toBeUndefined();
      await until(() => cache.get(token, now.getTime()) === undefined);
      expect(cache.get(token, now.getTime())).toBeUndefined();
    } finally {
      end();
      await one.close();
      await other.close();
    }
  });

  it('are of a person with their role, institutions and patients', async () => {
    const person = await somebody();
    const { session } = await begin(person.id);
    await database.db
      .insertInto('care_relation')
      .values([
        { person_id: person.id, patient_id: 'P1', patient_issuer: 'HIS', source: 'HIS', until: null },
        { person_id: person.id, patient_id: 'P2', patient_issuer: 'HIS', source: 'HIS', until: now },
        { person_id: person.id, patient_id: 'P3', patient_issuer: '', source: 'HIS', until: after(1) },
      ])
      .execute();
    const given = [{ studyInstanceUids: ['1.2'], rights: ['read' as const] }];
    expect(
      await principalOf(database.db, session, now, async () =>
        given.map((grant) => ({ personId: person.id, grant })),
      ),
    ).toEqual({
      kind: 'person',
      id: person.id,
      name: person.login,
      role: 'clinician',
      institutions: ['市一'],
      departments: ['胸外科'],
      ownPatients: new Set(['HIS\\P1', '\\P3']),
      limitedTo: undefined,
      given,
      // Then the third is their patient no more.
      until: after(1).getTime(),
    });
    await tools.people.disable(person.id, now);
    expect(await principalOf(database.db, session, now)).toBeUndefined();
  });

  it('of a HIS or a share see what they were given', async () => {
    const grant = { patients: [{ patientId: 'P1', issuer: 'HIS' }], rights: ['read' as const] };
    const hisId = '6f0c2d0e-5a55-4f0c-9a43-111111111111';
    await database.db
      .insertInto('his')
      .values({
        id: hisId,
        name: 'HIS',
        issuer: 'his-a',
        algorithm: 'HS256',
        key: '',
        sm2_id: null,
        audience: 'yunying',
        origins: [],
        institution: null,
        scope: json({}),
        default_role: 'clinician',
      })
      .execute();
    const { token } = await begin('', { owner: { kind: 'embed', hisId, grant } });
    const session = await sessions.find(token, now);
    expect(session).toMatchObject({ kind: 'embed', hisId, grant, personId: null });
    if (!session) throw new Error('no session');
    expect(await principalOf(database.db, session, now)).toMatchObject({
      kind: 'embed',
      // As the hospital set it for doctors that have no account here.
      role: 'clinician',
      limitedTo: grant,
      institutions: [],
    });
    // A row without its grant opens nothing.
    expect(await principalOf(database.db, { ...session, grant: null }, now)).toBeUndefined();
    const person = await somebody();
    const own = { ...session, personId: person.id };
    expect(await principalOf(database.db, own, now)).toMatchObject({ role: 'clinician', limitedTo: grant });
    expect(await principalOf(database.db, { ...own, grant: null }, now)).toBeUndefined();
  });

  it('that ended are forgotten in time', async () => {
    const person = await somebody();
    const { session } = await begin(person.id, { lifeMs: minute });
    const { session: running } = await begin(person.id);
    await sessions.forgetEnded(after(2 * minute));
    const left = await database.db
      .selectFrom('session')
      .select('id')
      .where('person_id', '=', person.id)
      .execute();
    expect(left).toEqual([{ id: running.id }]);
    expect(running.id).not.toBe(session.id);
  });
});
