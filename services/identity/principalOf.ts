import type { Kysely } from 'kysely';
import { patientKey, type Grant, type Principal } from '../access/index.ts';
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
  if (personId === null) {
    // A session without a person sees what it was given, and nothing where it was given nothing.
    if (kind === 'person' || !grant) return undefined;
    return {
      kind,
      id: `${session.hisId ?? session.shareId ?? session.id}`,
      role: 'external',
      institutions: [],
      departments: [],
      ownPatients: new Set(),
      limitedTo: grant,
      given: [],
    };
  }
  const person = await db
    .selectFrom('person')
    .select(['id', 'login', 'role', 'institutions', 'departments', 'disabled_at'])
    .where('id', '=', personId)
    .executeTakeFirst();
  if (!person || person.disabled_at) return undefined;
  if (kind !== 'person' && !grant) return undefined;
  const care = await db
    .selectFrom('care_relation')
    .select(['patient_id', 'patient_issuer', 'until'])
    .where('person_id', '=', personId)
    .where((is) => is.or([is('until', 'is', null), is('until', '>', now)]))
    .execute();
  const ends = care.flatMap((row) => row.until?.getTime() ?? []);
  return {
    kind,
    id: person.id,
    name: person.login,
    role: roleOf(person.role),
    institutions: person.institutions,
    departments: person.departments,
    ownPatients: new Set(care.map((row) => patientKey({ id: row.patient_id, issuer: row.patient_issuer }))),
    limitedTo: grant ?? undefined,
    given: kind === 'person' ? await grantsOf(personId, now) : [],
    until: ends.length > 0 ? Math.min(...ends) : undefined,
  };
}
