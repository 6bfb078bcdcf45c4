/** How the elements of a data set are encoded, PS3.5 7.1 and 7.3. */
export interface Encoding {
  readonly littleEndian: boolean;
  readonly explicit: boolean;
}

export interface ElementHead {
  readonly tag: number;
  /** undefined in Implicit VR, and of items and their ends */
  readonly vr: string | undefined;
  readonly valueAt: number;
  /** `undefinedLength` where it ends with a delimiter */
  readonly length: number;
}

/** There is too little to read on: more of the file may help. */
export class TooShort extends Error {
  /** up to which byte at least, where that is known */
  readonly wanted: number | undefined;

  constructor(wanted?: number) {
    super('too few bytes');
    this.wanted = wanted;
  }
}

export const undefinedLength = 0xffffffff;
const item = 0xfffee000;
const itemEnd = 0xfffee00d;
const sequenceEnd = 0xfffee0dd;
const deepest = 32;

const longVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const shortVrs = new Set(
  ['AE', 'AS', 'AT', 'CS', 'DA', 'DS', 'DT', 'FD', 'FL', 'IS', 'LO', 'LT', 'PN', 'SH', 'SL', 'SS'].concat([
    'ST',
    'TM',
    'UI',
    'UL',
    'US',
  ]),
);
export const isVr = (text: string): boolean => longVrs.has(text) || shortVrs.has(text);

const transferSyntaxes = {
  implicitLe: '1.2.840.10008.1.2',
  explicitLe: '1.2.840.10008.1.2.1',
  explicitBe: '1.2.840.10008.1.2.2',
  deflated: '1.2.840.10008.1.2.1.99',
} as const;
export { transferSyntaxes };

/** Of all transfer syntaxes but three data sets are Explicit VR Little Endian (PS3.5 10, A.4). */
export const encodingOf = (transferSyntaxUid: string | undefined): Encoding => ({
  littleEndian: transferSyntaxUid !== transferSyntaxes.explicitBe,
  explicit: transferSyntaxUid !== transferSyntaxes.implicitLe,
});

/** @throws TooShort; Error where no element can be */
export function readElement(bytes: Buffer, at: number, { littleEndian, explicit }: Encoding): ElementHead {
  if (at + 8 > bytes.length) throw new TooShort(at + 8);
  const u16 = (offset: number): number =>
    littleEndian ? bytes.readUInt16LE(offset) : bytes.readUInt16BE(offset);
  const u32 = (offset: number): number =>
    littleEndian ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset);
  const tag = u16(at) * 0x10000 + u16(at + 2);
  const isDelimiter = tag === item || tag === itemEnd || tag === sequenceEnd;
  if (!explicit || isDelimiter) return { tag, vr: undefined, valueAt: at + 8, length: u32(at + 4) };
  const vr = bytes.toString('latin1', at + 4, at + 6);
  if (!/^[A-Z]{2}$/.test(vr)) throw new Error(`no value representation at byte ${at + 4}`);
  if (!longVrs.has(vr)) return { tag, vr, valueAt: at + 8, length: u16(at + 6) };
  if (at + 12 > bytes.length) throw new TooShort(at + 12);
  return { tag, vr, valueAt: at + 12, length: u32(at + 8) };
}

/** Where the element ends. @throws TooShort; Error where no item is */
export function elementEnd(bytes: Buffer, element: ElementHead, encoding: Encoding): number {
  if (element.length !== undefinedLength) return element.valueAt + element.length;
  return skipSequence(bytes, element.valueAt, encoding, 0);
}

/** @returns where what follows the sequence begins */
function skipSequence(bytes: Buffer, start: number, encoding: Encoding, depth: number): number {
  if (depth > deepest) throw new Error('sequences too deep');
  for (let at = start; ;) {
    const { tag, valueAt, length } = readElement(bytes, at, encoding);
    if (tag === sequenceEnd) return valueAt;
    if (tag !== item) throw new Error(`no item where one must be, at byte ${at}`);
    at = length === undefinedLength ? skipItem(bytes, valueAt, encoding, depth) : valueAt + length;
  }
}

function skipItem(bytes: Buffer, start: number, encoding: Encoding, depth: number): number {
  for (let at = start; ;) {
    const { tag, valueAt, length } = readElement(bytes, at, encoding);
    if (tag === itemEnd) return valueAt;
    at = length === undefinedLength ? skipSequence(bytes, valueAt, encoding, depth + 1) : valueAt + length;
  }
}

/** (gggg,eeee) */
export const tagText = (tag: number): string => {
  const hex = tag.toString(16).toUpperCase().padStart(8, '0');
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
};
