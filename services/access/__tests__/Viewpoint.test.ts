import { describe, expect, it } from 'vitest';
import {
  createRuleSet,
  createViewpoint,
  evaluateRules,
  roles,
  rights,
  Viewpoints,
  builtInRules,
  type Principal,
  type Rule,
  type StudyFacts,
} from '../index.ts';
import { grantOf, otherHospital, ownHospital, person, study, treating, wednesdayMorning } from './people.ts';

/** The same numbers each time (mulberry32). */
function numbers(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    oneOf: <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)] as T,
    some: <T>(all: readonly T[]): T[] => all.filter(() => next() < 0.5),
    chance: (probability: number) => next() < probability,
  };
}

const hospitals = [ownHospital, otherHospital, '', 'St. Mary', 'ST.  MARY'];
const departments = ['胸外科', '骨科', ''];
const modalities = ['CT', 'MR', 'MG'];
const dates = ['20261125', '20261124', '20260101', ''];
const ids = ['P1', 'P2', ''];
const issuers = ['HIS', ''];
const stations = ['CT01', 'MR01'];
const physicians = ['Zhang^San', 'Li^Si', ''];
const addresses = ['10.1.2.3', '8.8.8.8', undefined];

const atLeastOne = <T>(all: T[], fallback: T): T[] => (all.length > 0 ? all : [fallback]);

function randomStudy({ oneOf, some }: ReturnType<typeof numbers>, index: number): StudyFacts {
  return {
    studyInstanceUid: `1.2.${index % 7}`,
    institution: oneOf(hospitals),
    modalities: some(modalities),
    date: oneOf(dates),
    patients: some(ids).map((id) => ({ id, issuer: oneOf(issuers) })),
    accessionNumber: '',
    referringPhysician: oneOf(physicians),
    stations: some(stations),
    department: oneOf(departments),
  };
}

/** No rule is for who has none. */
const ruleRoles = roles.filter((role) => role !== 'none');

function randomRule({ oneOf, some, chance }: ReturnType<typeof numbers>, index: number): Rule {
  const hours = [{ from: '08:00', until: oneOf(['09:00', '18:00']) }];
  const maybe = <T>(value: T): T | undefined => (chance(0.25) ? value : undefined);
  return {
    id: `r${index}`,
    name: 'r',
    effect: oneOf(['allow', 'allow', 'allow', 'deny']),
    enabled: chance(0.9),
    rights: chance(0.8) ? ['read'] : ['download'],
    subjects: { roles: maybe(atLeastOne(some(ruleRoles), 'radiologist')), departments: maybe(['胸外科']) },
    studies: {
      institutions: maybe(oneOf<'own' | string[]>(['own', [ownHospital], ['st. mary']])),
      departments: maybe(oneOf<'own' | string[]>(['own', ['骨科']])),
      modalities: maybe(atLeastOne(some(modalities), 'CT')),
      dates: maybe(oneOf([{ lastDays: 2 }, { from: '20260101' }, { until: '20261124', lastDays: 1 }])),
      patients: maybe('own' as const),
      granted: maybe(true as const),
      referringPhysicians: maybe(['zhang^san']),
      stations: maybe(atLeastOne(some(stations), 'CT01')),
    },
    circumstances: {
      addresses: maybe(oneOf([{ within: ['10.0.0.0/8'] }, { outside: ['10.0.0.0/8'] }])),
      hours: maybe(oneOf([{ within: hours }, { outside: hours }])),
    },
  };
}

function randomPrincipal({ oneOf, some, chance }: ReturnType<typeof numbers>): Principal {
  const grant = () =>
    grantOf({
      studyInstanceUids: chance(0.5) ? ['1.2.3'] : undefined,
      patients: chance(0.7)
        ? [{ patientId: 'P1', issuer: chance(0.5) ? 'HIS' : undefined, institution: ownHospital }]
        : undefined,
      rights: chance(0.9) ? ['read'] : ['download'],
      until: chance(0.2) ? wednesdayMorning : undefined,
      emergency: chance(0.3),
    });
  return person({
    role: oneOf(roles),
    institutions: chance(0.2) ? ['*'] : some(hospitals),
    departments: some(departments),
    ownPatients: treating(...some(ids)),
    limitedTo: chance(0.2) ? grant() : undefined,
    given: chance(0.3) ? [grant()] : [],
    ruleIds: chance(0.1) ? new Set(['r0', 'r1']) : undefined,
  });
}

