import { audited, doerOf, type Doer } from '../accounts/index.ts';
import { evaluateRules, type Circumstances, type StudyFacts } from '../access/index.ts';
import type { AuditEvent, AuditLog } from '../audit/index.ts';
import type { Database } from '../database/index.ts';
import type { LiveSession, People, SessionCache, SmsProvider } from '../identity/index.ts';
import { whoMay, type Policy } from '../policy/index.ts';
import { EmergencyError, reasonText, type Emergencies, type Emergency } from './Emergencies.ts';
import type { Notice, Notices } from './Notices.ts';

export interface EmergencyTools {
  database: Database;
  emergencies: Emergencies;
  notices: Notices;
  people: People;
  policy: Policy;
  audit: AuditLog;
  cache: SessionCache;
  sms: SmsProvider | undefined;
  /** Of a Patient ID, for the audit trail. */
  patientIndex(patientId: string): string;
  /** milliseconds since 1970 */
  clock: () => number;
  /** Told what went wrong beside what was asked for. */
  onProblem: (error: Error) => void;
}

/** What somebody may do with a study that they look for in an emergency. */
export type EmergencyChance = 'open' | 'readable' | 'none';

const started = { event: 'securityAlert', type: 'emergencyOverrideStarted', action: 'E' } as const;
const stopped = { event: 'securityAlert', type: 'emergencyOverrideStopped', action: 'E' } as const;
const rightsOfReviewers = ['audit', 'administrate'] as const;

/** Access without a rule that permits it, in an emergency: taken with a reason, told to others, ended, and reviewed by them. */
export class EmergencyDesk {
  readonly #tools: EmergencyTools;

  constructor(tools: EmergencyTools) {
    this.#tools = tools;
  }

