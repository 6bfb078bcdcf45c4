import type { Because } from './Because.ts';
import { studyFails } from './matchStudy.ts';
import { subjectFails } from './matchSubject.ts';
import { emergenciesOf, gives, type Principal } from './Principal.ts';
import type { Right } from './rights.ts';
import type { Circumstances, PreparedRule, RuleSet } from './RuleSet.ts';
import type { StudyFacts } from './StudyFacts.ts';

/** What became of one rule. */
export interface Considered {
  /** Its id; `grant` for the limits of a session, `break-glass` for access taken in an emergency. */
  readonly rule: string;
  readonly effect: 'allow' | 'deny';
  readonly matched: boolean;
  readonly because: Because;
}

export interface Verdict {
  readonly allowed: boolean;
  /**
   * Id of the rule that decided; `grant` where the session's limits did, `break-glass` where nothing but access in an emergency
   * allows it; undefined where nothing does.
   */
  readonly by: string | undefined;
  /** Every rule about this right, in order. */
  readonly considered: readonly Considered[];
}

/** The limits of a session, where a rule's id is expected. */
export const byGrant = 'grant';
/** Access taken in an emergency, where a rule's id is expected. */
export const byEmergency = 'break-glass';

/**
 * Whether somebody may do something with a study (or, without one, with the whole system) from where and when they
 * ask. What denies beats what allows, whatever the order; what nothing allows is not allowed. Pure: the page that
 * explains rules and the guard of every address ask this function.
 * @param facts undefined for what is not about a study
 */
export function evaluateRules(
  set: RuleSet,
  principal: Principal,
  facts: StudyFacts | undefined,
  right: Right,
  circumstances: Circumstances,
): Verdict {
  const considered: Considered[] = [];
  const { limitedTo } = principal;
  if (limitedTo) {
    const isIn = facts !== undefined && gives(limitedTo, facts, right, circumstances.at);
    considered.push({
      rule: byGrant,
      effect: 'deny',
      matched: !isIn,
      because: isIn ? { code: 'applies' } : { code: 'not-granted' },
    });
  }
  for (const prepared of set.rules)
    if (prepared.rule.rights.includes(right)) {
      const failure = ruleFails(prepared, set, principal, facts, right, circumstances);
      const { id, effect } = prepared.rule;
      considered.push({ rule: id, effect, matched: !failure, because: failure ?? { code: 'applies' } });
    }
  const emergencies = facts ? emergenciesOf(principal, right) : [];
  if (facts && emergencies.length > 0) {
    // Behind the rules: what is open anyhow is not open in an emergency. What denies beats it as it beats all.
    const matched = emergencies.some((grant) => gives(grant, facts, right, circumstances.at));
    considered.push({
      ...{ rule: byEmergency, effect: 'allow', matched },
      because: { code: matched ? 'applies' : 'not-granted' },
    });
  }
  const deciding =
    considered.find(({ effect, matched }) => matched && effect === 'deny') ??
    considered.find(({ matched }) => matched);
  return { allowed: deciding?.effect === 'allow', by: deciding?.rule, considered };
}

function ruleFails(
  prepared: PreparedRule,
  set: RuleSet,
  principal: Principal,
  facts: StudyFacts | undefined,
  right: Right,
  circumstances: Circumstances,
): Because | undefined {
  const { rule } = prepared;
  if (!rule.enabled) return { code: 'disabled' };
  const subject = subjectFails(rule, principal);
  if (subject) return subject;
  const study = studyFails(rule, set, principal, facts, right, circumstances.at);
  if (study) return study;
  const code = prepared.circumstancesFail(circumstances);
  if (!code) return undefined;
  if (code === 'address')
    return { code, wanted: addressTexts(prepared), found: [circumstances.address ?? ''] };
  return { code, found: [new Date(circumstances.at).toISOString()] };
}

const addressTexts = ({ rule: { circumstances } }: PreparedRule): string[] => [
  ...(circumstances.addresses?.within ?? []),
  ...(circumstances.addresses?.outside ?? []).map((range) => `not ${range}`),
];

/**
 * Whether there is any study they might do this with, from where and when they ask: what a page offers, and what may
 * be begun before it is known which study it is about. It is no permission: each study is still to be asked for. Rules about
 * what was granted count where something was; for reading always: who was given nothing finds nothing, and is not turned away.
 */
export function mayOnSome(
  set: RuleSet,
  principal: Principal,
  right: Right,
  circumstances: Circumstances,
): boolean {
  if (principal.limitedTo && !principal.limitedTo.rights.includes(right)) return false;
  const { at } = circumstances;
  if (emergenciesOf(principal, right).some(({ until = Infinity }) => at < until)) return true;
  return set.rules.some(
    (prepared) =>
      prepared.rule.effect === 'allow' &&
      prepared.rule.enabled &&
      prepared.rule.rights.includes(right) &&
      (right === 'read' || !prepared.rule.studies.granted || isGranted(principal, right, at)) &&
      !subjectFails(prepared.rule, principal) &&
      !prepared.circumstancesFail(circumstances),
  );
}

const isGranted = ({ limitedTo, given }: Principal, right: Right, at: number): boolean =>
  [limitedTo, ...given].some(
    (grant) => grant?.rights.includes(right) && (grant.until === undefined || at < grant.until),
  );
