import type { RawDataSet } from '../part10/index.ts';
import { characterSetOf, type CharacterSet } from './characterSet.ts';
import { decodeText } from './decodeText.ts';

/** VRs that Specific Character Set (0008,0005) is about, PS3.5 6.1.2.3. */
export const textVrs: ReadonlySet<string> = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);
/** Their backslash separates no values. */
const singleValued = new Set(['LT', 'ST', 'UT']);
const padding = /[\0 ]+$/;

/**
 * The character set of a data set or item.
 * @param inherited that of the data set an item is in, which holds where the item has none (PS3.3 C.12.1.1.2)
 */
export function characterSetIn(raw: RawDataSet, inherited: CharacterSet = characterSetOf([])): CharacterSet {
  const declared = raw.get('00080005')?.bytes;
  if (!declared || declared.length === 0) return inherited;
  return characterSetOf(Buffer.from(declared).toString('latin1').replace(padding, '').split('\\'));
}

export interface TextValues {
  readonly values: readonly string[];
  /** What the text was taken for, where that is not what is declared: `GB18030`, `UTF-8` or `ISO_IR 100`. */
  readonly guessed: string | undefined;
}

/** The values of an element of a text VR, without their padding (PS3.5 6.2). */
export function textValues(bytes: Uint8Array, characterSet: CharacterSet, vr: string): TextValues {
  const { text, guessed } = decodeText(bytes, characterSet, vr);
  if (singleValued.has(vr)) return { values: [text.replace(padding, '')], guessed };
  return {
    values: text.split('\\').map((value) => value.replace(padding, '').replace(/^ +/, '')),
    guessed,
  };
}
