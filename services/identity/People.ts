import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { roles, type Role } from '../access/index.ts';
import type { BlindIndex, PasswordHasher, Sealer } from '../crypto/index.ts';
import {
  isUniqueViolation,
  json,
  type Database,
  type Row,
  type RowChange,
  type Schema,
} from '../database/index.ts';
import { passwordProblem, personInput, type PersonInput } from './personInput.ts';
import { raisePolicyEpoch, topics } from './policyEpoch.ts';

/** Of a provider of OpenID Connect: its issuer, and what it calls the person for ever (OpenID Connect Core 2). */
export interface ExternalId {
  readonly issuer: string;
  readonly subject: string;
}

export interface Person {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  /** E.164 */
  readonly phone: string | null;
  readonly role: Role;
  readonly institutions: readonly string[];
  readonly departments: readonly string[];
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
  readonly lockedUntil: Date | null;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
  /** Raised with each change of what is entered. */
  readonly version: number;
}

export class PersonError extends Error {
  override readonly name = 'PersonError';
  readonly problem: 'login-taken' | 'not-found' | 'changed-meanwhile' | 'password' | 'last-administrator';

  constructor(problem: PersonError['problem'], message: string) {
    super(message);
    this.problem = problem;
  }
}

export interface PeopleTools {
  database: Database;
  sealer: Sealer;
  blindIndex: BlindIndex;
  hasher: PasswordHasher;
  /** Whether anybody may administrate, by the rules there are; default: as long as there is somebody of that role. */
  isAdministrable?: (within: Kysely<Schema>) => Promise<boolean>;
}

/** Who may sign in. Names, telephone numbers and secrets are sealed in the database. */
export class People {
  readonly #tools: PeopleTools;

  constructor(tools: PeopleTools) {
    this.#tools = tools;
  }

