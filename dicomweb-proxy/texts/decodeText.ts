import { convertBytes } from 'dicom-character-set';
import type { CharacterSet } from './characterSet.ts';
import { recogniseText, type Recognised } from './recogniseText.ts';

export interface DecodedText {
  readonly text: string;
  /** What it was taken for, where that is not what the data set declares. */
  readonly guessed?: Recognised | 'ISO_IR 100';
}

const decoders = new Map<string, TextDecoder>();
const strict = new TextDecoder('utf-8', { fatal: true });

function decoder(label: string): TextDecoder {
  const known = decoders.get(label) ?? new TextDecoder(label);
  decoders.set(label, known);
  return known;
}

/** Whether a value reads the same in every character set: ASCII, and no escape sequences. */
export const isPlain = (bytes: Uint8Array): boolean => bytes.every((byte) => byte < 0x80 && byte !== 0x1b);

/**
 * A value of a text VR (PS3.5 6.2), all its values together: those of GBK may have a backslash in the second byte of a
 * letter, so that values can be told apart in text only. Never throws; what cannot be decoded becomes U+FFFD.
 */
export function decodeText(bytes: Uint8Array, characterSet: CharacterSet, vr: string): DecodedText {
  if (isPlain(bytes)) return { text: decoder('windows-1252').decode(bytes) };
  if (characterSet.kind === 'extended') return extended(bytes, characterSet.terms, vr);
  const { label } = characterSet;
  if (label === 'utf-8') {
    try {
      return { text: strict.decode(bytes) };
    } catch {
      return recognised(bytes);
    }
  }
  if (characterSet.kind === 'doubtful') return doubtful(bytes);
  const text = decoder(label).decode(bytes);
  // A hospital's system may write its texts into the files of a device that declares another set.
  const isWrong = text.includes('\ufffd') && recogniseText(bytes) !== undefined;
  return isWrong ? recognised(bytes) : { text };
}

function recognised(bytes: Uint8Array): DecodedText {
  const guessed = recogniseText(bytes);
  if (guessed === undefined) return { text: decoder('windows-1252').decode(bytes), guessed: 'ISO_IR 100' };
  return { text: decoder(guessed.toLowerCase()).decode(bytes), guessed };
}

/** Latin-1 is what is declared, or the usual where nothing is: no guess then. */
function doubtful(bytes: Uint8Array): DecodedText {
  const guess = recognised(bytes);
  return guess.guessed === 'ISO_IR 100' ? { text: guess.text } : guess;
}

/** Sets of two bytes in G1, whose escape sequences are often left out after `^` and `=`, where PS3.5 6.1.2.5.3 wants them again. */
const withoutEscapes: Readonly<Record<string, string>> = { '58': 'gb18030', '149': 'euc-kr' };

function extended(bytes: Uint8Array, terms: string, vr: string): DecodedText {
  const [, number = ''] = /IR (58|149)(?:\\|$)/.exec(terms) ?? [];
  const label = withoutEscapes[number];
  if (label) {
    const others = terms
      .split('\\')
      .filter((term) => !/IR (6|100)$/.test(term) && !term.endsWith(` ${number}`));
    const bare = withoutSequences(bytes);
    // Then all bytes above ASCII are of that set, and the escape sequences tell nothing more.
    const isAlone = others.length === 0 && (!terms.includes('IR 100') || recogniseText(bare) !== undefined);
    if (isAlone) return { text: decoder(label).decode(bare) };
  }
  try {
    return { text: convertBytes(terms, bytes, { vr }) };
  } catch {
    return recognised(bytes);
  }
}

/** Without escape sequences (PS3.5 Table C.12-3): ESC, intermediates 02/00 to 02/15, one final byte. */
function withoutSequences(bytes: Uint8Array): Uint8Array {
  const kept: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== 0x1b) {
      kept.push(bytes[at] ?? 0);
      continue;
    }
    at += 1;
    while ((bytes[at] ?? 0) >= 0x20 && (bytes[at] ?? 0) <= 0x2f) at += 1;
  }
  return Uint8Array.from(kept);
}
