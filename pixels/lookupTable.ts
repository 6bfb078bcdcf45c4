import { itemsOf, numbersOf, textOf } from './dicomJson.ts';
import type { DicomJson } from './types.ts';

/** A look-up table: LUT Descriptor and LUT Data, PS3.3 C.11.1.1 and C.11.2.1.1. */
export interface LookupTable {
  /** Input that the first entry belongs to; lower ones get the first entry, higher ones the last. */
  firstValue: number;
  /** Bits of an entry: outputs go from 0 to `2 ** bits - 1`. */
  bits: number;
  entries: Uint16Array<ArrayBuffer>;
  /** LUT Explanation (0028,3003), for people. */
  explanation: string;
}

/** What a look-up table gives for an input; fractions count as the whole number nearest to them. */
export function lookUp({ firstValue, entries }: LookupTable, input: number): number {
  const at = Math.round(input) - firstValue;
  return entries[Math.min(entries.length - 1, Math.max(0, at))] as number;
}

/** The greatest output of a look-up table. */
export const highestOutput = ({ bits }: LookupTable): number => 2 ** bits - 1;

/** The tables of a LUT sequence; an item whose descriptor and data do not fit is left out. */
export function readLookupTables(dataSet: DicomJson, sequence: string, signedInput?: boolean): LookupTable[] {
  return itemsOf(dataSet, sequence).flatMap((item) => readLookupTable(item, signedInput) ?? []);
}

/**
 * Reads a table from an item of a LUT sequence, its data InlineBinary or Value; undefined where they are missing, bulk
 * data, or too short for the descriptor.
 * @param signedInput the first value mapped is a signed number (PS3.3 C.11.1.1.1), whatever VR it came with; taken as it came if not given
 */
export function readLookupTable(item: DicomJson, signedInput?: boolean): LookupTable | undefined {
  const [count = 0, first = 0, bits = 16] = numbersOf(item, '00283002');
  if (!item['00283002']?.Value || bits < 1 || bits > 16) return undefined;
  const entryCount = count === 0 ? 65536 : count < 0 ? count + 65536 : count;
  const words = readWords(item, entryCount, bits);
  if (!words) return undefined;
  return {
    firstValue: signedInput === undefined ? first : asSigned(first, signedInput),
    bits: trueBits(bits, words),
    entries: words,
    explanation: textOf(item, '00283003') ?? '',
  };
}

function asSigned(value: number, signed: boolean): number {
  if (signed) return value > 32767 ? value - 65536 : value;
  return value < 0 ? value + 65536 : value;
}

/** Writers that say 8 bits and fill more are taken at what they fill: cut off, the brightest would be black. */
function trueBits(bits: number, words: Uint16Array): number {
  const highest = words.reduce((a, b) => Math.max(a, b), 0);
  return highest < 2 ** bits ? bits : Math.max(bits, Math.ceil(Math.log2(highest + 1)));
}

function readWords(item: DicomJson, count: number, bits: number): Uint16Array<ArrayBuffer> | undefined {
  const inline = item['00283006']?.InlineBinary;
  if (inline === undefined) {
    const values = numbersOf(item, '00283006');
    if (values.length >= count) return Uint16Array.from(values.slice(0, count), (value) => value & 0xffff);
    // 8-bit entries come packed two to a word, the first one in the low byte.
    if (bits > 8 || 2 * values.length < count) return undefined;
    return Uint16Array.from(
      { length: count },
      (_, i) => ((values[i >> 1] as number) >> (8 * (i & 1))) & 0xff,
    );
  }
  const bytes = Uint8Array.from(atob(inline), (character) => character.charCodeAt(0));
  if (bytes.length < 2 * count)
    return bits <= 8 && bytes.length >= count ? Uint16Array.from(bytes.subarray(0, count)) : undefined;
  const view = new DataView(bytes.buffer);
  return Uint16Array.from({ length: count }, (_, i) => view.getUint16(2 * i, true));
}
