import { audited, type Doer } from '../accounts/index.ts';
import {
  evaluateRules,
  type Circumstances,
  type Principal,
  type Right,
  type StudyFacts,
  type Verdict,
} from '../access/index.ts';
import type { EventTypeName } from '../audit/index.ts';
import { keyProblem, personPrincipal, principalOfKey, type GrantsOf } from '../identity/index.ts';
import {
  isAdministrable,
  RuleError,
  type CareInput,
  type CareRelation,
  type DepartmentEntry,
  type RuleCheck,
  type RuleInput,
  type StoredRule,
} from '../policy/index.ts';
import type { AdministrationTools } from './AdministrationTools.ts';

/** What is asked on the page: may somebody do something, from where and when. */
export interface Question {
  readonly subject: { readonly person: string } | { readonly key: string };
  readonly right: Right;
  /** undefined for what is not about a study */
  readonly facts: StudyFacts | undefined;
  readonly circumstances: Circumstances;
}

export interface Explanation extends Verdict {
  /** Why they do not get so far that rules are asked. */
  readonly notAdmitted: 'disabled' | 'revoked' | 'expired' | 'address' | undefined;
  readonly principal: Principal | undefined;
}

/** Rules, departments and who treats whom, as administrators change them; and the question what comes of it. */
export class RuleDesk {
  readonly #tools: AdministrationTools;
  readonly #grantsOf: GrantsOf;

  /** @param grantsOf what is open to people one by one */
  constructor(tools: AdministrationTools, grantsOf: GrantsOf) {
    this.#tools = tools;
    this.#grantsOf = grantsOf;
  }

  list(): Promise<StoredRule[]> {
    return this.#tools.rules.list();
  }

