import type { Vr } from './attributes.ts';
import { fuzzyNameMatcher } from './fuzzyNames.ts';

/** A matching key, PS3.4 C.2.2.2. `test` gets the values of the attribute as text. */
export type Matcher = (values: readonly string[]) => boolean;

/**
 * Text without what readers do not type: case, width of letters, the kind of kana, the `^` between the parts of a name.
 * PS3.4 lets names be matched so; here all text is, as a search field is typed by hand.
 */
const fold = (text: string): string => toHiragana(text.normalize('NFKC')).toLowerCase().trim();
const toHiragana = (text: string): string =>
  text.replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
const foldName = (text: string): string => fold(text.replaceAll('^', ' ')).replace(/\s+/g, ' ');

export interface MatchingOptions {
  /** PS3.18 8.3.4.2: names are found by what people remember of them. */
  readonly fuzzy?: boolean;
  /** PS3.18 8.3.4.5: two quotation marks match what has no value. */
  readonly emptyValues?: boolean;
  /** PS3.18 8.3.4.6: several values, separated by a backslash, match any of them. */
  readonly multipleValues?: boolean;
}

const numbers = new Set<Vr>(['DS', 'FD', 'FL', 'IS', 'SL', 'SS', 'SV', 'UL', 'US', 'UV']);
/** A sequence or bytes cannot be matched by a value. */
const unmatchable = new Set<Vr>(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'UN']);
export const isMatchable = (vr: Vr): boolean => !unmatchable.has(vr);

/**
 * The matcher of one query parameter; undefined where any value matches.
 * @returns a text saying what is allowed when `value` cannot be one of this VR
 */
export function matcherFor(
  vr: Vr,
  value: string,
  options: MatchingOptions = {},
): Matcher | { allowed: string } | undefined {
  if (value === '' || /^\*+$/.test(value)) return undefined;
  if (options.emptyValues && value === '""') return (values) => values.every((one) => one === '');
  if (!options.multipleValues || !value.includes('\\')) return singleMatcher(vr, value, options);
  const matchers: Matcher[] = [];
  for (const one of value.split('\\')) {
    const matcher = singleMatcher(vr, one, options);
    if (typeof matcher === 'function') matchers.push(matcher);
    else if (matcher) return matcher;
  }
  return (values) => matchers.some((matches) => matches(values));
}

function singleMatcher(
  vr: Vr,
  value: string,
  options: MatchingOptions,
): Matcher | { allowed: string } | undefined {
  if (numbers.has(vr)) return numberMatcher(vr, value);
  switch (vr) {
    case 'UI':
      return anyOf(value.split(/[,\\]/).filter((uid) => uid !== ''));
    case 'DA':
      return rangeMatcher(value, /^\d{8}$/, plainDate, 'YYYYMMDD, or a range of these with "-"');
    case 'TM':
      return rangeMatcher(value, /^\d{2,6}(\.\d{1,6})?$/, padTime, 'HHMMSS, or a range of these with "-"');
    case 'DT':
      return rangeMatcher(
        value,
        /^\d{4,14}(\.\d{1,6})?$/,
        padDateTime,
        'YYYYMMDDHHMMSS, or a range of these with "-"',
      );
    case 'PN':
      return nameMatcher(value, options.fuzzy ?? false);
    case 'CS':
      return textMatcher(value.split(/[,\\]/).filter((part) => part !== ''));
    default:
      return textMatcher([value]);
  }
}

function numberMatcher(vr: Vr, value: string): Matcher | { allowed: string } {
  const fine = vr === 'IS' ? /^\s*[-+]?\d+\s*$/ : /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i;
  if (!fine.test(value)) return { allowed: vr === 'IS' ? 'a whole number' : 'a number' };
  return (values) => values.some((one) => one.trim() !== '' && Number(one) === Number(value));
}

function anyOf(wanted: readonly string[]): Matcher {
  const set = new Set(wanted);
  return (values) => values.some((value) => set.has(value));
}

function textMatcher(wanted: readonly string[]): Matcher {
  const patterns = wanted.map(fold);
  return (values) =>
    values.some((value) => {
      const folded = fold(value);
      return patterns.some((pattern) => matchesWildcards(pattern, folded));
    });
}

/** A name matches as a whole or in one of its groups: alphabetic, ideographic, phonetic (PS3.5 6.2.1.1). */
function nameMatcher(value: string, isFuzzy: boolean): Matcher {
  const pattern = foldName(value);
  const matches = (name: string): boolean =>
    [name, ...name.split('=')].some((part) => matchesWildcards(pattern, foldName(part)));
  // Wildcards around a name ask for less than fuzzy matching gives; those within one are meant literally.
  const bare = value.replace(/^\*+|\*+$/g, '');
  const fuzzy = isFuzzy && !/[*?]/.test(bare) ? fuzzyNameMatcher(bare) : undefined;
  return (values) => values.some((name) => matches(name) || (fuzzy?.(name) ?? false));
}

/** `20260101`, `20260101-`, `-20260131` or both; a value that is absent matches no range. */
function rangeMatcher(
  value: string,
  shape: RegExp,
  normalise: (bound: string, isEnd: boolean) => string,
  allowed: string,
): Matcher | { allowed: string } {
  const bounds = value.split('-').map((bound) => bound.trim());
  const [from = '', to = bounds.length === 1 ? from : ''] = bounds;
  const wrong = bounds.length > 2 || [from, to].some((bound) => bound !== '' && !shape.test(bound));
  if (wrong || (from === '' && to === '')) return { allowed };
  const low = from === '' ? '' : normalise(from, false);
  const high = to === '' ? '\uffff' : normalise(to, true);
  return (values) =>
    values.some((one) => {
      const normalised = normalise(one.trim(), false);
      return one !== '' && normalised >= low && normalised <= high;
    });
}

/** Dates of before 1993 may have dots (PS3.5 6.2, note to DA). */
const plainDate = (date: string): string => date.replaceAll('.', '');

/** HHMMSS.FFFFFF: an end that leaves out the seconds means all of them. */
function padTime(time: string, isEnd: boolean): string {
  const [whole = '', fraction = ''] = time.replaceAll(':', '').split('.');
  const seconds = isEnd ? whole + '235959'.slice(whole.length) : whole.padEnd(6, '0');
  return `${seconds}.${fraction.padEnd(6, isEnd ? '9' : '0')}`;
}

/** YYYYMMDDHHMMSS.FFFFFF; an offset from UTC is not looked at. */
function padDateTime(dateTime: string, isEnd: boolean): string {
  const [whole = '', fraction = ''] = dateTime.replace(/[+-]\d{4}$/, '').split('.');
  const rest = isEnd ? '99991231235959' : '00000101000000';
  return `${whole + rest.slice(whole.length)}.${fraction.padEnd(6, isEnd ? '9' : '0')}`;
}

/** `*` any text, `?` any one character (PS3.4 C.2.2.2.4); time grows with the product of the lengths at most. */
export function matchesWildcards(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let p = 0;
  while (at < text.length) {
    if (pattern[p] === '*') {
      star = p;
      resume = at;
      p += 1;
    } else if (pattern[p] === '?' || pattern[p] === text[at]) {
      p += 1;
      at += 1;
    } else if (star >= 0) {
      p = star + 1;
      resume += 1;
      at = resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}
