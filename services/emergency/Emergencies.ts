import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Grant, StudyFacts } from '../access/index.ts';
import type { Sealer } from '../crypto/index.ts';
import { json, type Database, type Row } from '../database/index.ts';
import { topics, type GivenGrant } from '../identity/index.ts';

/** Access that somebody took without a rule that permits it, for a reason and a time. */
export interface Emergency {
  readonly id: string;
  readonly personId: string;
  readonly studyInstanceUid: string;
  readonly patientId: string;
  readonly patientIssuer: string;
  /** The patient's other studies of it are open too; '': the study alone. */
  readonly institution: string;
  readonly reason: string;
  readonly beganAt: Date;
  readonly until: Date;
  readonly reviewedBy: string | null;
  readonly reviewedAt: Date | null;
  readonly reviewNote: string | null;
}

export class EmergencyError extends Error {
  override readonly name = 'EmergencyError';
  readonly problem: 'readable' | 'not-found' | 'own' | 'reviewed' | 'changed-meanwhile';

  constructor(problem: EmergencyError['problem'], message: string) {
    super(message);
    this.problem = problem;
  }
}

export const reasonText = z.string().trim().min(4).max(1000);
export const noteText = z.string().trim().max(1000);
/** How long access in an emergency lasts, in minutes. */
export const emergencyMinutes = z.int().min(5).max(1440);

const settingName = 'emergency';
const defaultMinutes = 60;
const settings = z.object({ minutes: emergencyMinutes });
const listedAtMost = 200;

/** The emergencies there were: kept for ever, as who reviews them needs them. */
export class Emergencies {
  readonly #database: Database;
  readonly #sealer: Sealer;

  constructor(database: Database, sealer: Sealer) {
    this.#database = database;
    this.#sealer = sealer;
  }