  /** @throws ZodError; RuleError `locks-out`; AuditUnavailable */
  create(doer: Doer, input: RuleInput): Promise<StoredRule> {
    return this.#changing(doer, 'C', { what: 'new rule', rule: input }, () =>
      this.#tools.rules.create(input, byOf(doer), this.#now(), this.#keepsSomebody(doer)),
    );
  }

  /** @throws ZodError; RuleError; AuditUnavailable */
  update(doer: Doer, id: string, version: number, input: RuleInput): Promise<StoredRule> {
    return this.#changing(doer, 'U', { what: 'rule', id, rule: input }, () =>
      this.#tools.rules.update(id, version, input, byOf(doer), this.#now(), this.#keepsSomebody(doer)),
    );
  }

  /** One of this place, or a built-in one. @throws RuleError; AuditUnavailable */
  async enable(doer: Doer, id: string, version: number, enabled: boolean): Promise<void> {
    const stored = (await this.list()).find(({ rule }) => rule.id === id);
    if (!stored) throw new RuleError('not-found', 'there is no such rule');
    const { rules } = this.#tools;
    const check = this.#keepsSomebody(doer);
    await this.#changing(doer, 'U', { what: enabled ? 'rule on' : 'rule off', id }, async () => {
      if (stored.builtIn) return rules.switchBuiltIn(id, enabled, { version, check });
      const { name, effect, rights, subjects, studies, circumstances } = stored.rule;
      const input = { name, effect, enabled, rights, subjects, studies, circumstances };
      await rules.update(id, version, input, byOf(doer), this.#now(), check);
    });
  }

  /** @throws RuleError; AuditUnavailable */
  remove(doer: Doer, id: string, version: number): Promise<void> {
    return this.#changing(doer, 'D', { what: 'rule removed', id }, () =>
      this.#tools.rules.remove(id, version, this.#keepsSomebody(doer)),
    );
  }

  /** @throws RuleError `changed-meanwhile`; AuditUnavailable */
  order(doer: Doer, before: readonly string[], after: readonly string[]): Promise<void> {
    return this.#changing(doer, 'U', { what: 'order of rules', after }, () =>
      this.#tools.rules.order(before, after),
    );
  }

  /** By the function that decides, with the rules that are in force. It is written down who asked what. */
  async explain(
    doer: Doer,
    { subject, right, facts, circumstances }: Question,
  ): Promise<Explanation | undefined> {
    const found = await this.#principal(subject, circumstances);
    if (!found) return undefined;
    await this.#tools.audit.append({
      ...{ event: 'query', action: 'E', outcome: 0, ...doer },
      studyInstanceUid: facts?.studyInstanceUid,
      detail: { what: 'may they', ...subject, right, address: circumstances.address },
    });
    const { set } = await this.#tools.policy.current();
    const verdict = found.principal
      ? evaluateRules(set, found.principal, facts, right, circumstances)
      : { allowed: false, by: undefined, considered: [] };
    return { ...verdict, allowed: verdict.allowed && !found.notAdmitted, ...found };
  }

  /** @returns undefined where there is nobody of that id */
  async #principal(
    subject: Question['subject'],
    { address, at }: Circumstances,
  ): Promise<Pick<Explanation, 'notAdmitted' | 'principal'> | undefined> {
    const { database, keys, people } = this.#tools;
    const then = new Date(at);
    if ('key' in subject) {
      const key = await keys.byId(subject.key);
      return key && { notAdmitted: keyProblem(key, address, then), principal: principalOfKey(key) };
    }
    if (!(await people.byId(subject.person))) return undefined;
    const principal = await personPrincipal(database.db, subject.person, then, this.#grantsOf);
    return { notAdmitted: principal ? undefined : 'disabled', principal };
  }

  departments(): Promise<{ version: number; entries: DepartmentEntry[] }> {
    return this.#tools.departments.list();
  }

  /** @throws ZodError; RuleError `changed-meanwhile`; AuditUnavailable */
  setDepartments(doer: Doer, version: number, entries: readonly DepartmentEntry[]): Promise<void> {
    return this.#changing(doer, 'U', { what: 'departments', entries }, () =>
      this.#tools.departments.replace(version, entries),
    );
  }

  patientsOf(personId: string): Promise<CareRelation[]> {
    return this.#tools.care.of(personId);
  }

  /** @throws ZodError; AuditUnavailable */
  async setPatient(doer: Doer, personId: string, input: CareInput): Promise<void> {
    const detail = { what: 'treats', person: personId, ...input };
    await this.#changing(
      doer,
      'U',
      detail,
      () => this.#tools.care.set(personId, input),
      'userSecurityAttributesChanged',
    );
    this.#tools.cache.dropPerson(personId);
  }

  /** @returns whether there was such a relation @throws AuditUnavailable */
  async removePatient(
    doer: Doer,
    personId: string,
    relation: Pick<CareRelation, 'patientId' | 'issuer' | 'source'>,
  ): Promise<boolean> {
    const detail = { what: 'treats no more', person: personId, ...relation };
    const removed = await this.#changing(
      doer,
      'U',
      detail,
      () => this.#tools.care.remove(personId, relation),
      'userSecurityAttributesChanged',
    );
    this.#tools.cache.dropPerson(personId);
    return removed;
  }

  /** Rules under which nobody could change them again are not taken. */
  #keepsSomebody(doer: Doer): RuleCheck {
    const { timeZone, clock } = this.#tools;
    return async (within, rules) => {
      const circumstances = { address: doer.address, at: clock() };
      if (!(await isAdministrable(within, rules, { timeZone, circumstances })))
        throw new RuleError(
          'locks-out',
          'after this change nobody could administrate from here any more; it was not made',
        );
    };
  }

  async #changing<T>(
    doer: Doer,
    action: 'C' | 'U' | 'D',
    detail: Readonly<Record<string, unknown>>,
    act: () => Promise<T>,
    type: EventTypeName = 'securityConfiguration',
  ): Promise<T> {
    const changed = await audited(
      this.#tools.audit,
      doer,
      { event: 'securityAlert', type, action, detail },
      act,
    );
    await this.#tools.policy.catchUp();
    return changed;
  }

  #now(): Date {
    return new Date(this.#tools.clock());
  }
}

const byOf = ({ actor }: Doer): string => actor.id ?? actor.kind;
