import { describe, expect, it } from 'vitest';
import {
  anonymous,
  builtInRules,
  createRuleSet,
  evaluateRules,
  mayOnSome,
  ruleSchema,
  rights,
  type Circumstances,
  type Principal,
  type Right,
  type Rule,
  type StudyFacts,
} from '../index.ts';
import { grantOf, otherHospital, ownHospital, person, study, treating, wednesdayMorning } from './people.ts';

const shanghai = { timeZone: 'Asia/Shanghai' };
const here: Circumstances = { address: '10.1.2.3', at: wednesdayMorning };

const rule = (some: Partial<Rule>): Rule => ({
  id: 'r1',
  name: 'rule',
  effect: 'allow',
  enabled: true,
  rights: ['read'],
  subjects: {},
  studies: {},
  circumstances: {},
  ...some,
});

const foreign: StudyFacts = { ...study, institution: otherHospital };
const otherPatient: StudyFacts = { ...study, patients: [{ id: 'P2', issuer: 'HIS' }], department: '骨科' };
const otherIssuer: StudyFacts = { ...study, patients: [{ id: 'P1', issuer: 'OTHER' }], department: '骨科' };
const twoPatients: StudyFacts = {
  ...study,
  patients: [...study.patients, { id: 'P2', issuer: 'HIS' }],
  department: '骨科',
};

/** Worked out from the names of the roles, not from the rules. */
const allowedByRole: readonly [
  string,
  Principal,
  { own: Right[]; foreign: Right[]; otherPatient: Right[]; twoPatients: Right[]; system: Right[] },
][] = [
  [
    'administrator',
    person({ role: 'administrator' }),
    {
      own: ['read', 'download', 'upload', 'delete', 'share'],
      foreign: ['read', 'download', 'upload', 'delete', 'share'],
      otherPatient: ['read', 'download', 'upload', 'delete', 'share'],
      twoPatients: ['read', 'download', 'upload', 'delete', 'share'],
      system: ['administrate', 'audit', 'monitor'],
    },
  ],
  [
    'radiologist',
    person({ role: 'radiologist' }),
    {
      own: ['read', 'download', 'upload', 'share', 'report'],
      foreign: [],
      otherPatient: ['read', 'download', 'upload', 'share', 'report'],
      twoPatients: ['read', 'download', 'upload', 'share', 'report'],
      system: [],
    },
  ],
  [
    'radiologist of all institutions',
    person({ role: 'radiologist', institutions: ['*'] }),
    {
      own: ['read', 'download', 'upload', 'share', 'report'],
      foreign: ['read', 'download', 'upload', 'share', 'report'],
      otherPatient: ['read', 'download', 'upload', 'share', 'report'],
      twoPatients: ['read', 'download', 'upload', 'share', 'report'],
      system: [],
    },
  ],
  [
    'radiologist of no institution',
    person({ role: 'radiologist', institutions: [] }),
    { own: [], foreign: [], otherPatient: [], twoPatients: [], system: [] },
  ],
  [
    'clinician who treats P1',
    person({ role: 'clinician', ownPatients: treating('P1') }),
    {
      own: ['read', 'share', 'break-glass'],
      foreign: [],
      otherPatient: ['break-glass'],
      twoPatients: ['break-glass'],
      system: [],
    },
  ],
  [
    'clinician who treats both',
    person({ role: 'clinician', ownPatients: treating('P1', 'P2') }),
    {
      own: ['read', 'share', 'break-glass'],
      foreign: [],
      otherPatient: ['read', 'share', 'break-glass'],
      twoPatients: ['read', 'share', 'break-glass'],
      system: [],
    },
  ],
  [
    'clinician of the department',
    person({ role: 'clinician', departments: ['胸外科'] }),
    {
      own: ['read', 'break-glass'],
      foreign: [],
      otherPatient: ['break-glass'],
      twoPatients: ['break-glass'],
      system: [],
    },
  ],
  [
    'technician',
    person({ role: 'technician' }),
    {
      own: ['read', 'upload'],
      foreign: [],
      otherPatient: ['read', 'upload'],
      twoPatients: ['read', 'upload'],
      system: [],
    },
  ],
  [
    'consulting expert with the study shared',
    person({
      role: 'consulting expert',
      institutions: [],
      given: [grantOf({ patients: [{ patientId: 'P1', issuer: 'HIS' }], rights: ['read', 'report'] })],
    }),
    {
      own: ['read', 'report'],
      foreign: ['read', 'report'],
      otherPatient: [],
      twoPatients: [],
      system: [],
    },
  ],
  [
    'consulting expert with nothing shared',
    person({ role: 'consulting expert' }),
    { own: [], foreign: [], otherPatient: [], twoPatients: [], system: [] },
  ],
  [
    'external with a share without download',
    person({
      kind: 'share',
      role: 'external',
      institutions: [],
      limitedTo: grantOf({ patients: [{ patientId: 'P1', institution: ownHospital }] }),
    }),
    { own: ['read'], foreign: [], otherPatient: [], twoPatients: [], system: [] },
  ],
  [
    'external without a share',
    person({ kind: 'share', role: 'external', institutions: ['*'] }),
    { own: [], foreign: [], otherPatient: [], twoPatients: [], system: [] },
  ],
  [
    'administrator whom a HIS opened P1 for reading',
    person({
      kind: 'embed',
      role: 'administrator',
      limitedTo: grantOf({ patients: [{ patientId: 'P1', issuer: 'HIS' }] }),
    }),
    { own: ['read'], foreign: ['read'], otherPatient: [], twoPatients: [], system: [] },
  ],
  [
    'service without rules',
    person({ kind: 'key', role: 'service', institutions: ['*'], ruleIds: new Set() }),
    { own: [], foreign: [], otherPatient: [], twoPatients: [], system: [] },
  ],
  [
    'service with the rule of technicians',
    person({ kind: 'key', role: 'service', ruleIds: new Set(['built-in:technician']) }),
    {
      own: ['read', 'upload'],
      foreign: [],
      otherPatient: ['read', 'upload'],
      twoPatients: ['read', 'upload'],
      system: [],
    },
  ],
  ['nobody', anonymous, { own: [], foreign: [], otherPatient: [], twoPatients: [], system: [] }],
];

