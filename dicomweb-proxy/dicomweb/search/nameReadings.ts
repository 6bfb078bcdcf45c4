import { LRUCache } from 'lru-cache';
import { pinyin } from 'pinyin-pro';

/** A part of a name that is read as one: an ideograph, or a word of letters. */
export interface NamePart {
  /** in lower case, without diacritics */
  readonly text: string;
  readonly isIdeograph: boolean;
  /** How it may be typed in Latin letters, without tones: pinyin of an ideograph, spellings of a word. */
  readonly readings: readonly string[];
}

/** The words of a name group, each of parts: `zhang san` is two words, `张三` one word of two parts. */
export type NameWords = readonly (readonly NamePart[])[];

const ideograph = /\p{Script=Han}/u;
const parts = /\p{Script=Han}|[^\p{Script=Han}\s]+/gu;
const readingsKept = 20_000;
const ideographs = new LRUCache<string, readonly string[]>({ max: readingsKept });
const groups = new LRUCache<string, readonly NameWords[]>({ max: readingsKept });

/** The groups of a Person Name (PS3.5 6.2.1.1): alphabetic, ideographic, phonetic, as far as there are. */
export function nameGroups(name: string): readonly NameWords[] {
  const known = groups.get(name);
  if (known) return known;
  const made = name
    .split('=')
    .map(nameWords)
    .filter((words) => words.length > 0);
  groups.set(name, made);
  return made;
}

/** @param text one group of a name, or what someone types to find one */
export function nameWords(text: string): NameWords {
  const plain = text.normalize('NFKC').toLowerCase();
  // An apostrophe is within a word (o'brien, xi'an), other punctuation is between words.
  const spaced = plain.replace(/['’`]/g, '').replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ');
  return spaced
    .split(' ')
    .filter((word) => word !== '')
    .map(wordParts);
}

function wordParts(word: string): NamePart[] {
  const surname = surnameReadings(word);
  let index = -1;
  return [...word.matchAll(parts)].map(([text]) => {
    if (!ideograph.test(text)) return { text: stripped(text), isIdeograph: false, readings: spellings(text) };
    index += 1;
    const special = surname[index];
    const all = special ? [special, ...ideographReadings(text)] : ideographReadings(text);
    return { text, isIdeograph: true, readings: [...new Set(all.flatMap(spellings))] };
  });
}

/** 单 is dan, but Shan as a surname; 尉迟 is Yuchi. */
function surnameReadings(word: string): string[] {
  const only = [...word].filter((character) => ideograph.test(character)).join('');
  return only === '' ? [] : pinyin(only, { toneType: 'none', type: 'array', surname: 'head' });
}

function ideographReadings(character: string): readonly string[] {
  const known = ideographs.get(character);
  if (known) return known;
  const made = pinyin(character, { toneType: 'none', type: 'array', multiple: true });
  ideographs.set(character, made);
  return made;
}

const stripped = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '');

const germanVowels: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ø: 'oe',
  æ: 'ae',
};

/** `ü` is typed u, v or yu in pinyin and ue in German. */
function spellings(text: string): string[] {
  const composed = text.normalize('NFC');
  if (/^[\x20-\x7e]*$/.test(composed)) return [composed];
  const withUmlaut = stripped(composed.replaceAll('ü', '\u0001'));
  return [
    ...new Set([
      stripped(composed),
      withUmlaut.replaceAll('\u0001', 'v'),
      withUmlaut.replaceAll('\u0001', 'yu'),
      stripped(composed.replace(/[äöüßøæ]/g, (letter) => germanVowels[letter] ?? letter)),
    ]),
  ];
}
