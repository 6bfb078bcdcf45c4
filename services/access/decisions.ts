import { evaluateRules } from './evaluateRules.ts';
import { subjectFails } from './matchSubject.ts';
import type { Principal } from './Principal.ts';
import { rightBit, studyRights, type Right } from './rights.ts';
import { asksForAddress, type Circumstances, type RuleSet } from './RuleSet.ts';
import type { StudyFacts } from './StudyFacts.ts';
import { grantEnds } from './Viewpoint.ts';

/** What one session may do with one study, as long as that can be told. */
export interface Decision {
  /** `rightBit`s */
  readonly rights: number;
  /** Ids of the rules by which each right is given or refused; none where no rule is about it. */
  readonly by: ReadonlyMap<Right, string>;
  /** Of the rules, people and shares it was made under: raised with every change of them. */
  readonly epoch: number;
  /** Milliseconds since 1970: from then on it is to be made anew. */
  readonly until: number;
  /** The address it holds for; undefined: any, as no rule in force asks for it. */
  readonly address: string | undefined;
}

/** No decision is older than this. */
export const longestDecisionMs = 60_000;

/**
 * @param epoch of now
 * @param notAfter milliseconds since 1970: the end of the session, of the audit's lease; the first of them
 */
export function decide(
  set: RuleSet,
  principal: Principal,
  facts: StudyFacts,
  circumstances: Circumstances,
  { epoch, notAfter = Infinity }: { epoch: number; notAfter?: number },
): Decision {
  const { at, address } = circumstances;
  let allowed = 0;
  const by = new Map<Right, string>();
  for (const right of studyRights) {
    const verdict = evaluateRules(set, principal, facts, right, circumstances);
    if (verdict.allowed) allowed |= rightBit(right);
    if (verdict.by !== undefined) by.set(right, verdict.by);
  }
  const addressed = set.rules
    .filter(({ rule }) => rule.enabled && !subjectFails(rule, principal))
    .map(({ rule }) => rule);
  const ends = grantEnds(principal).filter((end) => end > at);
  return {
    rights: allowed,
    by,
    epoch,
    until: Math.min(at + longestDecisionMs, notAfter, set.nextEdge(addressed, at), ...ends),
    address: addressed.some(asksForAddress) ? (address ?? '') : undefined,
  };
}

/** Whether a decision gives a right. Ask only one that still holds. */
export const permits = (decision: Decision, right: Right): boolean =>
  (decision.rights & rightBit(right)) !== 0;

/** The decisions of one session, by study. Synchronous and cheap: it is asked for every frame. */
export class StudyDecisions<Kept extends Decision = Decision> {
  readonly #byStudy = new Map<string, Kept>();
  readonly #atMost: number;

  constructor({ atMost = 2000 }: { atMost?: number } = {}) {
    this.#atMost = atMost;
  }

  /**
   * @param at milliseconds since 1970
   * @returns undefined where there is none, or none that still holds
   */
  get(studyInstanceUid: string, epoch: number, at: number, address: string | undefined): Kept | undefined {
    const decision = this.#byStudy.get(studyInstanceUid);
    return decision !== undefined &&
      decision.epoch === epoch &&
      at < decision.until &&
      (decision.address === undefined || decision.address === (address ?? ''))
      ? decision
      : undefined;
  }

  /** The last one, whether it still holds or not: for counting what was done by it. */
  last(studyInstanceUid: string): Kept | undefined {
    return this.#byStudy.get(studyInstanceUid);
  }

  set(studyInstanceUid: string, decision: Kept): void {
    if (this.#byStudy.size >= this.#atMost && !this.#byStudy.has(studyInstanceUid)) {
      const [oldest] = this.#byStudy.keys();
      if (oldest !== undefined) this.#byStudy.delete(oldest);
    }
    this.#byStudy.set(studyInstanceUid, decision);
  }

  /** What is known of a study has changed. */
  forget(studyInstanceUid: string): void {
    this.#byStudy.delete(studyInstanceUid);
  }
}