describe('the built-in rules', () => {
  const set = createRuleSet(builtInRules, shanghai);
  const allowed = (principal: Principal, facts?: StudyFacts) =>
    rights.filter((right) => evaluateRules(set, principal, facts, right, here).allowed);

  it('are rules as people make them', () => {
    for (const one of builtInRules) expect(ruleSchema.parse(one)).toEqual(one);
  });

  it.each(allowedByRole)('give a %s no more and no less', (_, principal, expected) => {
    const system = expected.system;
    expect(allowed(principal, study)).toEqual([...expected.own, ...system]);
    expect(allowed(principal, foreign)).toEqual([...expected.foreign, ...system]);
    expect(allowed(principal, otherPatient)).toEqual([...expected.otherPatient, ...system]);
    expect(allowed(principal, twoPatients)).toEqual([...expected.twoPatients, ...system]);
  });

  it('take a patient id of another issuer for another patient', () => {
    const clinician = person({ role: 'clinician', ownPatients: treating('P1') });
    expect(allowed(clinician, otherIssuer)).toEqual(['break-glass']);
  });

  it('allow nobody the patient without id', () => {
    const nameless: StudyFacts = { ...study, patients: [{ id: '', issuer: 'HIS' }], department: '' };
    expect(allowed(person({ role: 'clinician', ownPatients: treating('') }), nameless)).toEqual([
      'break-glass',
    ]);
    const limitedTo = grantOf({ patients: [{ patientId: '', issuer: 'HIS' }] });
    expect(allowed(person({ role: 'radiologist', limitedTo }), nameless)).toEqual([]);
    // Department and institution that are not said are nobody's.
    const nowhere: StudyFacts = { ...nameless, institution: '' };
    expect(allowed(person({ role: 'radiologist', institutions: [''] }), nowhere)).toEqual([]);
  });

  it('close a grant when its time is over', () => {
    const until = wednesdayMorning;
    const expert = (at: number) =>
      evaluateRules(
        set,
        person({
          role: 'consulting expert',
          given: [grantOf({ studyInstanceUids: ['1.2.826.1'], until })],
        }),
        study,
        'read',
        { ...here, at },
      ).allowed;
    expect([expert(until - 1), expert(until)]).toEqual([true, false]);
  });

  it('say that a clinician might read something, a key nothing but what the rules it names are about', () => {
    const some = (one: Principal) => rights.filter((right) => mayOnSome(set, one, right, here));
    expect(some(person({ role: 'clinician' }))).toEqual(['read', 'share', 'break-glass']);
    // What nobody has granted cannot be downloaded; there may be something to read all the same.
    expect(some(person({ role: 'consulting expert' }))).toEqual(['read']);
    const given = [grantOf({ rights: ['read', 'download'] })];
    expect(some(person({ role: 'consulting expert', given }))).toEqual(['read', 'download']);
    const over = [grantOf({ rights: ['read', 'download'], until: here.at })];
    expect(some(person({ role: 'consulting expert', given: over }))).toEqual(['read']);
    const key = (...ruleIds: string[]) =>
      person({ kind: 'key', role: 'service', institutions: [], ruleIds: new Set(ruleIds) });
    expect(rights.filter((right) => mayOnSome(set, key(), right, here))).toEqual([]);
    expect(rights.filter((right) => mayOnSome(set, key('built-in:local-programs'), right, here))).toEqual([
      ...['read', 'upload'],
    ]);
    const limited = person({ role: 'radiologist', limitedTo: grantOf({}) });
    expect(rights.filter((right) => mayOnSome(set, limited, right, here))).toEqual(['read']);
  });
});

