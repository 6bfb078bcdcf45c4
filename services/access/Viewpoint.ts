import { subjectFails } from './matchSubject.ts';
import { emergenciesOf, gives, isGiven, treats, type Principal } from './Principal.ts';
import type { Right } from './rights.ts';
import type { Rule } from './Rule.ts';
import type { Circumstances, RuleSet } from './RuleSet.ts';
import { comparable, type StudyFacts } from './StudyFacts.ts';

/** What somebody sees of all studies, worked out once for all who see the same. */
export interface Viewpoint {
  /** The same text means the same studies, as long as the rules are the same set. */
  readonly key: string;
  /** When it may become another one by the clock alone, in milliseconds since 1970; Infinity: never. */
  readonly until: number;
  sees(facts: StudyFacts): boolean;
  /**
   * Those that may be seen, in the same order; the same array where that is all of them. The answer for an array is
   * kept as long as the array, so it must not be changed.
   */
  filter<Study extends object>(
    all: readonly Study[],
    factsOf: (study: Study) => StudyFacts,
  ): readonly Study[];
}

type Test = (facts: StudyFacts) => boolean;

/**
 * The rules in force for somebody now, as one question to a study: the same answer as `evaluateRules` gives, without
 * its reasons and fast enough to be asked of every study there is.
 */
export function createViewpoint(
  set: RuleSet,
  principal: Principal,
  circumstances: Circumstances,
  right: Right = 'read',
): Viewpoint {
  const { at } = circumstances;
  const addressed = set.rules.filter(
    ({ rule }) => rule.enabled && rule.rights.includes(right) && !subjectFails(rule, principal),
  );
  const inForce = addressed
    .filter((prepared) => !prepared.circumstancesFail(circumstances))
    .map(({ rule }) => rule);
  const testsOf = (effect: Rule['effect']) =>
    inForce.filter((rule) => rule.effect === effect).map((rule) => testOf(rule, set, principal, right, at));
  const denies = testsOf('deny');
  const allows = testsOf('allow');
  const emergencies = emergenciesOf(principal, right);
  if (emergencies.length > 0)
    allows.push((facts) => emergencies.some((grant) => gives(grant, facts, right, at)));
  const { limitedTo } = principal;
  const unconditional = allows.includes(always);
  const seesAll = unconditional && denies.length === 0 && !limitedTo;

  const sees: Test = (facts) =>
    seesAll ||
    ((!limitedTo || gives(limitedTo, facts, right, at)) &&
      !denies.some((test) => test(facts)) &&
      (unconditional || allows.some((test) => test(facts))));

  const filtered = new WeakMap<object, readonly object[]>();
  return {
    key: keyOf(inForce, set, principal, right, at),
    until: Math.min(
      set.nextEdge(
        addressed.map(({ rule }) => rule),
        at,
      ),
      ...grantEnds(principal),
    ),
    sees,
    filter<Study extends object>(all: readonly Study[], factsOf: (study: Study) => StudyFacts) {
      if (seesAll) return all;
      const known = filtered.get(all);
      if (known) return known as readonly Study[];
      const made = all.filter((study) => sees(factsOf(study)));
      filtered.set(all, made);
      return made;
    },
  };
}

/** When grants end. */
export const grantEnds = (principal: Principal): number[] =>
  [principal.limitedTo, ...principal.given].flatMap((grant) => grant?.until ?? []);

const always: Test = () => true;

