import {
  auditMessages,
  auditPages,
  searchAudit,
  type AuditFilter,
  type AuditLog,
  type RecordedEvent,
} from '../audit/index.ts';
import type { Doer } from '../accounts/index.ts';
import type { BlindIndex, Sealer } from '../crypto/index.ts';
import type { Database } from '../database/index.ts';
import type { People, Person } from '../identity/index.ts';
import type { RuleStore } from '../policy/index.ts';
import type { AuditRetention } from './AuditRetention.ts';
import type { ChainCheck } from './ChainCheck.ts';

/** What is looked for, in the words of who looks. */
export interface AuditQuestion extends Omit<AuditFilter, 'actorIds' | 'patientIndexes'> {
  /** a part of somebody's name or login, or the id of whoever did it */
  who?: string | undefined;
  /** Patient ID */
  patientId?: string | undefined;
}

export interface AuditAnswer {
  /** newest first */
  events: RecordedEvent[];
  /** for the next page: `before`; undefined: that was all */
  next: number | undefined;
  /** whom the events name, by id */
  people: Record<string, { login: string; name: string }>;
  /** what rules that the events name are called, by id; those that come with the program only by their id */
  rules: Record<string, string>;
}

export interface AuditDeskTools {
  database: Database;
  audit: AuditLog;
  sealer: Sealer;
  blindIndex: BlindIndex;
  people: Pick<People, 'list'>;
  rules: Pick<RuleStore, 'list'>;
  chain: ChainCheck;
  retention: AuditRetention;
  /** AuditSourceID of exported messages: what this system is called */
  sourceId: string;
}

/** What people do with the audit trail, which is written down in it. */
export class AuditDesk {
  readonly #tools: AuditDeskTools;

  constructor(tools: AuditDeskTools) {
    this.#tools = tools;
  }

  get chain(): Pick<ChainCheck, 'state'> {
    return this.#tools.chain;
  }

  get retention(): AuditRetention {
    return this.#tools.retention;
  }

  /** @throws AuditUnavailable */
  async search(
    doer: Doer,
    question: AuditQuestion,
    page: { before?: number | undefined; limit?: number | undefined },
  ): Promise<AuditAnswer> {
    const { database, sealer, people, rules } = this.#tools;
    await this.#used(doer, 'R', { what: 'search', ...asked(question) });
    const everybody = await people.list();
    const found = await searchAudit(database.db, { ...this.#filterOf(question, everybody), ...page }, sealer);
    const named = new Set(found.events.flatMap(({ actor, detail }) => [actor.id, detail?.person]));
    const byRule = new Set(found.events.map(({ rule }) => rule));
    const own = (await rules.list()).filter(({ builtIn, rule }) => !builtIn && byRule.has(rule.id));
    return {
      ...found,
      people: Object.fromEntries(
        everybody.filter(({ id }) => named.has(id)).map(({ id, login, name }) => [id, { login, name }]),
      ),
      rules: Object.fromEntries(own.map(({ rule: { id, name } }) => [id, name])),
    };
  }

  /** @returns pieces of one text, of all there is until now @throws AuditUnavailable */
  async export(doer: Doer, question: AuditQuestion, form: 'csv' | 'xml'): Promise<AsyncGenerator<string>> {
    const { database, sealer, people, sourceId } = this.#tools;
    const filter = this.#filterOf(question, await people.list());
    const seq = await this.#used(doer, 'R', { what: 'export', form, ...asked(question) });
    return auditMessages(auditPages(database.db, filter, { upTo: seq - 1, sealer }), form, sourceId);
  }

  /** Begins to check the chain. @throws AuditUnavailable */
  async check(doer: Doer): Promise<void> {
    await this.#used(doer, 'E', { what: 'check' });
    void this.#tools.chain.start();
  }

  #filterOf({ who, patientId, ...filter }: AuditQuestion, everybody: readonly Person[]): AuditFilter {
    const { blindIndex } = this.#tools;
    return {
      ...filter,
      ...(who !== undefined && {
        actorIds: [who, ...everybody.filter((person) => isCalled(person, who)).map(({ id }) => id)],
      }),
      ...(patientId !== undefined && {
        patientIndexes: blindIndex
          .candidates('audit_event.patient', patientId)
          .map((index) => index.toString('hex')),
      }),
    };
  }

  #used(doer: Doer, action: 'R' | 'E', detail: Record<string, unknown>): Promise<number> {
    return this.#tools.audit.append({ event: 'auditLogUsed', action, outcome: 0, ...doer, detail });
  }
}

const isCalled = ({ login, name }: Person, text: string): boolean => {
  const wanted = text.toLowerCase();
  return login.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted);
};

/** As it is written down: what was looked for, and nothing that was not. */
const asked = (question: AuditQuestion): Record<string, unknown> =>
  Object.fromEntries(Object.entries(question).filter(([, value]) => value !== undefined));
