import { sql, type Kysely } from 'kysely';
import type { Schema } from './schema.ts';

export interface ChangesListener {
  /** Something was committed, here or in another process. */
  changed(topic: string, detail: string): void;
  /**
   * false: what others change is not heard of from now on. true: it is again, and may have been missed meanwhile:
   * what is remembered has to be dropped.
   */
  connected?(isConnected: boolean): void;
}

/** News between all processes on one database, by PostgreSQL's NOTIFY. */
export interface Changes {
  readonly isConnected: boolean;
  /**
   * Tells everybody, this process too; inside a transaction only if and when that is committed.
   * @param within the database or a transaction of it
   * @param detail at most 7000 bytes
   */
  announce(within: Kysely<Schema>, topic: string, detail?: string): Promise<void>;
  /** @returns ends it */
  listen(listener: ChangesListener): () => void;
}

/** What both engines share: listeners, and the form of a message. */
export class ChangesHub implements Changes {
  readonly channel: string;
  readonly #listeners = new Set<ChangesListener>();
  #isConnected = false;

  /** @param schema processes on one schema hear each other, those on another do not */
  constructor(schema: string) {
    this.channel = `yunying_${schema}`;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  set isConnected(isConnected: boolean) {
    if (this.#isConnected === isConnected) return;
    this.#isConnected = isConnected;
    for (const listener of [...this.#listeners]) listener.connected?.(isConnected);
  }

  async announce(within: Kysely<Schema>, topic: string, detail = ''): Promise<void> {
    await sql`select pg_notify(${this.channel}, ${JSON.stringify([topic, detail])})`.execute(within);
  }

  listen(listener: ChangesListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** A message as it came over the channel. */
  received(message: string): void {
    const [topic, detail] = JSON.parse(message) as [string, string];
    for (const listener of [...this.#listeners]) listener.changed(topic, detail);
  }
}
