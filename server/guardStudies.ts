import type { IncomingMessage } from 'node:http';
import {
  HttpProblem,
  isDocumentClass,
  StudyHidden,
  type Access,
  type Answer,
  type Guard,
  type IncomingFile,
  type Right,
  type StudyRecord,
  type StudyView,
} from '../dicomweb-proxy/index.ts';
import {
  decide,
  doerOf,
  evaluateRules,
  isDatabaseAway,
  mayOnSome,
  notSignedIn,
  permits,
  studyRights,
  type AuditEvent,
  type Circumstances,
  type KeptDecision,
  type LiveSession,
  type PolicyState,
  type Services,
  type StudyFacts,
} from '../services/index.ts';
import type { ClientPlace } from './clientAddress.ts';
import { databaseAway, sessionOf } from './identify.ts';
import { factsOfFile, factsReader, sameFacts } from './studyFacts.ts';
import type { Tries } from './Tries.ts';

export interface StudyGuardParts {
  services: Services;
  place: ClientPlace;
  /** How often an address may ask for what is not for who has not signed in. */
  strangers: Tries;
  onProblem: (error: Error) => void;
}

/**
 * Who may do what with images, by the rules of services/. What is decided about a study is kept with the session and asked
 * for each frame without waiting; nothing of a study is shown before it is written down that somebody looks at it.
 */
export class StudyGuard implements Guard {
  readonly #services: Services;
  readonly #place: ClientPlace;
  readonly #factsOf = factsReader();
  readonly #strangers: Tries;
  /** By the request: a frame in memory is asked for twice, by the short way and the long one. */
  readonly #counted = new WeakMap<IncomingMessage, Promise<void>>();
  readonly #onProblem: (error: Error) => void;

  constructor({ services, place, strangers, onProblem }: StudyGuardParts) {
    this.#services = services;
    this.#place = place;
    this.#strangers = strangers;
    this.#onProblem = onProblem;
  }

  admit(request: IncomingMessage): void | Promise<void> {
    if (!sessionOf(request)) return this.#refuseAnonymous(request);
  }

  check(request: IncomingMessage, access: Access): void | Promise<void> {
    const live = sessionOf(request);
    if (!live) return this.#refuseAnonymous(request);
    const { right, study } = access;
    if (!study) return this.#checkWithoutStudy(request, live, right);
    const kept = this.#known(request, live, study);
    if (kept !== undefined && right === 'read' && kept.tally !== undefined && permits(kept, 'read')) return;
    return this.#checkStudy(request, live, { right, study }, kept);
  }

