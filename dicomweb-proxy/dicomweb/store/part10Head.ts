import { constants, inflateRawSync } from 'node:zlib';

/** What the beginning of a Part 10 file (PS3.10 7) says of the instance. */
export interface Part10Head {
  /** Of the data set, else of the file meta information. */
  sopClassUid: string | undefined;
  sopInstanceUid: string | undefined;
  transferSyntaxUid: string | undefined;
  studyInstanceUid: string | undefined;
  seriesInstanceUid: string | undefined;
  /** The data set could be read up to Series Instance UID: a UID that is undefined is not in it. */
  isComplete: boolean;
  /** File meta information and data set are not of one SOP Instance. */
  contradicts: boolean;
}

export type HeadResult =
  | { kind: 'head'; head: Part10Head }
  /** Too little of it is there; `head` is what could be read. */
  | { kind: 'more'; head: Part10Head }
  | { kind: 'not-dicom' };

const longVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const undefinedLength = 0xffffffff;
const item = 0xfffee000;
const itemEnd = 0xfffee00d;
const sequenceEnd = 0xfffee0dd;
const studyInstanceUid = 0x0020000d;
const seriesInstanceUid = 0x0020000e;
const deflated = '1.2.840.10008.1.2.1.99';
/** Deflated bytes looked into, and the most they may become. */
const mostDeflatedBytes = 256 * 1024;
const mostInflatedBytes = 16 * 1024 ** 2;
const deepest = 32;

interface Syntax {
  littleEndian: boolean;
  explicit: boolean;
}

class TooShort extends Error {}

/**
 * Reads as far as Series Instance UID (0020,000E).
 * @param isWhole nothing comes after `bytes`
 */
export function part10Head(bytes: Buffer, isWhole = false): HeadResult {
  const head: Part10Head = {
    sopClassUid: undefined,
    sopInstanceUid: undefined,
    transferSyntaxUid: undefined,
    studyInstanceUid: undefined,
    seriesInstanceUid: undefined,
    isComplete: false,
    contradicts: false,
  };
  if (bytes.length < 132) return { kind: 'more', head };
  if (bytes.toString('latin1', 128, 132) !== 'DICM') return { kind: 'not-dicom' };
  try {
    const dataSetAt = readMeta(bytes, head);
    const isDeflated = head.transferSyntaxUid === deflated;
    const dataSet = isDeflated ? inflated(bytes.subarray(dataSetAt)) : bytes.subarray(dataSetAt);
    readDataSet(dataSet, head, isWhole);
  } catch (error) {
    if (error instanceof TooShort) return { kind: 'more', head };
    // What is odd further in, the archive may still understand.
  }
  const isDicom = head.sopInstanceUid || (head.isComplete && head.transferSyntaxUid);
  return isDicom ? { kind: 'head', head } : { kind: 'not-dicom' };
}

/** Group 0002, always Explicit VR Little Endian. @returns where the data set begins */
function readMeta(bytes: Buffer, head: Part10Head): number {
  const syntax = { littleEndian: true, explicit: true };
  let at = 132;
  while (at + 2 <= bytes.length && bytes.readUInt16LE(at) === 0x0002) {
    const element = readElement(bytes, at, syntax);
    const text = (): string => uidText(bytes, element.valueAt, element.length);
    if (element.tag === 0x00020002) head.sopClassUid = text();
    if (element.tag === 0x00020003) head.sopInstanceUid = text();
    if (element.tag === 0x00020010) head.transferSyntaxUid = text();
    at = element.valueAt + element.length;
  }
  if (at + 2 > bytes.length) throw new TooShort();
  return at;
}

function readDataSet(bytes: Buffer, head: Part10Head, isWhole: boolean): void {
  const uid = head.transferSyntaxUid;
  const syntax = { littleEndian: uid !== '1.2.840.10008.1.2.2', explicit: uid !== '1.2.840.10008.1.2' };
  for (let at = 0; ;) {
    if (isWhole && at === bytes.length) {
      head.isComplete = true;
      return;
    }
    const { tag, valueAt, length } = readElement(bytes, at, syntax);
    if (tag > seriesInstanceUid) {
      head.isComplete = true;
      return;
    }
    const text = (): string => uidText(bytes, valueAt, length);
    if (tag === 0x00080016) head.sopClassUid = agreed(head, head.sopClassUid, text());
    if (tag === 0x00080018) head.sopInstanceUid = agreed(head, head.sopInstanceUid, text());
    if (tag === studyInstanceUid) head.studyInstanceUid = text();
    if (tag === seriesInstanceUid) {
      head.seriesInstanceUid = text();
      head.isComplete = true;
      return;
    }
    at = length === undefinedLength ? skipSequence(bytes, valueAt, syntax, 0) : valueAt + length;
  }
}

/** What the data set says holds. */
function agreed(head: Part10Head, inMeta: string | undefined, inDataSet: string): string {
  if (inMeta && inMeta !== inDataSet) head.contradicts = true;
  return inDataSet;
}

/** As much of a deflated data set (PS3.5 A.5) as can be had from its beginning. */
function inflated(bytes: Buffer): Buffer {
  return inflateRawSync(bytes.subarray(0, mostDeflatedBytes), {
    finishFlush: constants.Z_SYNC_FLUSH,
    maxOutputLength: mostInflatedBytes,
  });
}

function readElement(bytes: Buffer, at: number, { littleEndian, explicit }: Syntax) {
  if (at + 8 > bytes.length) throw new TooShort();
  const u16 = (offset: number): number =>
    littleEndian ? bytes.readUInt16LE(offset) : bytes.readUInt16BE(offset);
  const u32 = (offset: number): number =>
    littleEndian ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset);
  const tag = u16(at) * 0x10000 + u16(at + 2);
  const isDelimiter = tag === item || tag === itemEnd || tag === sequenceEnd;
  if (!explicit || isDelimiter) return { tag, valueAt: at + 8, length: u32(at + 4) };
  const vr = bytes.toString('latin1', at + 4, at + 6);
  if (!/^[A-Z]{2}$/.test(vr)) throw new Error('no value representation');
  if (!longVrs.has(vr)) return { tag, valueAt: at + 8, length: u16(at + 6) };
  if (at + 12 > bytes.length) throw new TooShort();
  return { tag, valueAt: at + 12, length: u32(at + 8) };
}

/** @returns where what follows the sequence begins */
function skipSequence(bytes: Buffer, start: number, syntax: Syntax, depth: number): number {
  if (depth > deepest) throw new Error('sequences too deep');
  for (let at = start; ;) {
    const { tag, valueAt, length } = readElement(bytes, at, syntax);
    if (tag === sequenceEnd) return valueAt;
    if (tag !== item) throw new Error('no item where one must be');
    at = length === undefinedLength ? skipItem(bytes, valueAt, syntax, depth) : valueAt + length;
  }
}

function skipItem(bytes: Buffer, start: number, syntax: Syntax, depth: number): number {
  for (let at = start; ;) {
    const { tag, valueAt, length } = readElement(bytes, at, syntax);
    if (tag === itemEnd) return valueAt;
    at = length === undefinedLength ? skipSequence(bytes, valueAt, syntax, depth + 1) : valueAt + length;
  }
}

function uidText(bytes: Buffer, at: number, length: number): string {
  if (at + length > bytes.length) throw new TooShort();
  // 64 by the standard; some software makes longer ones.
  if (length > 128) throw new Error('a UID longer than 128');
  return bytes.toString('latin1', at, at + length).replace(/[\0 ]+$/, '');
}
