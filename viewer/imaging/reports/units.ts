import type { Code } from './codes.ts';

/** Units that are no UCUM codes; curly braces are UCUM's annotations of what has no unit. */
const annotated: Record<string, string> = { px: '{pixels}', px2: '{pixels2}', '': '{stored value}' };

const meanings: Record<string, string> = {
  mm: 'millimeter',
  mm2: 'square millimeter',
  deg: 'degree',
  "[hnsf'U]": 'Hounsfield unit',
  '{SUVbw}g/ml': 'standardized uptake value body weight',
  '{SUVbsa}cm2/ml': 'standardized uptake value body surface area',
  '{SUVlbm}g/ml': 'standardized uptake value lean body mass',
  '{SUVibw}g/ml': 'standardized uptake value ideal body weight',
  'g/ml': 'grams/milliliter',
  'cm2/ml': 'square centimeters/milliliter',
  'Bq/ml': 'becquerels/milliliter',
  '{pixels}': 'pixels',
  '{pixels2}': 'square pixels',
  '{stored value}': 'stored value',
  '1': 'no units',
  '%': 'percent',
  d: 'day',
};

/** The unit of a figure as a UCUM code (PS3.16 CID 82); an image's own words become an annotation. */
export function unitCode(unit: string): Code {
  const value = annotated[unit] ?? (Object.hasOwn(meanings, unit) ? unit : annotation(unit));
  return { value, scheme: 'UCUM', meaning: meanings[value] ?? unit };
}

/** A code value has at most 16 characters (PS3.5 6.2, SH). */
const annotation = (words: string): string => `{${words.replace(/[{}\\]/g, '').slice(0, 14)}}`;

/** The unit a code stands for, as {@link unitCode} was given it. */
export function unitOf(code: Code | undefined): string {
  if (!code) return '';
  const ours = Object.entries(annotated).find(([, value]) => value === code.value);
  if (ours) return ours[0];
  return /^\{([^{}]*)\}$/.exec(code.value)?.[1] ?? code.value;
}
