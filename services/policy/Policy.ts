import { createRuleSet, Viewpoints, type RuleSet } from '../access/index.ts';
import type { Database } from '../database/index.ts';
import { topics } from '../identity/index.ts';
import { DepartmentMap } from './DepartmentMap.ts';
import type { RuleStore } from './RuleStore.ts';

/** All that decisions are made by, as it was at one moment. */
export interface PolicyState {
  readonly epoch: number;
  readonly set: RuleSet;
  readonly viewpoints: Viewpoints;
  readonly departments: DepartmentMap;
}

export interface PolicyOptions {
  database: Database;
  rules: RuleStore;
  /** Of the hospital, an IANA name: hours and days of rules are meant there. */
  timeZone: string;
  /** milliseconds since 1970 */
  clock: () => number;
}

/** How long rules are trusted while it cannot be heard that others change them. */
const trustedWithoutNewsMs = 2000;

/**
 * The rules in force. What was decided under an earlier epoch holds no more from the moment the news of a later one is
 * heard, and nothing new is decided before the rules of that one are read.
 */
export class Policy {
  readonly #options: PolicyOptions;
  readonly #endListening: () => void;
  #state: PolicyState | undefined;
  #epoch = 0;
  /** Raised when news may have been missed: what was read before is worth nothing then. */
  #hearing = 0;
  /** Of what is known: when its reading began, and what `#hearing` was then. */
  #readAt = 0;
  #readUnder = 0;
  #reading: Promise<PolicyState> | undefined;

  private constructor(options: PolicyOptions) {
    this.#options = options;
    this.#endListening = options.database.changes.listen({
      changed: (topic, detail) => {
        if (topic === topics.policy) this.#epoch = Math.max(this.#epoch, Number(detail));
      },
      // What was announced meanwhile nobody heard.
      connected: () => (this.#hearing += 1),
    });
  }

  /** @throws Error where the database holds what this version cannot read as a rule; RangeError for the time zone */
  static async open(options: PolicyOptions): Promise<Policy> {
    const policy = new Policy(options);
    try {
      await policy.current();
      return policy;
    } catch (error) {
      policy.close();
      throw error;
    }
  }

  /** The last one that was heard of. */
  get epoch(): number {
    return this.#epoch;
  }

  /** At once where nothing has changed. @throws what the database throws: then nothing is decided */
  current(): PolicyState | Promise<PolicyState> {
    const { database, clock } = this.#options;
    const state = this.#state;
    const isKnown = state && state.epoch >= this.#epoch && this.#readUnder === this.#hearing;
    const isTrusted = database.changes.isConnected || clock() - this.#readAt < trustedWithoutNewsMs;
    return isKnown && isTrusted ? state : this.#refreshed();
  }

  /** After a change of one's own: who has made it finds it in force, before news of it comes around. */
  async catchUp(): Promise<void> {
    this.#hearing += 1;
    await this.current();
  }

  close(): void {
    this.#endListening();
  }

  async #refreshed(): Promise<PolicyState> {
    for (;;) {
      const [epoch, hearing] = [this.#epoch, this.#hearing];
      this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
      const state = await this.#reading;
      // Who asked while an earlier reading ran may need one that began later.
      if (state.epoch >= epoch && this.#readUnder >= hearing) return state;
    }
  }

  async #read(): Promise<PolicyState> {
    const [began, under] = [this.#options.clock(), this.#hearing];
    const state = await read(this.#options);
    this.#state = state;
    this.#readAt = began;
    this.#readUnder = under;
    this.#epoch = Math.max(this.#epoch, state.epoch);
    return state;
  }
}

/** Number and rules of one moment. */
async function read({ database, rules, timeZone }: PolicyOptions): Promise<PolicyState> {
  return database.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (within) => {
      const { policy: epoch } = await within.selectFrom('epoch').select('policy').executeTakeFirstOrThrow();
      const inForce = (await rules.list(within)).map(({ rule }) => rule);
      const departments = await within.selectFrom('department_map').selectAll().execute();
      const set = createRuleSet(inForce, { timeZone });
      return { epoch, set, viewpoints: new Viewpoints(set), departments: new DepartmentMap(departments) };
    });
}
