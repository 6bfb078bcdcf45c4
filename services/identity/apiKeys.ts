import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { addressesWithin, isAddressRange, ruleSchema, type Principal } from '../access/index.ts';
import { randomToken, sameBytes, tokenHash } from '../crypto/index.ts';
import type { Database, Row, Schema } from '../database/index.ts';
import { raisePolicyEpoch, topics } from './policyEpoch.ts';
import type { Session } from './Sessions.ts';

export const keyInput = z.strictObject({
  name: z.string().trim().min(1).max(128),
  /** ids of the rules that allow it something */
  ruleIds: z.array(ruleSchema.shape.id).min(1).max(200),
  /** From where it may be used; none: from anywhere. */
  addresses: z.array(z.string().refine(isAddressRange, 'an address or a range')).max(200).default([]),
  expiresAt: z.date().nullable().default(null),
});

export type ApiKeyInput = z.input<typeof keyInput>;

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** What is shown of it: its beginning. */
  readonly prefix: string;
  readonly ruleIds: readonly string[];
  readonly addresses: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export type ApiKeyVerdict =
  | { readonly ok: true; readonly key: ApiKey; readonly principal: Principal }
  | {
      readonly ok: false;
      readonly problem: 'unknown' | 'revoked' | 'expired' | 'address';
      readonly keyId?: string;
    };

/** `yyk_<prefix>_<secret>`: the beginning says what it is to who finds one where it should not be. */
const shape = /^yyk_([A-Za-z0-9_-]{8})_([A-Za-z0-9_-]{43})$/;

/** Keys of programs: named, limited to rules, addresses and a time, and revoked at once. */
export class ApiKeys {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  get #db(): Kysely<Schema> {
    return this.#database.db;
  }

  /** @returns the key's text, which cannot be had again @throws ZodError naming the fields */
  async create(input: ApiKeyInput, now: Date): Promise<{ text: string; key: ApiKey }> {
    const { name, ruleIds, addresses, expiresAt } = keyInput.parse(input);
    const prefix = randomToken(16).slice(0, 8);
    const secret = randomToken();
    const row = await this.#db
      .insertInto('api_key')
      .values({
        id: randomUUID(),
        name,
        prefix,
        secret_hash: tokenHash(secret),
        rule_ids: ruleIds,
        ip_ranges: addresses,
        created_at: now,
        expires_at: expiresAt,
        revoked_at: null,
        last_used_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return { text: `yyk_${prefix}_${secret}`, key: keyOf(row) };
  }

  /** @param address of who uses it; undefined: not known, which is in no range */
  async verify(
    text: string,
    { address, now }: { address: string | undefined; now: Date },
  ): Promise<ApiKeyVerdict> {
    const [, prefix, secret = ''] = shape.exec(text) ?? [];
    const row =
      prefix === undefined
        ? undefined
        : await this.#db.selectFrom('api_key').selectAll().where('prefix', '=', prefix).executeTakeFirst();
    if (!row || !sameBytes(row.secret_hash, tokenHash(secret))) return { ok: false, problem: 'unknown' };
    const key = keyOf(row);
    const problem = keyProblem(key, address, now);
    if (problem) return { ok: false, problem, keyId: key.id };
    await this.#db.updateTable('api_key').set({ last_used_at: now }).where('id', '=', key.id).execute();
    return {
      ok: true,
      key,
      principal: principalOfKey(key),
    };
  }

  async byId(id: string): Promise<ApiKey | undefined> {
    const row = await this.#db.selectFrom('api_key').selectAll().where('id', '=', id).executeTakeFirst();
    return row && keyOf(row);
  }

  /** All of them, the newest first. */
  async list(): Promise<ApiKey[]> {
    const rows = await this.#db.selectFrom('api_key').selectAll().orderBy('created_at', 'desc').execute();
    return rows.map(keyOf);
  }

  /** @returns whether it was good until now */
  revoke(id: string, now: Date): Promise<boolean> {
    return this.#database.db.transaction().execute(async (within) => {
      const revoked = await within
        .updateTable('api_key')
        .set({ revoked_at: now })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      await raisePolicyEpoch(within, this.#database.changes);
      await this.#database.changes.announce(within, topics.session, id);
      return revoked !== undefined;
    });
  }
}

/** Who a program is that comes with a key. */
export const principalOfKey = ({ id, name, ruleIds }: ApiKey): Principal => ({
  ...{ kind: 'key', id, name, role: 'service' },
  institutions: [],
  departments: [],
  ownPatients: new Set(),
  given: [],
  ruleIds: new Set(ruleIds),
});

/** Why a key is not good, from an address and at a time; undefined: it is. */
export function keyProblem(
  key: ApiKey,
  address: string | undefined,
  now: Date,
): 'revoked' | 'expired' | 'address' | undefined {
  if (key.revokedAt) return 'revoked';
  if (key.expiresAt && key.expiresAt <= now) return 'expired';
  const isWithin =
    key.addresses.length === 0 || (address !== undefined && addressesWithin(key.addresses)(address));
  return isWithin ? undefined : 'address';
}

/** So that a key is remembered like a session: it has no end but its own, and is never idle. */
export const sessionOfKey = (key: ApiKey, now: Date): Session => ({
  id: key.id,
  kind: 'key',
  personId: null,
  hisId: null,
  shareId: null,
  grant: null,
  address: '',
  userAgent: '',
  createdAt: key.createdAt,
  lastSeenAt: now,
  expiresAt: key.expiresAt ?? endOfTime,
  idleMs: Infinity,
});

/** The last moment of a Date. */
const endOfTime = new Date(8.64e15);

const keyOf = (row: Row<'api_key'>): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: `yyk_${row.prefix}`,
  ruleIds: row.rule_ids,
  addresses: row.ip_ranges,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
  lastUsedAt: row.last_used_at,
});