  get #db(): Database['db'] {
    return this.#database.db;
  }

  /** @param notify ids of whom to tell, in the pages @returns it, in force everywhere when this resolves */
  async begin(
    {
      personId,
      facts,
      reason,
      now,
      until,
    }: { personId: string; facts: StudyFacts; reason: string; now: Date; until: Date },
    notify: readonly string[],
  ): Promise<Emergency> {
    const id = randomUUID();
    const [patient] = facts.patients;
    // Of a study that holds several patients' images one does not know whose history it is.
    const isOne = facts.patients.length === 1 && patient !== undefined && facts.institution !== '';
    return this.#db.transaction().execute(async (within) => {
      const row = await within
        .insertInto('break_glass')
        .values({
          ...{ id, person_id: personId, study_uid: facts.studyInstanceUid },
          patient_id: patient?.id ?? '',
          patient_issuer: patient?.issuer ?? '',
          institution: isOne ? facts.institution : '',
          reason: this.#sealer.seal(reason, reasonContext(id)),
          ...{ began_at: now, until, notified_at: notify.length > 0 ? now : null },
          ...{ reviewed_by: null, stopped_at: null, reviewed_at: null, review_note: null },
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      if (notify.length > 0)
        await within
          .insertInto('notice')
          .values(
            notify.map((person_id) => ({
              ...{ id: randomUUID(), person_id, kind: 'emergency' as const, subject: id, at: now },
              read_at: null,
            })),
          )
          .execute();
      await this.#database.changes.announce(within, topics.person, personId);
      return this.#emergency(row);
    });
  }

  /** Those that somebody has now. */
  running(personId: string, now: Date): Promise<Emergency[]> {
    return this.#runningOf([personId], now);
  }

  async #runningOf(personIds: readonly string[], now: Date): Promise<Emergency[]> {
    const rows = await this.#db
      .selectFrom('break_glass')
      .selectAll()
      .where('person_id', 'in', personIds)
      .where('until', '>', now)
      .orderBy('began_at')
      .execute();
    return rows.map((row) => this.#emergency(row));
  }

  /** What they open: for reading and nothing else. */
  async grantsOf(personIds: readonly string[], now: Date): Promise<GivenGrant[]> {
    const running = await this.#runningOf(personIds, now);
    return running.map((emergency) => ({ personId: emergency.personId, grant: grantOf(emergency) }));
  }

  /** The last ones, the newest first. */
  async list(): Promise<Emergency[]> {
    const rows = await this.#db
      .selectFrom('break_glass')
      .selectAll()
      .orderBy('began_at', 'desc')
      .limit(listedAtMost)
      .execute();
    return rows.map((row) => this.#emergency(row));
  }

  async byId(id: string): Promise<Emergency | undefined> {
    const row = await this.#db.selectFrom('break_glass').selectAll().where('id', '=', id).executeTakeFirst();
    return row && this.#emergency(row);
  }

  /** Before its time is over. @returns whether it was running */
  async end(id: string, now: Date): Promise<boolean> {
    return this.#db.transaction().execute(async (within) => {
      const row = await within
        .updateTable('break_glass')
        .set({ until: now, stopped_at: now })
        .where('id', '=', id)
        .where('until', '>', now)
        .returning('person_id')
        .executeTakeFirst();
      if (row) await this.#database.changes.announce(within, topics.person, row.person_id);
      return row !== undefined;
    });
  }

  /** Those whose time is over and of which nobody has said so yet; each is given once, whoever asks. */
  async takeEnded(now: Date): Promise<Emergency[]> {
    const rows = await this.#db
      .updateTable('break_glass')
      .set({ stopped_at: now })
      .where('until', '<=', now)
      .where('stopped_at', 'is', null)
      .returningAll()
      .execute();
    return rows.map((row) => this.#emergency(row));
  }

  /** It could not be said. */
  async putBack(id: string): Promise<void> {
    await this.#db.updateTable('break_glass').set({ stopped_at: null }).where('id', '=', id).execute();
  }

  /** @throws EmergencyError `reviewed`, `not-found` */
  async review(id: string, by: string, note: string, now: Date): Promise<Emergency> {
    const row = await this.#db
      .updateTable('break_glass')
      .set({
        reviewed_by: by,
        reviewed_at: now,
        review_note: note === '' ? null : this.#sealer.seal(note, noteContext(id)),
      })
      .where('id', '=', id)
      .where('reviewed_by', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (row) return this.#emergency(row);
    if (await this.byId(id)) throw new EmergencyError('reviewed', 'somebody has reviewed it already');
    throw new EmergencyError('not-found', 'there is no such emergency');
  }

  async settings(): Promise<{ minutes: number; version: number }> {
    const row = await this.#db
      .selectFrom('setting')
      .select(['value', 'version'])
      .where('name', '=', settingName)
      .executeTakeFirst();
    return row
      ? { ...settings.parse(row.value), version: row.version }
      : { minutes: defaultMinutes, version: 0 };
  }

  /** For those that begin from now on. @throws ZodError; EmergencyError `changed-meanwhile` */
  async setMinutes(version: number, minutes: number): Promise<void> {
    const value = json(settings.parse({ minutes }));
    const changed =
      version === 0
        ? await this.#db
            .insertInto('setting')
            .values({ name: settingName, value })
            .onConflict((conflict) => conflict.doNothing())
            .returning('name')
            .executeTakeFirst()
        : await this.#db
            .updateTable('setting')
            .set({ value, version: version + 1 })
            .where('name', '=', settingName)
            .where('version', '=', version)
            .returning('name')
            .executeTakeFirst();
    if (!changed) throw new EmergencyError('changed-meanwhile', 'somebody else has changed this');
  }

  #emergency(row: Row<'break_glass'>): Emergency {
    return {
      id: row.id,
      personId: row.person_id,
      studyInstanceUid: row.study_uid,
      patientId: row.patient_id,
      patientIssuer: row.patient_issuer,
      institution: row.institution,
      reason: this.#sealer.open(row.reason, reasonContext(row.id)),
      beganAt: row.began_at,
      until: row.until,
      reviewedBy: row.reviewed_by,
      reviewedAt: row.reviewed_at,
      reviewNote: row.review_note === null ? null : this.#sealer.open(row.review_note, noteContext(row.id)),
    };
  }
}

/**
 * The study, and what else there is of its patient where it was made, also what comes meanwhile: who is in an emergency is being
 * imaged.
 */
export const grantOf = ({
  studyInstanceUid,
  patientId,
  patientIssuer,
  institution,
  until,
}: Emergency): Grant => ({
  studyInstanceUids: [studyInstanceUid],
  ...(patientId !== '' &&
    institution !== '' && {
      patients: [{ patientId, institution, ...(patientIssuer !== '' && { issuer: patientIssuer }) }],
    }),
  rights: ['read'],
  until: until.getTime(),
  emergency: true,
});

const reasonContext = (id: string): string => `break_glass.reason ${id}`;
const noteContext = (id: string): string => `break_glass.review_note ${id}`;
