import type { Kysely } from 'kysely';
import { patientKey, type Grant, type Principal, type Role } from '../access/index.ts';
import type { Schema } from '../database/index.ts';
import { roleOf } from './People.ts';
import type { Session } from './Sessions.ts';

/** What one grant given to a person is made of, for whoever keeps them: shares, emergencies. */
export type GrantsOf = (personId: string, now: Date) => Promise<readonly Grant[]>;

/**
 * Who a session is for: asked once, when the session is not in the cache.
 * @param grantsOf what was opened to a person one by one
 * @returns undefined where the person is gone or disabled
 */
export async function principalOf(
  db: Kysely<Schema>,
  session: Session,
  now: Date,
  grantsOf: GrantsOf = async () => [],
): Promise<Principal | undefined> {
  const { personId, grant } = session;
  if (session.kind === 'key') return undefined;
  const kind = session.kind === 'browser' ? 'person' : session.kind;
  const his = session.hisId === null ? undefined : await hisOf(db, session.hisId);
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
  const person = await personPrincipal(db, personId, now, kind === 'person' ? grantsOf : undefined);
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
  grantsOf: GrantsOf = async () => [],
): Promise<Principal | undefined> {
  const person = await db
    .selectFrom('person')
    .select(['id', 'login', 'role', 'institutions', 'departments', 'disabled_at'])
    .where('id', '=', personId)
    .executeTakeFirst();
  if (!person || person.disabled_at) return undefined;
  const care = await db
    .selectFrom('care_relation')
    .select(['patient_id', 'patient_issuer', 'until'])
    .where('person_id', '=', personId)
    .where((is) => is.or([is('until', 'is', null), is('until', '>', now)]))
    .execute();
  const given = person.role === ('none' satisfies Role) ? [] : await grantsOf(personId, now);
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

/** The HIS that a session came from; undefined where it is gone or switched off. */
const hisOf = (db: Kysely<Schema>, id: string) =>
  db
    .selectFrom('his')
    .select(['issuer', 'institution', 'default_role'])
    .where('id', '=', id)
    .where('enabled', '=', true)
    .executeTakeFirst();
