import { nameGroups, nameWords, type NamePart, type NameWords } from './nameReadings.ts';

/** What is typed: a run of Latin letters, or one ideograph. */
interface Typed {
  readonly text: string;
  readonly isIdeograph: boolean;
}

const mostWords = 6;
const mostSpellings = 64;
const digraph = /^[zcs]h/;

/**
 * Fuzzy matching of Person Names, PS3.4 C.2.2.2.1.1, for people who type what they know of a name:
 * its words in any order and begun only (`yunshan zhang`, `zhang yu`), run together (`zhangyunshan`), initials
 * (`zys`), without diacritics, ideographs (`云山`), and pinyin where only ideographs are stored, or the other way.
 * @returns undefined when nothing is asked for
 */
export function fuzzyNameMatcher(query: string): ((name: string) => boolean) | undefined {
  const words = nameWords(query.replaceAll('=', ' '));
  if (words.length === 0) return undefined;
  const typed = words.map(toTyped);
  const inLatin = latinSpellings(words);
  return (name) => {
    const groups = nameGroups(name);
    if (groups.some((group) => matchesGroup(typed, group))) return true;
    // 张云山 is looked for, and the device knew no ideographs: its pinyin has to do.
    if (groups.some(hasIdeographs)) return false;
    return inLatin.some((latin) => groups.some((group) => matchesGroup([[latin]], group)));
  };
}

const toTyped = (word: readonly NamePart[]): Typed[] =>
  word.map(({ text, isIdeograph }) => ({ text, isIdeograph }));

const hasIdeographs = (words: NameWords): boolean => words.flat().some(({ isIdeograph }) => isIdeograph);

/** The query run together in Latin letters, if it has ideographs. */
function latinSpellings(words: NameWords): Typed[] {
  if (!hasIdeographs(words)) return [];
  let spellings = [''];
  for (const { readings } of words.flat()) {
    spellings = spellings
      .flatMap((start) => readings.map((reading) => start + reading))
      .slice(0, mostSpellings);
  }
  return spellings.map((text) => ({ text, isIdeograph: false }));
}

function matchesGroup(words: readonly (readonly Typed[])[], group: NameWords): boolean {
  const stored = group.flat();
  const spellsFrom = speller(runTogether(words.flat()), stored);
  if (stored.some((_, start) => spellsFrom(start))) return true;
  if (words.length < 2 || words.length > mostWords) return false;
  const starts = words.map((word) => {
    const spells = speller(word, stored);
    return stored.flatMap((_, start) => (spells(start) ? [start] : []));
  });
  return eachHasItsOwn(starts, new Set());
}

/** Each word begins at another part of the name. */
function eachHasItsOwn([first, ...rest]: readonly number[][], taken: ReadonlySet<number>): boolean {
  if (!first) return true;
  return first.some((start) => !taken.has(start) && eachHasItsOwn(rest, new Set(taken).add(start)));
}

function runTogether(typed: readonly Typed[]): Typed[] {
  const result: Typed[] = [];
  for (const one of typed) {
    const last = result.at(-1);
    if (last && !last.isIdeograph && !one.isIdeograph) {
      result[result.length - 1] = { text: last.text + one.text, isIdeograph: false };
    } else result.push(one);
  }
  return result;
}

/** Tells whether what is typed spells the parts of a name from one of them on; the last may be begun only. */
function speller(typed: readonly Typed[], stored: readonly NamePart[]): (start: number) => boolean {
  // There are many ways to the same place: what failed once is not tried again.
  const failed = new Set<string>();
  return (start) => spells(0, 0, start);

  /** From `typed[index]` at `offset` and from `stored[at]` on. */
  function spells(index: number, offset: number, at: number): boolean {
    const wanted = typed[index];
    if (!wanted) return true;
    const part = stored[at];
    if (!part) return false;
    if (wanted.isIdeograph) {
      return part.isIdeograph && part.text === wanted.text && spells(index + 1, 0, at + 1);
    }
    const rest = wanted.text.slice(offset);
    if (!part.readings.some((reading) => reading[0] === rest[0])) return false;
    const place = `${index}.${offset}.${at}`;
    if (failed.has(place)) return false;
    const found = part.readings.some(
      (reading) =>
        (reading.startsWith(rest) && spells(index + 1, 0, at + 1)) ||
        beginnings(reading, part.isIdeograph).some(
          (beginning) => rest.startsWith(beginning) && spells(index, offset + beginning.length, at + 1),
        ),
    );
    if (!found) failed.add(place);
    return found;
  }
}

/** The whole of it or its initial: z or zh for zhang. */
function beginnings(reading: string, isIdeograph: boolean): string[] {
  const initial = isIdeograph ? digraph.exec(reading)?.[0] : undefined;
  return [reading, ...(initial ? [initial] : []), reading.slice(0, 1)].filter((text) => text !== '');
}
