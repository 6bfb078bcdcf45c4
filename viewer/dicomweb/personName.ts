/** The five components of a name in one script (PS3.5 6.2.1.1); empty text where absent. */
export interface NameComponents {
  family: string;
  given: string;
  middle: string;
  prefix: string;
  suffix: string;
}

/** A person's name in up to three scripts (PS3.5 6.2.1.2). At least one is there. */
export interface PersonName {
  alphabetic?: NameComponents;
  ideographic?: NameComponents;
  phonetic?: NameComponents;
}

/** A name as it is shown: what stands first, and the other script beside or below. */
export interface DisplayName {
  primary: string;
  secondary?: string;
}

/**
 * Reads a PN from the DICOM JSON Model (`{Alphabetic, Ideographic, Phonetic}`) or from text with `=` between the
 * scripts and `^` between the components. Anything else, and a name without a letter, is undefined.
 */
export function parsePersonName(value: unknown): PersonName | undefined {
  const groups = typeof value === 'string' ? value.split('=') : groupsOfJson(value);
  const [alphabetic, ideographic, phonetic] = groups.map(parseComponents);
  if (!alphabetic && !ideographic && !phonetic) return undefined;
  return {
    ...(alphabetic && { alphabetic }),
    ...(ideographic && { ideographic }),
    ...(phonetic && { phonetic }),
  };
}

/**
 * The name for a reader of `language` (BCP 47). Chinese readers see the ideographic name first, others the alphabetic
 * one; the other script is second. Names in Chinese, Japanese or Korean script have no separator (`张小东`), others are
 * `Family, Prefix Given Middle, Suffix`.
 */
export function formatPersonName(name: PersonName | undefined, language: string): DisplayName | undefined {
  if (!name) return undefined;
  const inOrder = language.startsWith('zh')
    ? [name.ideographic, name.alphabetic, name.phonetic]
    : [name.alphabetic, name.ideographic, name.phonetic];
  const [primary, secondary] = inOrder.flatMap((components) =>
    components ? [formatComponents(components)] : [],
  );
  if (primary === undefined) return undefined;
  return secondary === undefined || secondary === primary ? { primary } : { primary, secondary };
}

/** Whether two names are the same person's as written, ignoring case, titles and a script only one of them has. */
export function sameName(first: PersonName | undefined, second: PersonName | undefined): boolean {
  if (!first || !second) return true;
  const scripts = (['alphabetic', 'ideographic', 'phonetic'] as const).filter(
    (script) => first[script] && second[script],
  );
  return scripts.every((script) => bareName(first[script]) === bareName(second[script]));
}

const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Whether the text has Chinese, Japanese or Korean letters. */
export const hasEastAsianLetters = (text: string): boolean => eastAsian.test(text);

function formatComponents({ family, given, middle, prefix, suffix }: NameComponents): string {
  if (hasEastAsianLetters(family + given)) return joined([family + given + middle, prefix, suffix], ' ');
  return joined([family, joined([prefix, given, middle], ' '), suffix], ', ');
}

function joined(parts: string[], separator: string): string {
  return parts.filter((part) => part !== '').join(separator);
}

function parseComponents(group: string): NameComponents | undefined {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = group
    .split('^')
    .map((part) => part.trim());
  return family + given + middle + prefix + suffix === ''
    ? undefined
    : { family, given, middle, prefix, suffix };
}

function groupsOfJson(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { Alphabetic, Ideographic, Phonetic } = value as Record<string, unknown>;
  return [Alphabetic, Ideographic, Phonetic].map((group) => (typeof group === 'string' ? group : ''));
}

function bareName(components: NameComponents | undefined): string {
  if (!components) return '';
  return joined([components.family, components.given, components.middle], ' ')
    .replace(/\s+/g, ' ')
    .toLowerCase();
}
