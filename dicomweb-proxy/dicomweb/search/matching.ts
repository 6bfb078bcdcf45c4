import type { Vr } from './attributes.ts';

/** A matching key, PS3.4 C.2.2.2. `test` gets the values of the attribute as text. */
export type Matcher = (values: readonly string[]) => boolean;

/**
 * Text without what readers do not type: case, width of letters, the `^` between the parts of a name.
 * PS3.4 lets names be matched so; here all text is, as a search field is typed by hand.
 */
const fold = (text: string): string => text.normalize('NFKC').toLowerCase().trim();
const foldName = (text: string): string => fold(text.replaceAll('^', ' ')).replace(/\s+/g, ' ');

/**
 * The matcher of one query parameter; undefined where any value matches.
 * @returns a text saying what is allowed when `value` cannot be one of this VR
 */
export function matcherFor(vr: Vr, value: string): Matcher | { allowed: string } | undefined {
  if (value === '' || /^\*+$/.test(value)) return undefined;
  switch (vr) {
    case 'UI':
      return anyOf(value.split(/[,\\]/).filter((uid) => uid !== ''));
    case 'DA':
      return rangeMatcher(value, /^\d{8}$/, (bound) => bound, 'YYYYMMDD, or a range of these with "-"');
    case 'TM':
      return rangeMatcher(value, /^\d{2,6}(\.\d{1,6})?$/, padTime, 'HHMMSS, or a range of these with "-"');
    case 'IS':
      return /^\s*[-+]?\d+\s*$/.test(value)
        ? (values) => values.some((one) => Number(one) === Number(value))
        : { allowed: 'a whole number' };
    case 'PN':
      return nameMatcher(value);
    case 'CS':
      return textMatcher(value.split(/[,\\]/).filter((part) => part !== ''));
    default:
      return textMatcher([value]);
  }
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
function nameMatcher(value: string): Matcher {
  const pattern = foldName(value);
  return (values) =>
    values.some((name) =>
      [name, ...name.split('=')].some((part) => matchesWildcards(pattern, foldName(part))),
    );
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

/** HHMMSS.FFFFFF: an end that leaves out the seconds means all of them. */
function padTime(time: string, isEnd: boolean): string {
  const [whole = '', fraction = ''] = time.split('.');
  const seconds = isEnd ? whole + '235959'.slice(whole.length) : whole.padEnd(6, '0');
  return `${seconds}.${fraction.padEnd(6, isEnd ? '9' : '0')}`;
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