describe('a viewpoint', () => {
  it('sees exactly what each study asked for by itself would allow', () => {
    const random = numbers(7);
    const studies = Array.from({ length: 150 }, (_, index) => randomStudy(random, index));
    let seen = 0;
    let mixed = 0;
    for (let time = 0; time < 600; time += 1) {
      const rules = Array.from({ length: 1 + (time % 6) }, (_, index) => randomRule(random, index));
      const set = createRuleSet(rules, { timeZone: 'Asia/Shanghai' });
      const principal = randomPrincipal(random);
      const circumstances = { address: random.oneOf(addresses), at: wednesdayMorning };
      const one = studies.filter(
        (facts) => evaluateRules(set, principal, facts, 'read', circumstances).allowed,
      );
      const all = createViewpoint(set, principal, circumstances).filter(studies, (facts) => facts);
      expect(all).toEqual(one);
      seen += all.length;
      if (all.length > 0 && all.length < studies.length) mixed += 1;
    }
    // The rules that were tried say neither always yes nor always no.
    expect(seen).toBeGreaterThan(5000);
    expect(mixed).toBeGreaterThan(100);
  });

  it('shared under one key is the same for everybody who has it', () => {
    const random = numbers(11);
    const studies = Array.from({ length: 100 }, (_, index) => randomStudy(random, index));
    let shared = 0;
    for (let time = 0; time < 60; time += 1) {
      const set = createRuleSet(
        Array.from({ length: 1 + (time % 3) }, (_, index) => randomRule(random, index)),
        { timeZone: 'Asia/Shanghai' },
      );
      const seenByKey = new Map<string, readonly StudyFacts[]>();
      for (let each = 0; each < 20; each += 1) {
        const viewpoint = createViewpoint(set, randomPrincipal(random), {
          address: random.oneOf(addresses),
          at: wednesdayMorning,
        });
        const seen = viewpoint.filter(studies, (facts) => facts);
        const before = seenByKey.get(viewpoint.key);
        if (before) {
          shared += 1;
          expect(seen).toEqual(before);
        } else seenByKey.set(viewpoint.key, seen);
      }
    }
    expect(shared).toBeGreaterThan(200);
  });

  const set = createRuleSet(builtInRules, { timeZone: 'Asia/Shanghai' });
  const here = { address: '10.1.2.3', at: wednesdayMorning };
  const studies = [study, { ...study, institution: otherHospital }];

  it('is one for all radiologists of an institution, and another one of another', () => {
    const viewpoints = new Viewpoints(set);
    const of = (some: Partial<Principal>) => viewpoints.of(person({ role: 'radiologist', ...some }), here);
    expect(of({ id: 'a' })).toBe(of({ id: 'b' }));
    expect(of({ institutions: [otherHospital] })).not.toBe(of({ id: 'a' }));
    const radiologist = of({ id: 'a' });
    const facts = (one: StudyFacts) => one;
    expect(radiologist.filter(studies, facts)).toEqual([study]);
    expect(radiologist.filter(studies, facts)).toBe(of({ id: 'c' }).filter(studies, facts));
  });

  it('of two clinicians is two, as they treat different patients', () => {
    const viewpoints = new Viewpoints(set);
    const of = (id: string) => viewpoints.of(person({ role: 'clinician', ownPatients: treating(id) }), here);
    expect(of('P1').sees(study)).toBe(true);
    expect(of('P2').sees(study)).toBe(false);
  });

  it('of who may see everything is the array itself, and asks nothing of a study', () => {
    const viewpoint = createViewpoint(set, person({ role: 'administrator' }), here);
    expect(
      viewpoint.filter(studies, () => {
        throw new Error('asked');
      }),
    ).toBe(studies);
  });

  it('ends when a rule of hours or a grant does', () => {
    const byDay: Rule = {
      id: 'day',
      name: 'by day',
      effect: 'allow',
      enabled: true,
      rights: ['read'],
      subjects: {},
      studies: {},
      circumstances: { hours: { within: [{ from: '08:00', until: '18:00' }] } },
    };
    const hours = createRuleSet([byDay], { timeZone: 'Asia/Shanghai' });
    const evening = Date.parse('2026-11-25T18:00:00+08:00');
    expect(createViewpoint(hours, person({}), here).until).toBe(evening);
    const viewpoints = new Viewpoints(hours);
    expect(viewpoints.of(person({}), { ...here, at: evening - 1 }).sees(study)).toBe(true);
    expect(viewpoints.of(person({}), { ...here, at: evening }).sees(study)).toBe(false);
    const given = [grantOf({ studyInstanceUids: [study.studyInstanceUid], until: wednesdayMorning + 5 })];
    const expert = person({ role: 'consulting expert', given });
    const granted = new Viewpoints(set);
    expect(granted.of(expert, here).until).toBe(wednesdayMorning + 5);
    expect(granted.of(expert, here).sees(study)).toBe(true);
    expect(granted.of(expert, { ...here, at: wednesdayMorning + 5 }).sees(study)).toBe(false);
    expect(createViewpoint(set, person({}), here).until).toBe(Infinity);
  });

  it('is kept while others are asked for, up to a number', () => {
    const viewpoints = new Viewpoints(set, { atMost: 2 });
    const of = (institution: string) =>
      viewpoints.of(person({ role: 'radiologist', institutions: [institution] }), here);
    const first = of('a');
    of('b');
    expect(of('a')).toBe(first);
    of('c');
    expect(of('a')).toBe(first);
  });

  it('knows the rights by name', () => {
    const download = createViewpoint(set, person({ role: 'technician' }), here, 'download');
    expect(download.sees(study)).toBe(false);
    expect(rights).toContain('download');
  });
});
