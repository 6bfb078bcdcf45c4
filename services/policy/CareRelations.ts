import { z } from 'zod';
import type { Database, Row } from '../database/index.ts';
import { raisePolicyEpoch, topics } from '../identity/index.ts';

/** Whom somebody treats. Patient IDs are those of one issuer; '' where files name none. */
export const careInput = z.strictObject({
  patientId: z.string().trim().min(1).max(64),
  issuer: z.string().trim().max(64).default(''),
  until: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .nullable()
    .default(null),
});

export type CareInput = z.input<typeof careInput>;

export interface CareRelation {
  readonly patientId: string;
  readonly issuer: string;
  /** Who says so: `administrator`, or the name of a system. */
  readonly source: string;
  readonly until: Date | null;
}

/** What is entered by hand says so. */
export const byHand = 'administrator';

/** Who treats whom. Whoever it is about is decided about anew at once, in all processes. */
export class CareRelations {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async of(personId: string): Promise<CareRelation[]> {
    const rows = await this.#database.db
      .selectFrom('care_relation')
      .selectAll()
      .where('person_id', '=', personId)
      .orderBy('patient_id')
      .orderBy('source')
      .execute();
    return rows.map(relationOf);
  }

  /** Added, or given another end. @throws ZodError */
  async set(personId: string, input: CareInput): Promise<void> {
    const { patientId, issuer, until } = careInput.parse(input);
    await this.#changing(personId, (within) =>
      within
        .insertInto('care_relation')
        .values({
          ...{ person_id: personId, patient_id: patientId, patient_issuer: issuer, source: byHand },
          until,
        })
        .onConflict((conflict) =>
          conflict.columns(['person_id', 'patient_id', 'patient_issuer', 'source']).doUpdateSet({ until }),
        )
        .execute(),
    );
  }

  /** @returns whether there was such a relation */
  remove(
    personId: string,
    { patientId, issuer, source }: Pick<CareRelation, 'patientId' | 'issuer' | 'source'>,
  ): Promise<boolean> {
    return this.#changing(personId, async (within) => {
      const removed = await within
        .deleteFrom('care_relation')
        .where('person_id', '=', personId)
        .where('patient_id', '=', patientId)
        .where('patient_issuer', '=', issuer)
        .where('source', '=', source)
        .returning('patient_id')
        .executeTakeFirst();
      return removed !== undefined;
    });
  }

  #changing<T>(personId: string, change: (within: Database['db']) => Promise<T>): Promise<T> {
    return this.#database.db.transaction().execute(async (within) => {
      await raisePolicyEpoch(within, this.#database.changes);
      const changed = await change(within);
      await this.#database.changes.announce(within, topics.person, personId);
      return changed;
    });
  }
}

const relationOf = (row: Row<'care_relation'>): CareRelation => ({
  patientId: row.patient_id,
  issuer: row.patient_issuer,
  source: row.source,
  until: row.until,
});