describe('one rule', () => {
  const doctor = person({ id: 'd1', role: 'radiologist', departments: ['放射科'] });
  const decide = (
    one: Partial<Rule>,
    facts: StudyFacts | undefined = study,
    at: Partial<Circumstances> = {},
  ) => {
    const verdict = evaluateRules(createRuleSet([rule(one)], shanghai), doctor, facts, 'read', {
      ...here,
      ...at,
    });
    return [verdict.allowed, verdict.considered[0]?.because.code];
  };
  const at = (text: string) => ({ at: Date.parse(text) });

  /** [what, the rule, the study, the circumstances, whether it applies, why] */
  const cases: readonly [
    string,
    Partial<Rule>,
    Partial<StudyFacts>,
    Partial<Circumstances>,
    boolean,
    string,
  ][] = [
    ['without conditions', {}, {}, {}, true, 'applies'],
    ['switched off', { enabled: false }, {}, {}, false, 'disabled'],
    ['for a role', { subjects: { roles: ['radiologist', 'external'] } }, {}, {}, true, 'applies'],
    ['for another role', { subjects: { roles: ['clinician'] } }, {}, {}, false, 'role'],
    ['for the person', { subjects: { people: ['d1'] } }, {}, {}, true, 'applies'],
    ['for another person', { subjects: { people: ['d2'] } }, {}, {}, false, 'person'],
    ['for the institution', { subjects: { institutions: [ownHospital] } }, {}, {}, true, 'applies'],
    [
      'for another institution',
      { subjects: { institutions: [otherHospital] } },
      {},
      {},
      false,
      'person-institution',
    ],
    ['for a department', { subjects: { departments: [' 放射科'] } }, {}, {}, true, 'applies'],
    ['for another department', { subjects: { departments: ['骨科'] } }, {}, {}, false, 'person-department'],
    [
      'for the role of another institution',
      { subjects: { roles: ['radiologist'], institutions: [otherHospital] } },
      {},
      {},
      false,
      'person-institution',
    ],
    ['about an institution', { studies: { institutions: [otherHospital] } }, {}, {}, false, 'institution'],
    [
      'about a name written otherwise',
      { studies: { institutions: ['ST.  Mary'] } },
      { institution: 'Ｓｔ. MARY ' },
      {},
      true,
      'applies',
    ],
    ['about CT', { studies: { modalities: ['CT'] } }, {}, {}, true, 'applies'],
    [
      'about CT, of PET/CT',
      { studies: { modalities: ['CT'] } },
      { modalities: ['CT', 'PT'] },
      {},
      false,
      'modality',
    ],
    [
      'about CT, of no images',
      { studies: { modalities: ['CT'] } },
      { modalities: [] },
      {},
      false,
      'modality',
    ],
    ['from a date', { studies: { dates: { from: '20261120' } } }, {}, {}, true, 'applies'],
    ['from the day after', { studies: { dates: { from: '20261121' } } }, {}, {}, false, 'date'],
    ['until the day', { studies: { dates: { until: '20261120' } } }, {}, {}, true, 'applies'],
    ['until the day before', { studies: { dates: { until: '20261119' } } }, {}, {}, false, 'date'],
    // 25 November and the five days before it begin with the 20th.
    ['of the last 6 days', { studies: { dates: { lastDays: 6 } } }, {}, {}, true, 'applies'],
    ['of the last 5 days', { studies: { dates: { lastDays: 5 } } }, {}, {}, false, 'date'],
    [
      'of the last 6 days, when the 26th has begun in Shanghai',
      { studies: { dates: { lastDays: 6 } } },
      {},
      at('2026-11-25T16:00:00Z'),
      false,
      'date',
    ],
    [
      'from a date, of an undated study',
      { studies: { dates: { from: '19000101' } } },
      { date: '' },
      {},
      false,
      'date',
    ],
    ['about a station', { studies: { stations: ['ct01'] } }, {}, {}, true, 'applies'],
    [
      'about a station of two',
      { studies: { stations: ['CT01'] } },
      { stations: ['CT01', 'CT02'] },
      {},
      false,
      'station',
    ],
    ['about a physician', { studies: { referringPhysicians: ['zhang^san'] } }, {}, {}, true, 'applies'],
    [
      'about another physician',
      { studies: { referringPhysicians: ['Li^Si'] } },
      {},
      {},
      false,
      'referring-physician',
    ],
    ['about own patients', { studies: { patients: 'own' } }, {}, {}, false, 'patient'],
    ['about granted ones', { studies: { granted: true } }, {}, {}, false, 'not-granted'],
    [
      'from a network',
      { circumstances: { addresses: { within: ['10.1.0.0/16'] } } },
      {},
      {},
      true,
      'applies',
    ],
    [
      'from a network, over a socket of IPv6',
      { circumstances: { addresses: { within: ['10.1.0.0/16'] } } },
      {},
      { address: '::ffff:10.1.9.9' },
      true,
      'applies',
    ],
    [
      'from another network',
      { circumstances: { addresses: { within: ['10.2.0.0/16', '192.168.0.1'] } } },
      {},
      {},
      false,
      'address',
    ],
    [
      'from a network of IPv6',
      { circumstances: { addresses: { within: ['2001:db8::/32'] } } },
      {},
      { address: '2001:db8:1::5' },
      true,
      'applies',
    ],
    [
      'from a network, address unknown',
      { circumstances: { addresses: { within: ['0.0.0.0/0'] } } },
      {},
      { address: undefined },
      false,
      'address',
    ],
    ['from outside', { circumstances: { addresses: { outside: ['10.0.0.0/8'] } } }, {}, {}, false, 'address'],
    [
      'in the hours of work',
      {
        circumstances: { hours: { within: [{ weekdays: [1, 2, 3, 4, 5], from: '08:00', until: '18:00' }] } },
      },
      {},
      {},
      true,
      'applies',
    ],
    [
      'in the hours of work, at 18:00',
      {
        circumstances: { hours: { within: [{ weekdays: [1, 2, 3, 4, 5], from: '08:00', until: '18:00' }] } },
      },
      {},
      at('2026-11-25T18:00:00+08:00'),
      false,
      'hours',
    ],
    [
      'in the hours of work, on Sunday',
      {
        circumstances: { hours: { within: [{ weekdays: [1, 2, 3, 4, 5], from: '08:00', until: '18:00' }] } },
      },
      {},
      at('2026-11-29T10:00:00+08:00'),
      false,
      'hours',
    ],
    [
      'in the night of Wednesday, at 05:59 on Thursday',
      { circumstances: { hours: { within: [{ weekdays: [3], from: '22:00', until: '06:00' }] } } },
      {},
      at('2026-11-26T05:59:59+08:00'),
      true,
      'applies',
    ],
    [
      'in the night of Wednesday, at 05:59 on Wednesday',
      { circumstances: { hours: { within: [{ weekdays: [3], from: '22:00', until: '06:00' }] } } },
      {},
      at('2026-11-25T05:59:59+08:00'),
      false,
      'hours',
    ],
    [
      'outside of the hours of work',
      { circumstances: { hours: { outside: [{ from: '08:00', until: '18:00' }] } } },
      {},
      {},
      false,
      'hours',
    ],
  ];

  it.each(cases)('%s', (_, one, facts, circumstances, applies, because) => {
    expect(decide(one, { ...study, ...facts }, circumstances)).toEqual([applies, because]);
  });

  it('about studies does not hold for what is not about one', () => {
    const set = createRuleSet([rule({ rights: ['monitor'], studies: { modalities: ['CT'] } })], shanghai);
    const verdict = evaluateRules(set, doctor, undefined, 'monitor', here);
    expect([verdict.allowed, verdict.considered[0]?.because.code]).toEqual([false, 'study-needed']);
  });
});