  get #db(): Kysely<Schema> {
    return this.#tools.database.db;
  }

  /**
   * @param passwordHash of `hashedPassword`; without one they cannot sign in yet
   * @throws ZodError naming the fields; PersonError `login-taken`
   */
  async create(
    input: PersonInput,
    {
      within = this.#db,
      passwordHash,
      externalIds = [],
    }: {
      within?: Kysely<Schema>;
      passwordHash?: string | undefined;
      /** Who they are elsewhere. */
      externalIds?: readonly ExternalId[];
    } = {},
  ): Promise<Person> {
    const { login, role, institutions, departments, ...sealed } = personInput.parse(input);
    const id = randomUUID();
    try {
      const row = await within
        .insertInto('person')
        .values({
          ...{ id, login, role, institutions, departments, ...this.#sealed(id, sealed) },
          password_hash: passwordHash ?? null,
          external_ids: json([...externalIds]),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return this.#person(row);
    } catch (error) {
      if (isUniqueViolation(error))
        throw new PersonError('login-taken', `there is somebody called ${login} already`);
      throw error;
    }
  }

  async byId(id: string): Promise<Person | undefined> {
    const row = await this.#db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst();
    return row && this.#person(row);
  }

  /** Everybody, by login. */
  async list(): Promise<Person[]> {
    const rows = await this.#db
      .selectFrom('person')
      .selectAll()
      .orderBy(sql`lower(login)`)
      .execute();
    return rows.map((row) => this.#person(row));
  }

  async byPhone(phone: string): Promise<Person[]> {
    const indexes = this.#tools.blindIndex.candidates('person.phone', phone);
    const rows = await this.#db.selectFrom('person').selectAll().where('phone_ix', 'in', indexes).execute();
    return rows.map((row) => this.#person(row));
  }

  /**
   * @param version the one that was edited
   * @throws ZodError; PersonError `changed-meanwhile`, `login-taken`, `not-found`, `last-administrator`
   */
  async update(id: string, version: number, input: PersonInput): Promise<Person> {
    const { login, role, institutions, departments, ...sealed } = personInput.parse(input);
    try {
      return await this.#change(
        id,
        { login, role, institutions, departments, ...this.#sealed(id, sealed) },
        version,
      );
    } catch (error) {
      if (isUniqueViolation(error))
        throw new PersonError('login-taken', `there is somebody called ${login} already`);
      throw error;
    }
  }

  /** They are signed out everywhere, and cannot sign in. @throws PersonError `last-administrator`, `not-found` */
  disable(id: string, now: Date): Promise<Person> {
    return this.#change(id, { disabled_at: now });
  }

  enable(id: string): Promise<Person> {
    return this.#change(id, { disabled_at: null, failed: 0, locked_until: null });
  }

  /** Their lock-out ends with it. @throws PersonError `password`, `not-found`; PasswordError `busy` */
  async setPassword(id: string, password: string): Promise<void> {
    const person = await this.byId(id);
    if (!person) throw notFound();
    const password_hash = await this.hashedPassword(password, person.login);
    await this.#change(id, { password_hash, failed: 0, locked_until: null });
  }

  /** @throws PersonError `password` with the reason as its message; PasswordError `busy` */
  async hashedPassword(password: string, login: string): Promise<string> {
    const problem = passwordProblem(password, login);
    if (problem) throw new PersonError('password', problem);
    return this.#tools.hasher.hash(password);
  }

  /** @param secret base32, after a code of it was right; null: without */
  async setTotp(id: string, secret: string | null, lastStep: number | null = null): Promise<void> {
    await this.#change(id, {
      totp_secret: secret === null ? null : this.#tools.sealer.seal(secret, `person.totp_secret ${id}`),
      totp_last_step: lastStep,
    });
  }

  /** One change, with all that hangs on it, in one transaction. */
  async #change(id: string, change: RowChange<'person'>, version?: number): Promise<Person> {
    const { database, isAdministrable = hasAdministrator } = this.#tools;
    return database.db.transaction().execute(async (within) => {
      const before = await within
        .selectFrom('person')
        .select(['role', 'disabled_at', 'version'])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (!before) throw notFound();
      if (version !== undefined && before.version !== version)
        throw new PersonError('changed-meanwhile', 'somebody else has changed this person');
      const couldBe = await isAdministrable(within);
      const row = await within
        .updateTable('person')
        .set({ ...change, version: before.version + 1 })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      // Locks the one row of the epoch: of two who disable each other the second sees what the first has done.
      await raisePolicyEpoch(within, database.changes);
      const endsOne = administrates(before) && !administrates(row) && !(await hasAdministrator(within));
      if (endsOne || (couldBe && !(await isAdministrable(within))))
        throw new PersonError('last-administrator', 'nobody could administrate without them');
      // Whoever has a session of theirs at hand has an old role or name with it.
      await database.changes.announce(within, topics.person, id);
      return this.#person(row);
    });
  }

  #sealed(id: string, { name, phone }: { name: string; phone: string | null }) {
    const { sealer, blindIndex } = this.#tools;
    return {
      name: sealer.seal(name, `person.name ${id}`),
      phone: phone === null ? null : sealer.seal(phone, `person.phone ${id}`),
      phone_ix: phone === null ? null : blindIndex.of('person.phone', phone),
    };
  }

  #person(row: Row<'person'>): Person {
    const { sealer } = this.#tools;
    return {
      id: row.id,
      login: row.login,
      name: sealer.open(row.name, `person.name ${row.id}`),
      phone: row.phone === null ? null : sealer.open(row.phone, `person.phone ${row.id}`),
      role: roleOf(row.role),
      institutions: row.institutions,
      departments: row.departments,
      hasPassword: row.password_hash !== null,
      hasTotp: row.totp_secret !== null,
      lockedUntil: row.locked_until,
      disabledAt: row.disabled_at,
      createdAt: row.created_at,
      version: row.version,
    };
  }
}

const notFound = (): PersonError => new PersonError('not-found', 'there is no such person');

const administrates = ({ role, disabled_at }: Pick<Row<'person'>, 'role' | 'disabled_at'>): boolean =>
  role === 'administrator' && disabled_at === null;

/** Whether there is an administrator who is not disabled. */
export async function hasAdministrator(db: Kysely<Schema>): Promise<boolean> {
  const row = await db
    .selectFrom('person')
    .select('id')
    .where('role', '=', 'administrator')
    .where('disabled_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** @throws Error for a role of another version of this program: rather no answer than a wrong one */
export function roleOf(text: string): Role {
  const role = roles.find((one) => one === text);
  if (!role) throw new Error(`the database holds a role that does not exist: ${text}`);
  return role;
}
