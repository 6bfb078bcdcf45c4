import type { Because } from './Because.ts';
import { isGiven, treats, type Principal } from './Principal.ts';
import type { Right } from './rights.ts';
import type { Rule } from './Rule.ts';
import type { RuleSet } from './RuleSet.ts';
import { comparable, patientKey, type StudyFacts } from './StudyFacts.ts';

/**
 * Why a rule is not for a study; undefined: it is. With reasons, for one study; `Viewpoint` asks the same of many.
 * @param at milliseconds since 1970
 */
export function studyFails(
  { studies, effect }: Rule,
  set: RuleSet,
  principal: Principal,
  facts: StudyFacts | undefined,
  right: Right,
  at: number,
): Because | undefined {
  if (Object.values(studies).every((condition) => condition === undefined)) return undefined;
  if (!facts) return { code: 'study-needed' };
  const ofAll = <T>(all: readonly T[], holds: (one: T) => boolean) =>
    effect === 'allow' ? all.length > 0 && all.every(holds) : all.some(holds);

  if (studies.institutions) {
    const wanted = studies.institutions === 'own' ? principal.institutions : studies.institutions;
    const all = studies.institutions === 'own' && wanted.includes('*');
    if (!all && !isNamed(wanted, facts.institution))
      return { code: 'institution', wanted, found: [facts.institution] };
  }
  if (studies.departments) {
    const wanted = studies.departments === 'own' ? principal.departments : studies.departments;
    if (!isNamed(wanted, facts.department)) return { code: 'department', wanted, found: [facts.department] };
  }
  const { modalities } = studies;
  if (modalities && !ofAll(facts.modalities, (modality) => modalities.includes(modality)))
    return { code: 'modality', wanted: modalities, found: facts.modalities };
  if (studies.dates) {
    const { from = '', until = '99999999', lastDays } = studies.dates;
    const first = lastDays === undefined ? from : later(from, set.firstOfLastDays(lastDays, at));
    const known = /^\d{8}$/.test(facts.date);
    if (known ? facts.date < first || facts.date > until : effect === 'allow')
      return { code: 'date', wanted: [first, until], found: [facts.date] };
  }
  if (studies.patients && !ofAll(facts.patients, (patient) => treats(principal, patient)))
    return { code: 'patient', found: facts.patients.map(patientKey) };
  if (studies.granted && !isGiven(principal, facts, right, at)) return { code: 'not-granted' };
  if (studies.referringPhysicians && !isNamed(studies.referringPhysicians, facts.referringPhysician))
    return {
      code: 'referring-physician',
      wanted: studies.referringPhysicians,
      found: [facts.referringPhysician],
    };
  const { stations } = studies;
  if (stations && !ofAll(facts.stations, (station) => isNamed(stations, station)))
    return { code: 'station', wanted: stations, found: facts.stations };
  return undefined;
}

const later = (one: string, other: string): string => (one > other ? one : other);

/** A text that is not there is nobody's name. */
const isNamed = (names: readonly string[], text: string): boolean =>
  comparable(text) !== '' && names.some((name) => comparable(name) === comparable(text));
