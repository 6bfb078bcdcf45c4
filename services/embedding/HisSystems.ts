import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Sealer } from '../crypto/index.ts';
import { isUniqueViolation, json, type Database, type Row, type Schema } from '../database/index.ts';
import { raisePolicyEpoch, topics } from '../identity/index.ts';
import { embedAlgorithms, EmbedKeyError, readEmbedKey, type EmbedAlgorithm } from './embedKey.ts';
import { embedRoles, hisInput, type HisInput, type HisValues } from './hisInput.ts';
import type { EmbedIssuer } from './verifyEmbedToken.ts';

/** A registered HIS, as administrators see it. */
export interface HisSystem extends Omit<HisValues, 'key'> {
  readonly id: string;
  /** The public key it signs with; null: a shared secret, which is shown to nobody. */
  readonly publicKey: string | null;
  readonly createdAt: Date;
  /** Raised with each change. */
  readonly version: number;
}

export class HisError extends Error {
  override readonly name = 'HisError';
  readonly problem: 'issuer-taken' | 'not-found' | 'changed-meanwhile' | 'key' | 'no-such-person';

  constructor(problem: HisError['problem'], message: string) {
    super(message);
    this.problem = problem;
  }
}

/** The hospital information systems whose tokens open the viewer. */
export class HisSystems {
  readonly #database: Database;
  readonly #sealer: Sealer;

  constructor(database: Database, sealer: Sealer) {
    this.#database = database;
    this.#sealer = sealer;
  }