  async view(request: IncomingMessage): Promise<StudyView> {
    const live = sessionOf(request);
    if (!live) return this.#refuseAnonymous(request);
    const state = await this.#policy();
    const viewpoint = state.viewpoints.of(live.principal, this.#circumstances(request));
    const [path = '', query = ''] = addressOf(request).split('?', 2);
    await this.#services.audit.append({
      ...{ event: 'query', action: 'E', outcome: 0 },
      ...doerOf(live, this.#place.addressOf(request)),
      detail: { path, query },
    });
    return { of: (all) => viewpoint.filter(all, (study) => this.#factsOf(study, state.departments)) };
  }

  async stored(request: IncomingMessage, file: IncomingFile): Promise<void> {
    const live = sessionOf(request);
    if (!live) return this.#refuseAnonymous(request);
    const existing = await file.existing();
    const kept = existing
      ? (this.#known(request, live, existing) ?? (await this.#decided(request, live, existing)))
      : await this.#decidedNew(request, live, file);
    const right = !permits(kept, 'upload') && existing && isReportOn(kept.facts, file) ? 'report' : 'upload';
    if (!permits(kept, right)) this.#deny(request, live, right, kept);
    const tally = await this.#services.tally.begin({
      event: 'import',
      sessionId: live.session.id,
      actor: doerOf(live, undefined).actor,
      address: this.#place.addressOf(request),
      studyInstanceUid: kept.facts.studyInstanceUid,
      patientIndex: this.#patientIndex(kept.facts),
      rule: kept.by.get(right) ?? '',
    });
    tally.frames += 1;
  }

  hidesDocuments(request: IncomingMessage): boolean {
    return sessionOf(request)?.principal.limitedTo?.withoutReports === true;
  }

  answered(request: IncomingMessage, access: Access, answer: Answer): void {
    const live = sessionOf(request);
    const { right, study } = access;
    if (!live || !study) return;
    const kept = live.decisions.last(study.studyInstanceUid);
    if (right === 'read') {
      if (answer.status >= 400 || !kept?.tally) return;
      kept.tally.frames += answer.frames;
      kept.tally.bytes += answer.bytes;
    } else if (answer.status >= 400 && kept) {
      // That it was permitted is written; that it came to nothing is, too.
      this.#inBackground({
        ...this.#doing(request, live, right, kept),
        outcome: 8,
        detail: { path: pathOf(request), status: answer.status },
      });
    }
  }

  /** What was decided before, if it still holds. */
  #known(request: IncomingMessage, live: LiveSession, study: StudyRecord): KeptDecision | undefined {
    const { policy, clock } = this.#services;
    const address = this.#place.addressOf(request);
    const kept = live.decisions.get(study.studyInstanceUid, policy.epoch, clock(), address);
    if (kept === undefined || kept.study === study) return kept;
    // Another record of it, which most often says the same: images have come.
    const state = policy.current();
    if (state instanceof Promise) {
      // Whoever decides anew meets its failure as well.
      state.catch(() => undefined);
      return undefined;
    }
    if (!sameFacts(kept.facts, this.#factsOf(study, state.departments))) return undefined;
    kept.study = study;
    return kept;
  }

  async #checkStudy(
    request: IncomingMessage,
    live: LiveSession,
    { right, study }: { right: Right; study: StudyRecord },
    known: KeptDecision | undefined,
  ): Promise<void> {
    const kept = known ?? (await this.#decided(request, live, study));
    if (!permits(kept, right)) this.#deny(request, live, right, kept);
    if (right === 'read') await this.#beginView(request, live, kept);
    else {
      await this.#services.audit.append({
        ...this.#doing(request, live, right, kept),
        outcome: 0,
        detail: { path: pathOf(request) },
      });
    }
  }

  /** Kept with the session, unless it ends at once. */
  async #decided(request: IncomingMessage, live: LiveSession, study: StudyRecord): Promise<KeptDecision> {
    const state = await this.#policy();
    const facts = this.#factsOf(study, state.departments);
    const kept = this.#decide(request, live, state, facts, study);
    live.decisions.set(study.studyInstanceUid, kept);
    return kept;
  }

  async #decidedNew(request: IncomingMessage, live: LiveSession, file: IncomingFile): Promise<KeptDecision> {
    const state = await this.#policy();
    return this.#decide(request, live, state, factsOfFile(file, state.departments), file);
  }

  #decide(
    request: IncomingMessage,
    { principal, session }: LiveSession,
    { set, epoch }: PolicyState,
    facts: StudyFacts,
    study: object,
  ): KeptDecision {
    // Without the audit trail nothing goes on: its lease ends what was allowed.
    const notAfter = Math.min(session.expiresAt.getTime(), this.#services.audit.leaseUntil);
    const decision = decide(set, principal, facts, this.#circumstances(request), { epoch, notAfter });
    return { ...decision, facts, study, tally: undefined };
  }

  async #beginView(request: IncomingMessage, live: LiveSession, kept: KeptDecision): Promise<void> {
    kept.tally ??= await this.#services.tally.begin({
      sessionId: live.session.id,
      actor: doerOf(live, undefined).actor,
      address: this.#place.addressOf(request),
      studyInstanceUid: kept.facts.studyInstanceUid,
      patientIndex: this.#patientIndex(kept.facts),
      rule: kept.by.get('read') ?? '',
    });
  }

  /** @throws HttpProblem 403 */
  async #checkWithoutStudy(request: IncomingMessage, live: LiveSession, right: Right): Promise<void> {
    const { set } = await this.#policy();
    const circumstances = this.#circumstances(request);
    const address = circumstances.address;
    if (isStudyRight(right)) {
      // Each study is asked about by itself.
      if (mayOnSome(set, live.principal, right, circumstances)) return;
      // Reports are files too; which of them are is seen when they come.
      if (right === 'upload' && mayOnSome(set, live.principal, 'report', circumstances)) return;
      this.#noteDenial(live, address, right, '', { path: pathOf(request) });
      throw notPermitted(right);
    }
    const { allowed, by } = evaluateRules(set, live.principal, undefined, right, circumstances);
    if (!allowed) {
      this.#noteDenial(live, address, right, '', { path: pathOf(request), rule: by });
      throw notPermitted(right);
    }
    if (right === 'administrate' && isOfRefused(request)) {
      await this.#services.audit.append({
        ...(request.method === 'GET'
          ? ({ event: 'export', action: 'R' } as const)
          : ({ event: 'securityAlert', type: 'useOfRestrictedFunction', action: 'E' } as const)),
        outcome: 0,
        ...doerOf(live, address),
        rule: by,
        detail: { method: request.method, path: pathOf(request) },
      });
    }
  }

  /** @throws StudyHidden, HttpProblem 403 */
  #deny(request: IncomingMessage, live: LiveSession, right: Right, kept: KeptDecision): never {
    const { facts, by } = kept;
    const rule = by.get(right);
    this.#noteDenial(live, this.#place.addressOf(request), right, facts.studyInstanceUid, {
      path: pathOf(request),
      rule,
      patientIndex: this.#patientIndex(facts),
    });
    if (!permits(kept, 'read')) throw new StudyHidden();
    throw notPermitted(right);
  }

  #noteDenial(
    live: LiveSession,
    address: string | undefined,
    right: Right,
    study: string,
    {
      rule,
      patientIndex,
      path,
    }: { rule?: string | undefined; patientIndex?: string | undefined; path: string },
  ): void {
    this.#services.denials.note(`${live.session.id} ${right} ${study}`, {
      ...{ event: 'securityAlert', type: 'useOfRestrictedFunction', action: 'E' },
      ...doerOf(live, address),
      studyInstanceUid: study || undefined,
      patientIndex,
      rule,
      detail: { right, path },
    });
  }

  /** @throws HttpProblem 401; 429 where the address has asked far too often: whoever else shares it and signs in is not kept out */
  async #refuseAnonymous(request: IncomingMessage): Promise<never> {
    const address = this.#place.addressOf(request);
    const counted = this.#counted.get(request) ?? this.#strangers.take(address, address);
    this.#counted.set(request, counted);
    await counted;
    this.#services.denials.note(`anonymous ${address}`, notSignedIn(pathOf(request), address));
    throw signInFirst();
  }

  /** As the audit trail calls what is done with a study. */
  #doing(
    request: IncomingMessage,
    live: LiveSession,
    right: Right,
    { facts, by }: KeptDecision,
  ): Omit<AuditEvent, 'outcome'> {
    const wholeStudy = /^\/dicom-web\/studies\/[^/]+$/.test(pathOf(request));
    const event =
      right === 'delete'
        ? ({ event: wholeStudy ? 'studyDeleted' : 'instancesAccessed', action: 'D' } as const)
        : right === 'download' || right === 'share'
          ? ({ event: 'export', action: 'R' } as const)
          : ({ event: 'instancesAccessed', action: 'U' } as const);
    return {
      ...event,
      ...doerOf(live, this.#place.addressOf(request)),
      studyInstanceUid: facts.studyInstanceUid,
      patientIndex: this.#patientIndex(facts),
      rule: by.get(right),
    };
  }

  #circumstances(request: IncomingMessage): Circumstances {
    return { address: this.#place.addressOf(request), at: this.#services.clock() };
  }

  #patientIndex({ patients: [patient] }: StudyFacts): string | undefined {
    return patient && this.#services.patientIndex(patient.id);
  }

  /** @throws HttpProblem 503 */
  async #policy(): Promise<PolicyState> {
    try {
      return await this.#services.policy.current();
    } catch (error) {
      throw isDatabaseAway(error) ? databaseAway() : error;
    }
  }

  #inBackground(event: AuditEvent): void {
    this.#services.audit.append(event).catch(this.#onProblem);
  }
}

