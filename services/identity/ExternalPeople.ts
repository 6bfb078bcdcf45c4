import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { json, type Database, type Schema } from '../database/index.ts';
import type { ExternalIdentity } from './oidc/identityOf.ts';
import type { ExternalId, People, Person } from './People.ts';
import { personInput } from './personInput.ts';
import { raisePolicyEpoch } from './policyEpoch.ts';

const { login: loginShape, name: nameShape } = personInput.shape;

/**
 * People who come from a provider of OpenID Connect. Who they are is issuer and subject together, which the provider never gives to
 * somebody else; login, name and mail are no proof of anything.
 */
export class ExternalPeople {
  readonly #database: Database;
  readonly #people: People;

  constructor(database: Database, people: People) {
    this.#database = database;
    this.#people = people;
  }

  /** @returns undefined for who has not been here yet */
  async find(id: ExternalId): Promise<Person | undefined> {
    const personId = await idOf(this.#database.db, id);
    return personId === undefined ? undefined : this.#people.byId(personId);
  }

  /** Whether somebody comes from there. */
  async has(personId: string): Promise<boolean> {
    const row = await this.#database.db
      .selectFrom('person')
      .select('external_ids')
      .where('id', '=', personId)
      .executeTakeFirst();
    return (row?.external_ids.length ?? 0) > 0;
  }

  /**
   * Somebody who comes for the first time: with the role that the provider gives, or none. Of several requests at a time one makes
   * them.
   */
  async add(identity: ExternalIdentity): Promise<Person> {
    const { issuer, subject, institutions, role = 'none' } = identity;
    const id = await this.#database.db.transaction().execute(async (within) => {
      // Locks the epoch's row: the second one finds whom the first has made.
      await raisePolicyEpoch(within, this.#database.changes);
      const found = await idOf(within, { issuer, subject });
      if (found !== undefined) return found;
      const login = await freeLogin(within, identity);
      const name = nameShape.safeParse(identity.name?.slice(0, 128)).data ?? login;
      const input = { login, name, role, institutions: [...institutions] };
      return (await this.#people.create(input, { within, externalIds: [{ issuer, subject }] })).id;
    });
    const person = await this.#people.byId(id);
    if (!person) throw new Error('the person was removed while they signed in');
    return person;
  }
}

async function idOf(db: Kysely<Schema>, { issuer, subject }: ExternalId): Promise<string | undefined> {
  const row = await db
    .selectFrom('person')
    .select('id')
    .where(sql<boolean>`external_ids @> ${json([{ issuer, subject }])}`)
    .executeTakeFirst();
  return row?.id;
}

/** What the provider calls them; where somebody here is called so, or nobody can be, with digits of their own. */
async function freeLogin(
  within: Kysely<Schema>,
  { login: wanted, issuer, subject }: ExternalIdentity,
): Promise<string> {
  const digits = createHash('sha256').update(`${issuer}\0${subject}`).digest('hex').slice(0, 16);
  const base = loginShape.safeParse(wanted).data;
  if (base === undefined) return `oidc-${digits}`;
  const row = await within
    .selectFrom('person')
    .select('id')
    .where(sql`lower(login)`, '=', sql`lower(${base})`)
    .executeTakeFirst();
  return row ? `${[...base].slice(0, 40).join('')}-${digits}` : base;
}
