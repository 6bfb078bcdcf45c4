import { describe, expect, it } from 'vitest';
import { builtInRules, createRuleSet, decide, permits, rights, StudyDecisions, type Rule } from '../index.ts';
import { grantOf, person, study, wednesdayMorning } from './people.ts';

const shanghai = { timeZone: 'Asia/Shanghai' };
const set = createRuleSet(builtInRules, shanghai);
const here = { address: '10.1.2.3', at: wednesdayMorning };
const radiologist = person({ role: 'radiologist' });

const rule = (some: Partial<Rule>): Rule => ({
  id: 'r',
  name: 'r',
  effect: 'allow',
  enabled: true,
  rights: ['read'],
  subjects: {},
  studies: {},
  circumstances: {},
  ...some,
});

describe('a decision', () => {
  it('holds all rights on the study, for a minute', () => {
    const decision = decide(set, radiologist, study, here, { epoch: 4 });
    expect(rights.filter((right) => permits(decision, right))).toEqual([
      ...['read', 'download', 'upload', 'share', 'report'],
    ]);
    expect(decision).toMatchObject({ epoch: 4, until: wednesdayMorning + 60_000, address: undefined });
    expect(new Set(decision.by.values())).toEqual(new Set(['built-in:radiologist']));
    expect([...decision.by.keys()]).toEqual(['read', 'download', 'upload', 'share', 'report']);
  });

  it('ends with the session, a grant, or hours that begin or end', () => {
    const untilOf = (
      some: Partial<Parameters<typeof decide>[4]>,
      rules = set,
      principal = radiologist,
      at = here.at,
    ) => decide(rules, principal, study, { ...here, at }, { epoch: 1, ...some }).until;
    expect(untilOf({ notAfter: wednesdayMorning + 1 })).toBe(wednesdayMorning + 1);
    const given = [grantOf({ until: wednesdayMorning + 7 }), grantOf({ until: wednesdayMorning - 7 })];
    expect(untilOf({}, set, person({ given }))).toBe(wednesdayMorning + 7);
    const evening = Date.parse('2026-11-25T18:00:00+08:00');
    const hours = { hours: { within: [{ from: '08:00', until: '18:00' }] } };
    const byDay = createRuleSet([rule({ circumstances: hours })], shanghai);
    expect(untilOf({}, byDay, radiologist, evening - 1500)).toBe(evening);
    const ofOthers = createRuleSet(
      [rule({ circumstances: hours, subjects: { roles: ['external'] } })],
      shanghai,
    );
    expect(untilOf({}, ofOthers, radiologist, evening - 1500)).toBe(evening + 58_500);
  });

  it('holds for one address where a rule asks for it', () => {
    const inside = createRuleSet(
      [rule({ circumstances: { addresses: { within: ['10.0.0.0/8'] } } })],
      shanghai,
    );
    expect(decide(inside, radiologist, study, here, { epoch: 1 }).address).toBe('10.1.2.3');
    expect(decide(inside, radiologist, study, { ...here, address: undefined }, { epoch: 1 })).toMatchObject({
      address: '',
      rights: 0,
    });
  });
});

describe('the decisions of a session', () => {
  const uid = study.studyInstanceUid;
  const decision = { rights: 1, by: new Map(), epoch: 3, until: 1000, address: undefined };

  it('are found until they end, and not after the rules have changed', () => {
    const decisions = new StudyDecisions();
    decisions.set(uid, decision);
    expect(decisions.get(uid, 3, 999, undefined)).toBe(decision);
    expect(decisions.get(uid, 3, 1000, undefined)).toBeUndefined();
    expect(decisions.get(uid, 4, 999, undefined)).toBeUndefined();
    expect(decisions.get('1.2', 3, 999, undefined)).toBeUndefined();
    expect(decisions.last(uid)).toBe(decision);
    decisions.forget(uid);
    expect(decisions.get(uid, 3, 999, undefined)).toBeUndefined();
  });

  it('are found from the same address, where that counts', () => {
    const decisions = new StudyDecisions();
    decisions.set(uid, { ...decision, address: '10.0.0.1' });
    expect(decisions.get(uid, 3, 0, '10.0.0.1')).toBeDefined();
    expect(decisions.get(uid, 3, 0, '10.0.0.2')).toBeUndefined();
    expect(decisions.get(uid, 3, 0, undefined)).toBeUndefined();
  });

  it('are not more than a number', () => {
    const decisions = new StudyDecisions({ atMost: 2 });
    for (const name of ['a', 'b', 'b', 'c']) decisions.set(name, decision);
    expect(['a', 'b', 'c'].map((name) => decisions.get(name, 3, 0, undefined) !== undefined)).toEqual([
      ...[false, true, true],
    ]);
  });
});
