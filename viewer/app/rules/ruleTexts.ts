import { formatDate } from '../../dicomweb/index.ts';
import type { useTranslation } from '../../i18n/index.ts';
import {
  systemRights,
  type Right,
  type Rule,
  type RuleHours,
  type RuleInput,
  type RuleRole,
} from '../../identity/index.ts';

export interface RuleTexts {
  who: string;
  what: string;
  which: string;
  when: string;
}

export interface RuleWording {
  t: ReturnType<typeof useTranslation<'rules'>>['t'];
  language: string;
  roleText: (role: string) => string;
  /** of people and keys, by their ids */
  nameOf: (id: string) => string;
}

const builtInNames = [
  'administrator',
  'radiologist',
  'clinician-patients',
  'clinician-department',
  'clinician-emergency',
  'technician',
  'granted',
  'local-programs',
  'external',
] as const;

/** Those of the program are called in the reader's language. */
export function ruleName(
  { id, name, builtIn }: Pick<Rule, 'id' | 'name' | 'builtIn'>,
  t: (key: `builtIn.${(typeof builtInNames)[number]}`) => string,
): string {
  const known = builtIn ? builtInNames.find((one) => `built-in:${one}` === id) : undefined;
  return known ? t(`builtIn.${known}`) : name;
}

export const isOfStudies = (rights: readonly Right[]): boolean =>
  rights.some((right) => !(systemRights as readonly Right[]).includes(right));

/** A role as rules name it: also those that are not of people. */
export const ruleRoleText = (role: RuleRole, { t, roleText }: Pick<RuleWording, 't' | 'roleText'>): string =>
  role === 'external' || role === 'service' ? t(`roles.${role}`) : roleText(role);

/** A rule in plain words. */
export function ruleTexts(rule: RuleInput, wording: RuleWording): RuleTexts {
  const { t } = wording;
  return {
    who: joined(whoTexts(rule, wording), t) || t('who.everybody'),
    what: listed(
      rule.rights.map((right) => t(`rights.${right}`)),
      t,
    ),
    which: isOfStudies(rule.rights)
      ? joined(whichTexts(rule, wording), t) || t('which.all')
      : t('which.none'),
    when: joined(whenTexts(rule, t), t) || t('when.always'),
  };
}

type T = RuleWording['t'];
const listed = (names: readonly string[], t: T): string => names.join(t('list'));
const joined = (texts: readonly string[], t: T): string => texts.join(t('and'));

function whoTexts({ subjects }: RuleInput, wording: RuleWording): string[] {
  const { t, nameOf } = wording;
  const { roles, people, institutions, departments } = subjects;
  return [
    ...(roles
      ? [
          listed(
            roles.map((role) => ruleRoleText(role, wording)),
            t,
          ),
        ]
      : []),
    ...(people ? [t('who.people', { names: listed(people.map(nameOf), t) })] : []),
    ...(institutions ? [t('who.institutions', { names: listed(institutions, t) })] : []),
    ...(departments ? [t('who.departments', { names: listed(departments, t) })] : []),
  ];
}

function whichTexts({ studies }: RuleInput, { t, language }: RuleWording): string[] {
  const { institutions, departments, modalities, dates, patients, granted } = studies;
  const named = (
    names: 'own' | readonly string[] | undefined,
    own: 'which.ownInstitution' | 'which.ownDepartment',
    some: 'which.institutions' | 'which.departments',
  ): string[] => {
    if (names === undefined) return [];
    return [names === 'own' ? t(own) : t(some, { names: listed(names, t) })];
  };
  return [
    ...named(institutions, 'which.ownInstitution', 'which.institutions'),
    ...named(departments, 'which.ownDepartment', 'which.departments'),
    ...(modalities ? [t('which.modalities', { names: listed(modalities, t) })] : []),
    ...(dates?.from ? [t('which.from', { date: formatDate(dates.from, language) })] : []),
    ...(dates?.until ? [t('which.until', { date: formatDate(dates.until, language) })] : []),
    ...(dates?.lastDays ? [t('which.lastDays', { count: dates.lastDays })] : []),
    ...(patients ? [t('which.ownPatients')] : []),
    ...(granted ? [t('which.granted')] : []),
    ...(studies.referringPhysicians
      ? [t('which.referringPhysicians', { names: listed(studies.referringPhysicians, t) })]
      : []),
    ...(studies.stations ? [t('which.stations', { names: listed(studies.stations, t) })] : []),
  ];
}

function whenTexts({ circumstances: { addresses, hours } }: RuleInput, t: T): string[] {
  const spans = (some: readonly RuleHours[]): string =>
    listed(
      some.map(({ weekdays, from, until }) => t('when.span', { days: daysText(weekdays, t), from, until })),
      t,
    );
  return [
    ...(addresses?.within ? [t('when.within', { names: listed(addresses.within, t) })] : []),
    ...(addresses?.outside ? [t('when.outside', { names: listed(addresses.outside, t) })] : []),
    ...(hours?.within ? [t('when.hours', { hours: spans(hours.within) })] : []),
    ...(hours?.outside ? [t('when.outsideHours', { hours: spans(hours.outside) })] : []),
  ];
}

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;

const daysText = (days: readonly number[] | undefined, t: T): string =>
  days === undefined || days.length === 0 || days.length === 7
    ? t('when.everyDay')
    : listed(
        weekdays.filter((day) => days.includes(day)).map((day) => t(`weekday.d${day}`)),
        t,
      );