/** A report, key objects or measurements on what is there, of the same patient. */
function isReportOn({ patients }: StudyFacts, file: IncomingFile): boolean {
  const [patient] = patients;
  return (
    isDocumentClass(file.attributes().SOPClassUID) &&
    patients.length === 1 &&
    file.patientId?.trim() === patient?.id
  );
}

const isStudyRight = (right: Right): boolean => (studyRights as readonly string[]).includes(right);

/** Files that were refused hold patients' data; the list of them is asked for again and again. */
const isOfRefused = (request: IncomingMessage): boolean => /^\/dicom-web\/refused\/./i.test(pathOf(request));

/** As it came: where Express mounts something it takes the beginning off. */
const addressOf = (request: IncomingMessage & { originalUrl?: string }): string =>
  request.originalUrl ?? request.url ?? '';

const pathOf = (request: IncomingMessage): string => addressOf(request).split('?', 1)[0] ?? '';

const signInFirst = (): HttpProblem =>
  new HttpProblem(401, 'not-signed-in', 'Sign in first', { 'www-authenticate': 'Bearer' });

const deeds: Readonly<Record<Right, string>> = {
  read: 'see studies',
  download: 'download its files',
  upload: 'store studies',
  delete: 'delete it',
  share: 'share it',
  report: 'report it',
  'break-glass': 'open it in an emergency',
  administrate: 'administrate',
  audit: 'see the audit trail',
  monitor: 'see how the system is',
};

const notPermitted = (right: Right): HttpProblem =>
  new HttpProblem(403, 'not-permitted', `You may not ${deeds[right]}: no rule permits it (${right})`);
