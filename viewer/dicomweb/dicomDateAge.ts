import { daysInMonth, parseDate } from './dicomDate.ts';

/** An age as AS writes it (PS3.5 6.2): days, weeks, months or years. */
export interface Age {
  value: number;
  unit: 'D' | 'W' | 'M' | 'Y';
}

const chineseUnits: Record<Age['unit'], string> = { D: '天', W: '周', M: '个月', Y: '岁' };
const englishUnits: Record<Age['unit'], string> = { D: ' d', W: ' wk', M: ' mo', Y: ' y' };

/** Reads AS, `nnnD`, `nnnW`, `nnnM` or `nnnY`; fewer digits, as some devices write, are read too. */
export function parseAge(as: string | undefined): Age | undefined {
  const match = /^(\d{1,3})([DWMY])$/.exec(as?.trim() ?? '');
  return match ? { value: Number(match[1]), unit: match[2] as Age['unit'] } : undefined;
}

/** `45岁` / `45 y`; `3个月` / `3 mo`. */
export function formatAge(age: Age, language: string): string {
  return `${age.value}${(language.startsWith('zh') ? chineseUnits : englishUnits)[age.unit]}`;
}

/**
 * Completed age on a day: in days up to a month, in months up to two years, then in years. Undefined when a date is
 * missing or wrong, the birth lies after the day, or 150 years before it.
 * @param birthDate DA
 * @param day DA
 */
export function ageAt(birthDate: string | undefined, day: string | undefined): Age | undefined {
  const [birth, then] = [parseDate(birthDate), parseDate(day)];
  if (!birth || !then) return undefined;
  // Who is born on the 31st completes a month on the last day of a shorter one.
  const dayReached = then.day >= Math.min(birth.day, daysInMonth(then.year, then.month));
  const months = (then.year - birth.year) * 12 + (then.month - birth.month) - (dayReached ? 0 : 1);
  // The birth dates of anonymised studies are often made up; nobody is that old.
  if (months > 150 * 12) return undefined;
  if (months >= 24) return { value: Math.floor(months / 12), unit: 'Y' };
  if (months >= 1) return { value: months, unit: 'M' };
  const days =
    (Date.UTC(then.year, then.month - 1, then.day) - Date.UTC(birth.year, birth.month - 1, birth.day)) /
    86_400_000;
  return days < 0 ? undefined : { value: days, unit: 'D' };
}

/** Age at a study as text: what the study itself says (0010,1010), else from the birth date; as it is when it is not an age. */
export function formatAgeAtStudy(
  study: { patientAge?: string; patientBirthDate?: string; studyDate?: string },
  language: string,
): string {
  const age = parseAge(study.patientAge) ?? ageAt(study.patientBirthDate, study.studyDate);
  return age ? formatAge(age, language) : (study.patientAge?.trim() ?? '');
}