function testOf(rule: Rule, set: RuleSet, principal: Principal, right: Right, at: number): Test {
  const { studies, effect } = rule;
  const tests: Test[] = [];
  const ofAll = <T>(all: readonly T[], holds: (one: T) => boolean) =>
    effect === 'allow' ? all.length > 0 && all.every(holds) : all.some(holds);
  const named = (names: readonly string[]) => {
    const wanted = new Set(names.map(comparable).filter((name) => name !== ''));
    return (text: string) => wanted.has(comparable(text));
  };
  const { institutions, departments, modalities, dates } = studies;

  if (institutions && !(institutions === 'own' && principal.institutions.includes('*'))) {
    const isNamed = named(institutions === 'own' ? principal.institutions : institutions);
    tests.push((facts) => isNamed(facts.institution));
  }
  if (departments) {
    const isNamed = named(departments === 'own' ? principal.departments : departments);
    tests.push((facts) => isNamed(facts.department));
  }
  if (modalities) {
    const wanted = new Set(modalities);
    tests.push((facts) => ofAll(facts.modalities, (modality) => wanted.has(modality)));
  }
  if (dates) {
    const start = dates.lastDays === undefined ? '' : set.firstOfLastDays(dates.lastDays, at);
    const first = start > (dates.from ?? '') ? start : (dates.from ?? '');
    const last = dates.until ?? '99999999';
    tests.push(({ date }) => (isDate(date) ? date >= first && date <= last : effect === 'deny'));
  }
  if (studies.patients) tests.push((facts) => ofAll(facts.patients, (patient) => treats(principal, patient)));
  if (studies.granted) tests.push((facts) => isGiven(principal, facts, right, at));
  if (studies.referringPhysicians) {
    const isNamed = named(studies.referringPhysicians);
    tests.push((facts) => isNamed(facts.referringPhysician));
  }
  if (studies.stations) {
    const isNamed = named(studies.stations);
    tests.push((facts) => ofAll(facts.stations, isNamed));
  }
  if (tests.length === 0) return always;
  return (facts) => tests.every((test) => test(facts));
}

const isDate = (text: string): boolean => /^\d{8}$/.test(text);

/** Only what the rules in force look at makes a difference. */
function keyOf(rules: readonly Rule[], set: RuleSet, principal: Principal, right: Right, at: number): string {
  const some = (asks: (studies: Rule['studies']) => boolean) => rules.some(({ studies }) => asks(studies));
  const parts: unknown[] = [right, rules.map(({ id }) => id)];
  if (some((studies) => studies.institutions === 'own')) parts.push(['institutions', principal.institutions]);
  if (some((studies) => studies.departments === 'own')) parts.push(['departments', principal.departments]);
  if (some((studies) => studies.dates?.lastDays !== undefined))
    parts.push(['today', set.firstOfLastDays(1, at)]);
  if (some((studies) => studies.patients === 'own'))
    parts.push(['patients', identityOf(principal.ownPatients)]);
  if (principal.limitedTo) parts.push(['limited', identityOf(principal.limitedTo)]);
  if (some((studies) => studies.granted === true) || emergenciesOf(principal, right).length > 0) {
    if (principal.given.length > 0) parts.push(['given', identityOf(principal.given)]);
    const over = grantEnds(principal).map((end) => at >= end);
    parts.push(['over', over]);
  }
  return JSON.stringify(parts);
}

/** Sets of patients and grants are the same only if they are the same object: those live with the session. */
const identities = new WeakMap<object, number>();
let lastIdentity = 0;

function identityOf(thing: object): number {
  const known = identities.get(thing);
  if (known !== undefined) return known;
  lastIdentity += 1;
  identities.set(thing, lastIdentity);
  return lastIdentity;
}

/** The viewpoints under one set of rules, shared by all who see the same. */
export class Viewpoints {
  readonly #set: RuleSet;
  readonly #atMost: number;
  readonly #byKey = new Map<string, Viewpoint>();

  /** @param atMost how many are kept; each keeps what was filtered last */
  constructor(set: RuleSet, { atMost = 200 }: { atMost?: number } = {}) {
    this.#set = set;
    this.#atMost = atMost;
  }

  of(principal: Principal, circumstances: Circumstances): Viewpoint {
    const made = createViewpoint(this.#set, principal, circumstances);
    const known = this.#byKey.get(made.key);
    if (known && circumstances.at < known.until) {
      // Behind the others: the first is the one that was not asked for longest.
      this.#byKey.delete(made.key);
      this.#byKey.set(made.key, known);
      return known;
    }
    this.#byKey.set(made.key, made);
    if (this.#byKey.size > this.#atMost) {
      const [oldest] = this.#byKey.keys();
      if (oldest !== undefined) this.#byKey.delete(oldest);
    }
    return made;
  }
}
