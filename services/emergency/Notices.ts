import type { Database } from '../database/index.ts';

/** Something that one person is to be told. */
export interface Notice {
  readonly id: string;
  readonly kind: 'emergency';
  /** id of what it is about */
  readonly subject: string;
  readonly at: Date;
  readonly isRead: boolean;
}

const listedAtMost = 100;

/** What people are to be told in the pages, each for himself. */
export class Notices {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The newest first. */
  async of(personId: string): Promise<Notice[]> {
    const rows = await this.#database.db
      .selectFrom('notice')
      .selectAll()
      .where('person_id', '=', personId)
      .orderBy('at', 'desc')
      .limit(listedAtMost)
      .execute();
    return rows.map(({ id, kind, subject, at, read_at }) => ({
      ...{ id, kind, subject, at },
      isRead: read_at !== null,
    }));
  }

  async unread(personId: string): Promise<number> {
    const { count } = await this.#database.db
      .selectFrom('notice')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('person_id', '=', personId)
      .where('read_at', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** All of theirs. */
  async markRead(personId: string, now: Date): Promise<void> {
    await this.#database.db
      .updateTable('notice')
      .set({ read_at: now })
      .where('person_id', '=', personId)
      .where('read_at', 'is', null)
      .execute();
  }
}
