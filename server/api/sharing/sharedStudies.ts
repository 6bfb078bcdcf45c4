import type { IncomingMessage } from 'node:http';
import type { Studies, StudyRecord } from '../../../dicomweb-proxy/index.ts';
import {
  comparable,
  decide,
  permits,
  type LiveSession,
  type Services,
  type SharedStudy,
  type StudyFacts,
} from '../../../services/index.ts';
import type { ClientPlace } from '../../clientAddress.ts';
import { factsReader } from '../../studyFacts.ts';

export interface Asked {
  history: boolean;
  download: boolean;
}

/** Finds what somebody may share: a study, or all of its patient's. */
export class ShareableStudies {
  readonly #services: Services;
  readonly #studies: Studies;
  readonly #place: ClientPlace;
  readonly #factsOf = factsReader();

  constructor(services: Services, studies: Studies, place: ClientPlace) {
    this.#services = services;
    this.#studies = studies;
    this.#place = place;
  }

  /**
   * Nobody gives more than they have: of the history the studies that they may share themselves now, and files only where
   * they may download them.
   * @returns undefined where they may not give that of the study itself @throws ArchiveUnavailableError
   */
  async of(
    request: IncomingMessage,
    { principal }: LiveSession,
    study: StudyRecord,
    { history, download }: Asked,
  ): Promise<SharedStudy | undefined> {
    const { set, epoch, departments } = await this.#services.policy.current();
    const circumstances = { address: this.#place.addressOf(request), at: this.#services.clock() };
    const mayGive = (facts: StudyFacts): boolean => {
      const decision = decide(set, principal, facts, circumstances, { epoch });
      return permits(decision, 'share') && (!download || permits(decision, 'download'));
    };
    const facts = this.#factsOf(study, departments);
    if (!mayGive(facts)) return undefined;
    const { studyInstanceUid } = study;
    const [patient] = facts.patients;
    const others = history ? await this.#studies.all() : [];
    const priors = others
      .map((other) => this.#factsOf(other, departments))
      .filter((other) => other.studyInstanceUid !== studyInstanceUid && isSamePatient(facts, other))
      .filter(mayGive)
      .map((other) => other.studyInstanceUid);
    return {
      studyInstanceUid,
      studies: [studyInstanceUid, ...priors],
      patientIndex: patient && this.#services.patientIndex(patient.id),
    };
  }
}

/** Patient IDs are unique within their issuer, or their institution, only; a study of several patients is nobody's history. */
function isSamePatient(one: StudyFacts, other: StudyFacts): boolean {
  const [patient] = one.patients;
  const [theirs] = other.patients;
  if (!patient || !theirs || one.patients.length > 1 || other.patients.length > 1) return false;
  return (
    patient.id === theirs.id &&
    patient.issuer === theirs.issuer &&
    comparable(one.institution) === comparable(other.institution)
  );
}