describe('several rules', () => {
  const doctor = person({ role: 'radiologist' });
  const verdict = (rules: Rule[], facts: StudyFacts = study, circumstances = here) =>
    evaluateRules(createRuleSet(rules, shanghai), doctor, facts, 'read', circumstances);
  const everything = rule({ id: 'all' });

  it('deny wherever one of them does, in any order, and name it', () => {
    const vip = rule({ id: 'vip', effect: 'deny', studies: { departments: ['胸外科'] } });
    for (const rules of [
      [everything, vip],
      [vip, everything],
    ])
      expect(verdict(rules)).toMatchObject({ allowed: false, by: 'vip' });
    expect(verdict([everything, vip], { ...study, department: '骨科' })).toMatchObject({
      allowed: true,
      by: 'all',
    });
  });

  it('deny if one modality, station or the date might be meant', () => {
    const noMammography = rule({ id: 'no', effect: 'deny', studies: { modalities: ['MG'] } });
    expect(verdict([everything, noMammography], { ...study, modalities: ['CT', 'MG'] }).allowed).toBe(false);
    const notOld = rule({ id: 'no', effect: 'deny', studies: { dates: { until: '20200101' } } });
    expect(verdict([everything, notOld], { ...study, date: '' }).allowed).toBe(false);
    const fromOutside = rule({
      id: 'no',
      effect: 'deny',
      circumstances: { addresses: { outside: ['10.0.0.0/8'] } },
    });
    const from = (address: string | undefined) =>
      verdict([everything, fromOutside], study, { ...here, address }).allowed;
    expect([from('10.9.9.9'), from('8.8.8.8'), from(undefined)]).toEqual([true, false, false]);
  });

  it('allow nothing where there is none', () => {
    expect(verdict([])).toEqual({ allowed: false, by: undefined, considered: [] });
    expect(verdict([rule({ rights: ['download'] })]).considered).toEqual([]);
  });

  it('are all told, with what they asked for and what there was', () => {
    const rules = [
      rule({ id: 'a', subjects: { roles: ['clinician'] } }),
      rule({ id: 'b', studies: { modalities: ['MR'] } }),
      everything,
    ];
    expect(verdict(rules).considered).toEqual([
      {
        rule: 'a',
        effect: 'allow',
        matched: false,
        because: { code: 'role', wanted: ['clinician'], found: ['radiologist'] },
      },
      {
        rule: 'b',
        effect: 'allow',
        matched: false,
        because: { code: 'modality', wanted: ['MR'], found: ['CT'] },
      },
      { rule: 'all', effect: 'allow', matched: true, because: { code: 'applies' } },
    ]);
  });

  it('hold for keys where they deny', () => {
    const key = person({ kind: 'key', id: 'k1', role: 'service', ruleIds: new Set(['all']) });
    const noKeys = rule({ id: 'no', effect: 'deny', subjects: { roles: ['service'] } });
    const of = (rules: Rule[]) =>
      evaluateRules(createRuleSet(rules, shanghai), key, study, 'read', here).allowed;
    expect([of([everything]), of([everything, noKeys]), of([rule({ id: 'other' })])]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('give way to the limits of a session', () => {
    const embedded = person({
      kind: 'embed',
      role: 'radiologist',
      limitedTo: grantOf({ studyInstanceUids: ['1.2.826.1'] }),
    });
    const set = createRuleSet([everything, rule({ id: 'd', rights: ['download', 'monitor'] })], shanghai);
    const of = (facts: StudyFacts | undefined, right: Right) => {
      const { allowed, by } = evaluateRules(set, embedded, facts, right, here);
      return [allowed, by];
    };
    expect(of(study, 'read')).toEqual([true, 'all']);
    expect(of({ ...study, studyInstanceUid: '1.2.826.2' }, 'read')).toEqual([false, 'grant']);
    expect(of(study, 'download')).toEqual([false, 'grant']);
    expect(of(undefined, 'monitor')).toEqual([false, 'grant']);
  });
});

describe('access taken in an emergency', () => {
  const until = wednesdayMorning + 3_600_000;
  const taken = person({
    role: 'clinician',
    given: [
      grantOf({
        studyInstanceUids: [study.studyInstanceUid],
        patients: [{ patientId: 'P1', institution: ownHospital }],
        until,
        emergency: true,
      }),
    ],
  });
  const noNight = rule({ id: 'no', effect: 'deny', subjects: { roles: ['clinician'] } });
  const ask = (facts: StudyFacts, right: Right = 'read', at = wednesdayMorning, rules = builtInRules) => {
    const { allowed, by } = evaluateRules(createRuleSet(rules, shanghai), taken, facts, right, {
      ...here,
      at,
    });
    return [allowed, by];
  };

  it('is the reason, where no rule permits it', () => {
    const priors = { ...study, studyInstanceUid: '1.9.9', department: '骨科' };
    expect(ask(study)).toEqual([true, 'break-glass']);
    expect(ask(priors)).toEqual([true, 'break-glass']);
    expect(ask(foreign)).toEqual([true, 'break-glass']);
    expect(ask({ ...foreign, studyInstanceUid: '1.9.9' })).toEqual([false, undefined]);
    expect(ask({ ...otherPatient, studyInstanceUid: '1.9.9' })).toEqual([false, undefined]);
    expect(ask({ ...twoPatients, studyInstanceUid: '1.9.9' })).toEqual([false, undefined]);
    expect(ask(study, 'download')).toEqual([false, undefined]);
  });

  it('is over on the millisecond, gives way to what denies, and is no reason where there is another', () => {
    expect(ask(study, 'read', until - 1)).toEqual([true, 'break-glass']);
    expect(ask(study, 'read', until)).toEqual([false, undefined]);
    expect(ask(study, 'read', wednesdayMorning, [...builtInRules, noNight])).toEqual([false, 'no']);
    const treating1 = { ...taken, ownPatients: treating('P1') };
    const verdict = evaluateRules(createRuleSet(builtInRules, shanghai), treating1, study, 'read', here);
    expect([verdict.allowed, verdict.by]).toEqual([true, 'built-in:clinician-patients']);
  });

  it('lets them look for studies, whose role reads none', () => {
    const noRules = createRuleSet([], shanghai);
    expect(mayOnSome(noRules, taken, 'read', here)).toBe(true);
    expect(mayOnSome(noRules, taken, 'read', { ...here, at: until })).toBe(false);
    expect(mayOnSome(noRules, taken, 'download', here)).toBe(false);
  });
});

describe('a rule as it comes from a page', () => {
  it.each([
    ['a field nobody knows', { ...rule({}), everything: true }],
    ['a condition nobody knows', { ...rule({}), studies: { institution: ['x'] } }],
    ['a right nobody knows', { ...rule({}), rights: ['write'] }],
    ['no right', { ...rule({}), rights: [] }],
    ['an empty list', { ...rule({}), studies: { modalities: [] } }],
    ['a name without letters', { ...rule({}), studies: { institutions: [' '] } }],
    [
      'a network with too many bits',
      { ...rule({}), circumstances: { addresses: { within: ['10.0.0.0/33'] } } },
    ],
    ['a host name', { ...rule({}), circumstances: { addresses: { within: ['his.example'] } } }],
    [
      '25 o’clock',
      { ...rule({}), circumstances: { hours: { within: [{ from: '25:00', until: '06:00' }] } } },
    ],
    [
      'an eighth day',
      {
        ...rule({}),
        circumstances: { hours: { within: [{ weekdays: [8], from: '08:00', until: '09:00' }] } },
      },
    ],
    ['a thirteenth month', { ...rule({}), studies: { dates: { from: '20261301' } } }],
    ['dates that say nothing', { ...rule({}), studies: { dates: {} } }],
  ])('is refused with %s', (_, one) => {
    expect(ruleSchema.safeParse(one).success).toBe(false);
  });

  it('needs a time zone that exists', () => {
    expect(() => createRuleSet([], { timeZone: 'Asia/Peking' })).toThrow('Asia/Peking');
  });
});

it('allows nothing to who has no role, whatever is for everybody or for them', () => {
  const none = person({ role: 'none', institutions: ['*'] });
  const set = createRuleSet(
    [
      ...builtInRules,
      rule({ id: 'everybody', rights: [...rights] }),
      rule({ id: 'them', rights: [...rights], subjects: { people: [none.id] } }),
    ],
    shanghai,
  );
  for (const right of rights) {
    expect([right, evaluateRules(set, none, study, right, here).allowed]).toEqual([right, false]);
    expect([right, evaluateRules(set, none, undefined, right, here).allowed]).toEqual([right, false]);
    expect([right, mayOnSome(set, none, right, here)]).toEqual([right, false]);
    // As the rules stand, to anybody else.
    expect(evaluateRules(set, { ...none, role: 'technician' }, study, right, here).allowed).toBe(true);
  }
  // No rule is made for them either.
  expect(ruleSchema.safeParse(rule({ subjects: { roles: ['none' as never] } })).success).toBe(false);
});
