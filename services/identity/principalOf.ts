import type { Kysely } from 'kysely';
import { patientKey, type Grant, type Principal, type Role } from '../access/index.ts';
import type { Row, Schema } from '../database/index.ts';
import { roleOf } from './People.ts';
import type { Session } from './Sessions.ts';

/** What was opened to a person by itself: a share, an emergency. */
export interface GivenGrant {
  readonly personId: string;
  readonly grant: Grant;
}

/** What was opened to people one by one, as whoever keeps it knows: shares, emergencies. */
export type GrantsOf = (personIds: readonly string[], now: Date) => Promise<readonly GivenGrant[]>;

const nothingGiven: GrantsOf = () => Promise.resolve([]);

/**
 * Who a session is for: asked once, when the session is not in the cache.
 * @param grantsOf what was opened to people one by one
 * @returns undefined where the person is gone or disabled
 */
export async function principalOf(
  db: Kysely<Schema>,
  session: Session,
  now: Date,
  grantsOf: GrantsOf = nothingGiven,
): Promise<Principal | undefined> {
  const [principal] = await principalsOf(db, [session], now, grantsOf);
  return principal;
}

/** The same of many sessions, in their order, with as many statements as for one of each kind. */
export async function principalsOf(
  db: Kysely<Schema>,
  sessions: readonly Session[],
  now: Date,
  grantsOf: GrantsOf = nothingGiven,
): Promise<(Principal | undefined)[]> {
  const idsOf = (some: readonly Session[]): string[] => [
    ...new Set(some.map(({ personId }) => personId).filter((id) => id !== null)),
  ];
  const hisIds = [...new Set(sessions.map(({ hisId }) => hisId).filter((id) => id !== null))];
  const [browsers, others] = [
    sessions.filter(({ kind }) => kind === 'browser'),
    sessions.filter(({ kind }) => kind !== 'browser'),
  ];
  const systems = await systemsOf(db, hisIds);
  const byThemselves = await personPrincipals(db, idsOf(browsers), now, grantsOf);
  // In an iframe a grant is all there is.
  const embedded = await personPrincipals(db, idsOf(others), now);
  return sessions.map((session) =>
    principalFrom(session, systems, session.kind === 'browser' ? byThemselves : embedded),
  );
}

function principalFrom(
  session: Session,
  systems: ReadonlyMap<string, System>,
  people: ReadonlyMap<string, Principal>,
): Principal | undefined {
  const { personId, grant } = session;
  if (session.kind === 'key') return undefined;
  const kind = session.kind === 'browser' ? 'person' : session.kind;
  const his = session.hisId === null ? undefined : systems.get(session.hisId);
  if (session.hisId !== null && !his) return undefined;
  if (personId === null && his) {
    if (!grant) return undefined;
    return {
      kind,
      id: `${his.issuer}/${session.subject ?? ''}`,
      role: roleOf(his.default_role),
      institutions: his.institution === null ? [] : [his.institution],
      departments: [],
      ownPatients: new Set(),
      limitedTo: grant,
      given: [],
    };
  }
  if (personId === null) {
    // A session without a person sees what it was given, and nothing where it was given nothing.
    if (kind === 'person' || !grant) return undefined;
    return {
      kind,
      id: session.shareId ?? session.id,
      role: 'external',
      institutions: [],
      departments: [],
      ownPatients: new Set(),
      limitedTo: grant,
      given: [],
    };
  }
  if (kind !== 'person' && !grant) return undefined;
  const person = people.get(personId);
  return person && { ...person, kind, limitedTo: grant ?? undefined };
}

/**
 * Somebody as they are when they have signed in by themselves.
 * @returns undefined where the person is gone or disabled
 */
export async function personPrincipal(
  db: Kysely<Schema>,
  personId: string,
  now: Date,
  grantsOf: GrantsOf = nothingGiven,
): Promise<Principal | undefined> {
  return (await personPrincipals(db, [personId], now, grantsOf)).get(personId);
}

/** By their ids; without who is gone or disabled. */
async function personPrincipals(
  db: Kysely<Schema>,
  personIds: readonly string[],
  now: Date,
  grantsOf: GrantsOf = nothingGiven,
): Promise<Map<string, Principal>> {
  if (personIds.length === 0) return new Map();
  const people = await db
    .selectFrom('person')
    .select(['id', 'login', 'role', 'institutions', 'departments'])
    .where('id', 'in', personIds)
    .where('disabled_at', 'is', null)
    .execute();
  const care = await db
    .selectFrom('care_relation')
    .select(['person_id', 'patient_id', 'patient_issuer', 'until'])
    .where('person_id', 'in', personIds)
    .where((is) => is.or([is('until', 'is', null), is('until', '>', now)]))
    .execute();
  const given = await grantsOf(personIds, now);
  const careOf = Map.groupBy(care, (row) => row.person_id);
  const givenTo = Map.groupBy(given, ({ personId }) => personId);
  return new Map(
    people.map((person) => [
      person.id,
      principalFromRow(
        person,
        careOf.get(person.id) ?? [],
        (givenTo.get(person.id) ?? []).map(({ grant }) => grant),
      ),
    ]),
  );
}

type PersonRow = Pick<Row<'person'>, 'id' | 'login' | 'role' | 'institutions' | 'departments'>;
type CareRow = Pick<Row<'care_relation'>, 'patient_id' | 'patient_issuer' | 'until'>;

function principalFromRow(person: PersonRow, care: readonly CareRow[], grants: readonly Grant[]): Principal {
  const given = person.role === ('none' satisfies Role) ? [] : grants;
  const ends = [
    ...care.map(({ until: end }) => end?.getTime()),
    ...given.map(({ until: end }) => end),
  ].filter((end) => end !== undefined);
  return {
    kind: 'person',
    id: person.id,
    name: person.login,
    role: roleOf(person.role),
    institutions: person.institutions,
    departments: person.departments,
    ownPatients: new Set(care.map((row) => patientKey({ id: row.patient_id, issuer: row.patient_issuer }))),
    given,
    until: ends.length > 0 ? Math.min(...ends) : undefined,
  };
}

type System = Pick<Row<'his'>, 'id' | 'issuer' | 'institution' | 'default_role'>;

/** The HIS that sessions came from, by their ids; without those that are gone or switched off. */
async function systemsOf(db: Kysely<Schema>, ids: readonly string[]): Promise<Map<string, System>> {
  if (ids.length === 0) return new Map();
  const systems = await db
    .selectFrom('his')
    .select(['id', 'issuer', 'institution', 'default_role'])
    .where('id', 'in', ids)
    .where('enabled', '=', true)
    .execute();
  return new Map(systems.map((system) => [system.id, system]));
}