  /** Written down before anything is looked for. @param searched what they have entered */
  async noteSearch(doer: Doer, searched: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#tools.audit.append({
      ...{ event: 'query', action: 'E', outcome: 0, ...doer },
      detail: { emergency: true, ...searched },
    });
  }

  /** `none`: for them there is no such study. */
  async chance(
    { principal }: LiveSession,
    facts: StudyFacts,
    address: string | undefined,
  ): Promise<EmergencyChance> {
    const { set } = await this.#tools.policy.current();
    const circumstances = this.#circumstances(address);
    if (evaluateRules(set, principal, facts, 'read', circumstances).allowed) return 'readable';
    return principal.kind === 'person' &&
      evaluateRules(set, principal, facts, 'break-glass', circumstances).allowed
      ? 'open'
      : 'none';
  }

  /**
   * Opens a study, and what else there is of its patient there. Others are told at once.
   * @returns undefined where they may not: as if there were no such study
   * @throws ZodError for a reason that is none; EmergencyError `readable`; AuditUnavailable
   */
  async begin(
    live: LiveSession,
    facts: StudyFacts,
    reason: string,
    address: string | undefined,
  ): Promise<Emergency | undefined> {
    const { audit, emergencies, cache, clock, policy } = this.#tools;
    const told = reasonText.parse(reason);
    const doer = doerOf(live, address);
    const { set } = await policy.current();
    const circumstances = this.#circumstances(address);
    const about = this.#about(facts);
    const may = evaluateRules(set, live.principal, facts, 'break-glass', circumstances);
    if (evaluateRules(set, live.principal, facts, 'read', circumstances).allowed)
      throw new EmergencyError('readable', 'this study can be opened as any other');
    if (!may.allowed || live.principal.kind !== 'person') {
      await audit.append({
        ...started,
        ...doer,
        ...about,
        outcome: 4,
        rule: may.by,
        detail: { reason: told },
      });
      return undefined;
    }
    const { minutes } = await emergencies.settings();
    const now = new Date(clock());
    const until = new Date(now.getTime() + minutes * 60_000);
    const personId = live.principal.id;
    const reviewers = await this.#reviewers(personId);
    const detail = { reason: told, until: until.toISOString(), told: reviewers.length };
    const emergency = await audited(audit, doer, { ...started, ...about, rule: may.by, detail }, () =>
      emergencies.begin({ personId, facts, reason: told, now, until }, reviewers),
    );
    cache.dropPerson(personId);
    void this.#sendSms(personId, reviewers).catch(this.#tools.onProblem);
    return emergency;
  }

  /** Those that somebody has now. */
  running(personId: string): Promise<Emergency[]> {
    return this.#tools.emergencies.running(personId, new Date(this.#tools.clock()));
  }

  /** The last ones of everybody; that somebody looks at them is written down. */
  async list(doer: Doer): Promise<(Emergency & { person: string; reviewer: string | null })[]> {
    await this.#tools.audit.append({
      ...{ event: 'auditLogUsed', action: 'R', outcome: 0, ...doer },
      detail: { what: 'emergencies' },
    });
    const names = await this.#names();
    return (await this.#tools.emergencies.list()).map((emergency) => ({
      ...emergency,
      person: names.get(emergency.personId) ?? '',
      reviewer: emergency.reviewedBy === null ? null : (names.get(emergency.reviewedBy) ?? ''),
    }));
  }

  byId(id: string): Promise<Emergency | undefined> {
    return this.#tools.emergencies.byId(id);
  }

  /** Before its time is over: by who has it, or who reviews it. It takes away, so it is told afterwards. @returns whether it was running */
  async end(doer: Doer, emergency: Emergency): Promise<boolean> {
    const { audit, emergencies, cache, clock, onProblem } = this.#tools;
    const ended = await emergencies.end(emergency.id, new Date(clock()));
    cache.dropPerson(emergency.personId);
    if (ended)
      await audit
        .append({ ...stopped, outcome: 0, ...doer, ...this.#aboutIt(emergency), detail: { why: 'ended' } })
        .catch(onProblem);
    return ended;
  }

  /** By somebody else than who it is about. @throws EmergencyError `own`, `reviewed`, `not-found`; AuditUnavailable */
  async review(doer: Doer, emergency: Emergency, note: string): Promise<Emergency> {
    const { audit, emergencies, clock } = this.#tools;
    const by = doer.actor.id ?? '';
    if (by === emergency.personId)
      throw new EmergencyError('own', 'one’s own emergency is reviewed by somebody else');
    return audited(
      audit,
      doer,
      {
        ...{ event: 'securityAlert', type: 'useOfRestrictedFunction', action: 'U' },
        ...this.#aboutIt(emergency),
        detail: { what: 'emergency reviewed', emergency: emergency.id, note },
      },
      () => emergencies.review(emergency.id, by, note, new Date(clock())),
    );
  }

  settings(): Promise<{ minutes: number; version: number }> {
    return this.#tools.emergencies.settings();
  }

  /** @throws EmergencyError `changed-meanwhile`; AuditUnavailable */
  setMinutes(doer: Doer, version: number, minutes: number): Promise<void> {
    const detail = { what: 'minutes of an emergency', minutes };
    return audited(
      this.#tools.audit,
      doer,
      { event: 'securityAlert', type: 'securityConfiguration', action: 'U', detail },
      () => this.#tools.emergencies.setMinutes(version, minutes),
    );
  }

  /** What somebody is to be told, with who it is about and nothing of patients. */
  async notices(personId: string): Promise<(Notice & { person: string })[]> {
    const all = await this.#tools.notices.of(personId);
    const names = await this.#names();
    const subjects = new Map<string, string>();
    for (const { subject } of all) {
      const emergency = subjects.has(subject) ? undefined : await this.#tools.emergencies.byId(subject);
      if (emergency) subjects.set(subject, names.get(emergency.personId) ?? '');
    }
    return all.map((notice) => ({ ...notice, person: subjects.get(notice.subject) ?? '' }));
  }

  unread(personId: string): Promise<number> {
    return this.#tools.notices.unread(personId);
  }

  markRead(personId: string): Promise<void> {
    return this.#tools.notices.markRead(personId, new Date(this.#tools.clock()));
  }

  /** Says of those whose time is over that they have ended. Access has ended by itself, on time. */
  async tellEnded(): Promise<void> {
    const { audit, emergencies, clock } = this.#tools;
    for (const emergency of await emergencies.takeEnded(new Date(clock()))) {
      const actor = { kind: 'person', id: emergency.personId } as const;
      await audit
        .append({ ...stopped, outcome: 0, actor, ...this.#aboutIt(emergency), detail: { why: 'time' } })
        .catch(async (error: unknown) => {
          await emergencies.putBack(emergency.id);
          throw error;
        });
    }
  }

  /** Of everybody else who may. */
  async #reviewers(personId: string): Promise<string[]> {
    const { database, policy } = this.#tools;
    const { set } = await policy.current();
    const rules = set.rules.map(({ rule }) => rule);
    const may = await Promise.all(
      rightsOfReviewers.map((right) => whoMay(database.db, rules, right, { timeZone: set.timeZone })),
    );
    return [...new Set(may.flat())].filter((id) => id !== personId);
  }

  async #sendSms(personId: string, reviewers: readonly string[]): Promise<void> {
    const { sms, people, onProblem } = this.#tools;
    if (!sms) return;
    const all = await people.list();
    const who = all.find(({ id }) => id === personId)?.name ?? '';
    for (const { id, phone } of all)
      if (phone !== null && reviewers.includes(id))
        await sms.send({ phone, purpose: 'emergency', who, language: 'zh-CN' }).catch(onProblem);
  }

  async #names(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.#tools.people.list()).map(({ id, name }) => [id, name]));
  }

  #about({
    studyInstanceUid,
    patients: [patient],
  }: StudyFacts): Pick<AuditEvent, 'studyInstanceUid' | 'patientIndex'> {
    return { studyInstanceUid, patientIndex: patient && this.#tools.patientIndex(patient.id) };
  }

  #aboutIt({
    studyInstanceUid,
    patientId,
  }: Emergency): Pick<AuditEvent, 'studyInstanceUid' | 'patientIndex'> {
    return {
      studyInstanceUid,
      patientIndex: patientId === '' ? undefined : this.#tools.patientIndex(patientId),
    };
  }

  #circumstances(address: string | undefined): Circumstances {
    return { address, at: this.#tools.clock() };
  }
}