  get #db(): Kysely<Schema> {
    return this.#database.db;
  }

  /** All of them, by name. */
  async list(): Promise<HisSystem[]> {
    const rows = await this.#db.selectFrom('his').selectAll().orderBy('name').orderBy('id').execute();
    return rows.map((row) => this.#system(row));
  }

  async byId(id: string): Promise<HisSystem | undefined> {
    const row = await this.#db.selectFrom('his').selectAll().where('id', '=', id).executeTakeFirst();
    return row && this.#system(row);
  }

  /** For verifying its tokens. */
  async issuer(issuer: string): Promise<EmbedIssuer | undefined> {
    const row = await this.#db.selectFrom('his').selectAll().where('issuer', '=', issuer).executeTakeFirst();
    if (!row) return undefined;
    return {
      id: row.id,
      issuer: row.issuer,
      audience: row.audience,
      enabled: row.enabled,
      key: readEmbedKey(algorithmOf(row.algorithm), this.#keyOf(row)),
      sm2Id: row.sm2_id ?? undefined,
      sm2Algorithm: row.sm2_algorithm ?? undefined,
    };
  }

  /** @throws ZodError; HisError `key`, `issuer-taken`, `no-such-person` */
  async create(input: HisInput, now: Date): Promise<HisSystem> {
    const { key, ...values } = hisInput.parse(input);
    if (key === undefined) throw new HisError('key', 'the key is missing');
    const id = randomUUID();
    return this.#writing(async (within) => {
      await assertPeople(within, values);
      const row = await within
        .insertInto('his')
        .values({ id, key: this.#sealed(id, values.algorithm, key), created_at: now, ...columnsOf(values) })
        .returningAll()
        .executeTakeFirstOrThrow();
      return this.#system(row);
    });
  }

  /**
   * Sessions it has begun go on under what is entered now.
   * @param version the one that was edited
   * @throws ZodError; HisError
   */
  async update(id: string, version: number, input: HisInput): Promise<HisSystem> {
    const { key, ...values } = hisInput.parse(input);
    return this.#writing(async (within) => {
      const before = await within
        .selectFrom('his')
        .selectAll()
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst();
      if (!before) throw notFound();
      if (before.version !== version)
        throw new HisError('changed-meanwhile', 'somebody else has changed this HIS');
      if (key === undefined && before.algorithm !== values.algorithm)
        throw new HisError('key', 'another algorithm takes another key');
      await assertPeople(within, values);
      const row = await within
        .updateTable('his')
        .set({
          ...columnsOf(values),
          ...(key !== undefined && { key: this.#sealed(id, values.algorithm, key) }),
          version: version + 1,
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await this.#announce(within, id);
      return this.#system(row);
    });
  }

  /** Its sessions end. @throws HisError `not-found` */
  async remove(id: string): Promise<void> {
    await this.#writing(async (within) => {
      const removed = await within.deleteFrom('his').where('id', '=', id).returning('id').executeTakeFirst();
      if (!removed) throw notFound();
      await this.#announce(within, id);
    });
  }

  async #writing<T>(act: (within: Kysely<Schema>) => Promise<T>): Promise<T> {
    try {
      return await this.#db.transaction().execute(act);
    } catch (error) {
      if (isUniqueViolation(error)) throw new HisError('issuer-taken', 'another HIS has this issuer already');
      throw error;
    }
  }

  async #announce(within: Kysely<Schema>, id: string): Promise<void> {
    await raisePolicyEpoch(within, this.#database.changes);
    await this.#database.changes.announce(within, topics.his, id);
  }

  #sealed(id: string, algorithm: EmbedAlgorithm, key: string): string {
    const trimmed = algorithm === 'HS256' ? key : key.trim();
    try {
      readEmbedKey(algorithm, trimmed);
    } catch (error) {
      if (error instanceof EmbedKeyError) throw new HisError('key', error.message);
      throw error;
    }
    return this.#sealer.seal(trimmed, `his.key ${id}`);
  }

  #keyOf({ id, key }: Row<'his'>): string {
    return this.#sealer.open(key, `his.key ${id}`);
  }

  #system(row: Row<'his'>): HisSystem {
    const algorithm = algorithmOf(row.algorithm);
    return {
      id: row.id,
      name: row.name,
      issuer: row.issuer,
      algorithm,
      publicKey: algorithm === 'HS256' ? null : this.#keyOf(row),
      sm2Id: row.sm2_id,
      sm2Algorithm: row.sm2_algorithm,
      audience: row.audience,
      origins: row.origins,
      institution: row.institution,
      scope: row.scope as HisValues['scope'],
      defaultRole: roleOf(row.default_role),
      personMapping: row.person_mapping as HisValues['personMapping'],
      enabled: row.enabled,
      createdAt: row.created_at,
      version: row.version,
    };
  }
}

const columnsOf = (values: Omit<HisValues, 'key'>) => ({
  name: values.name,
  issuer: values.issuer,
  algorithm: values.algorithm,
  sm2_id: values.sm2Id,
  sm2_algorithm: values.sm2Algorithm,
  audience: values.audience,
  origins: values.origins,
  institution: values.institution,
  scope: json(values.scope),
  default_role: values.defaultRole,
  person_mapping: json(values.personMapping),
  enabled: values.enabled,
});

/** @throws HisError `no-such-person` */
async function assertPeople(within: Kysely<Schema>, { personMapping }: HisValues): Promise<void> {
  const ids = [...new Set(Object.values(personMapping))];
  if (ids.length === 0) return;
  const found = await within.selectFrom('person').select('id').where('id', 'in', ids).execute();
  if (found.length < ids.length)
    throw new HisError('no-such-person', 'a doctor is said to be somebody who is not there');
}

const notFound = (): HisError => new HisError('not-found', 'there is no such HIS');

function algorithmOf(text: string): EmbedAlgorithm {
  const algorithm = embedAlgorithms.find((one) => one === text);
  if (!algorithm) throw new Error(`the database holds an algorithm that does not exist: ${text}`);
  return algorithm;
}

function roleOf(text: string): HisValues['defaultRole'] {
  const role = embedRoles.find((one) => one === text);
  if (!role) throw new Error(`the database holds a role that no HIS can give: ${text}`);
  return role;
}
