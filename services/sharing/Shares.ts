import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { randomToken, type BlindIndex, type Sealer } from '../crypto/index.ts';
import { json, type Database, type Row, type Schema } from '../database/index.ts';
import { topics, type GivenGrant } from '../identity/index.ts';
import { grantOf, mostIdTries, type Share } from './Share.ts';

export interface NewShare {
  createdBy: string;
  studyInstanceUid: string;
  studies: readonly string[];
  history: boolean;
  report: boolean;
  download: boolean;
  phone: string | null;
  idDigits: string | null;
  personId: string | null;
  validFrom: Date;
  validUntil: Date;
  maxOpenings: number | null;
}

export interface SharesTools {
  database: Database;
  sealer: Sealer;
  blindIndex: BlindIndex;
}

const publicIdBytes = 16;
/** So many wrong codes of extraction, and a new one has to be made. */
const mostExtractionTries = 10;

/** Shares as they are kept: telephone and digits sealed, what counts changed by one statement each. */
export class Shares {
  readonly #tools: SharesTools;

  constructor(tools: SharesTools) {
    this.#tools = tools;
  }

  get #db(): Kysely<Schema> {
    return this.#tools.database.db;
  }

  /** Announces that somebody with an account may see more. */
  create(share: NewShare, now: Date): Promise<Share> {
    const { database } = this.#tools;
    return database.db.transaction().execute(async (within) => {
      const created = this.#share(await this.#insert(within, share, now));
      if (share.personId !== null) await database.changes.announce(within, topics.person, share.personId);
      return created;
    });
  }

  #insert(within: Kysely<Schema>, share: NewShare, now: Date): Promise<Row<'share'>> {
    const { sealer, blindIndex } = this.#tools;
    const id = randomUUID();
    const { phone, idDigits } = share;
    return within
      .insertInto('share')
      .values({
        id,
        public_id: randomToken(publicIdBytes),
        created_by: share.createdBy,
        created_at: now,
        study_uid: share.studyInstanceUid,
        patient: json<object>({ studies: share.studies }),
        history: share.history,
        report: share.report,
        download: share.download,
        phone: phone === null ? null : sealer.seal(phone, phoneOf(id)),
        phone_ix: phone === null ? null : blindIndex.of('share.phone', phone),
        id_digits: idDigits === null ? null : sealer.seal(idDigits, idDigitsOf(id)),
        person_id: share.personId,
        valid_from: share.validFrom,
        valid_until: share.validUntil,
        max_openings: share.maxOpenings,
        extraction_hash: null,
        extraction_until: null,
        revoked_at: null,
        revoked_by: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** What is shared with people who have an account, and good now. */
  async grantsOf(personIds: readonly string[], now: Date): Promise<GivenGrant[]> {
    const rows = await this.#db
      .selectFrom('share')
      .selectAll()
      .where('person_id', 'in', personIds)
      .where('revoked_at', 'is', null)
      .where('valid_until', '>', now)
      .execute();
    return rows.flatMap((row) =>
      row.person_id === null ? [] : [{ personId: row.person_id, grant: grantOf(this.#share(row)) }],
    );
  }

  /** The newest first, at most 500. */
  async list({ by, study }: { by?: string | undefined; study?: string | undefined }): Promise<Share[]> {
    let query = this.#db.selectFrom('share').selectAll().orderBy('created_at', 'desc').limit(500);
    if (by !== undefined) query = query.where('created_by', '=', by);
    if (study !== undefined) query = query.where('study_uid', '=', study);
    return (await query.execute()).map((row) => this.#share(row));
  }

  async byId(id: string): Promise<Share | undefined> {
    const row = await this.#db.selectFrom('share').selectAll().where('id', '=', id).executeTakeFirst();
    return row && this.#share(row);
  }

  /** One that is opened by a link. */
  async byPublicId(publicId: string): Promise<Share | undefined> {
    if (!/^[\w-]{22}$/.test(publicId)) return undefined;
    const row = await this.#db
      .selectFrom('share')
      .selectAll()
      .where('public_id', '=', publicId)
      .where('person_id', 'is', null)
      .executeTakeFirst();
    return row && this.#share(row);
  }

  /** @returns whether it was good until now */
  async revoke(within: Kysely<Schema>, id: string, { by, now }: { by: string; now: Date }): Promise<boolean> {
    const revoked = await within
      .updateTable('share')
      .set({ revoked_at: now, revoked_by: by, extraction_hash: null, extraction_until: null })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning('person_id')
      .executeTakeFirst();
    if (revoked?.person_id)
      await this.#tools.database.changes.announce(within, topics.person, revoked.person_id);
    return revoked !== undefined;
  }

  /**
   * Counts an opening, if it may be opened now: one statement, so that of many at once not one too many gets in. In one
   * transaction with the session it is for, so that a withdrawal meets the session or forestalls it.
   */
  async countOpening(within: Kysely<Schema>, id: string, now: Date): Promise<boolean> {
    const counted = await within
      .updateTable('share')
      .set({ openings: sql<number>`openings + 1`, id_tries: 0 })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .where('valid_from', '<=', now)
      .where('valid_until', '>', now)
      .where((is) => is.or([is('max_openings', 'is', null), is('openings', '<', is.ref('max_openings'))]))
      .returning('id')
      .executeTakeFirst();
    return counted !== undefined;
  }

  /**
   * A try with digits of an ID, counted before they are looked at.
   * @returns those that are right; undefined where it was tried too often
   */
  async tryIdDigits(id: string): Promise<string | undefined> {
    const row = await this.#db
      .updateTable('share')
      .set({ id_tries: sql<number>`id_tries + 1` })
      .where('id', '=', id)
      .where('id_digits', 'is not', null)
      .where('id_tries', '<', mostIdTries)
      .returning('id_digits')
      .executeTakeFirst();
    const digits = row?.id_digits ?? undefined;
    return digits === undefined ? undefined : this.#tools.sealer.open(digits, idDigitsOf(id));
  }

  /** A new code of extraction; the one before is good no more. */
  async setExtraction(id: string, hash: string, until: Date): Promise<void> {
    await this.#db
      .updateTable('share')
      .set({ extraction_hash: hash, extraction_until: until, extraction_tries: 0 })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .execute();
  }

  /** A try with a code of extraction, counted before it is looked at. @returns its hash; undefined where there is none any more */
  async tryExtraction(id: string, now: Date): Promise<string | undefined> {
    const row = await this.#db
      .updateTable('share')
      .set({ extraction_tries: sql<number>`extraction_tries + 1` })
      .where('id', '=', id)
      .where('extraction_until', '>', now)
      .where('extraction_tries', '<', mostExtractionTries)
      .returning('extraction_hash')
      .executeTakeFirst();
    return row?.extraction_hash ?? undefined;
  }

  #share(row: Row<'share'>): Share {
    const { sealer } = this.#tools;
    return {
      id: row.id,
      publicId: row.public_id,
      createdBy: row.created_by,
      createdAt: row.created_at,
      studyInstanceUid: row.study_uid,
      studies: row.patient.studies ?? [row.study_uid],
      history: row.history,
      report: row.report,
      download: row.download,
      phone: row.phone === null ? null : sealer.open(row.phone, phoneOf(row.id)),
      idDigits: row.id_digits === null ? null : sealer.open(row.id_digits, idDigitsOf(row.id)),
      personId: row.person_id,
      validFrom: row.valid_from,
      validUntil: row.valid_until,
      maxOpenings: row.max_openings,
      openings: row.openings,
      extractionUntil: row.extraction_until,
      revokedAt: row.revoked_at,
      idTries: row.id_tries,
    };
  }
}

const phoneOf = (id: string): string => `share.phone ${id}`;
const idDigitsOf = (id: string): string => `share.id_digits ${id}`;
