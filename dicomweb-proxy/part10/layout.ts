import { constants, inflateRawSync } from 'node:zlib';
import {
  elementEnd,
  encodingOf,
  isVr,
  readElement,
  TooShort,
  transferSyntaxes,
  undefinedLength,
  type Encoding,
} from './element.ts';

/** How a file is made up, PS3.10 7.1: preamble, file meta information, data set. */
export interface Part10Layout {
  /** What of a Part 10 file is not there. */
  readonly lacks: 'nothing' | 'preamble' | 'preamble-and-meta' | 'transfer-syntax';
  /** Media Storage SOP Class and Instance UID (0002,0002), (0002,0003). */
  readonly sopClassUid: string | undefined;
  readonly sopInstanceUid: string | undefined;
  /** Declared, or found by how the data set reads. */
  readonly transferSyntaxUid: string;
  /** Where File Meta Information begins, without the prefix `DICM`. */
  readonly metaAt: number;
  /** Where the data set begins. */
  readonly dataSetAt: number;
}

export type LayoutResult =
  { kind: 'layout'; layout: Part10Layout } | { kind: 'more' } | { kind: 'not-dicom' };

/** Longest UID that is read: 64 by the standard; some software makes longer ones. */
const longestUid = 128;
const metaEncoding: Encoding = { littleEndian: true, explicit: true };

/** @param isWhole nothing comes after `bytes` */
export function part10Layout(bytes: Buffer, isWhole = false): LayoutResult {
  if (bytes.length < 132 && !isWhole) return { kind: 'more' };
  const saysSo = bytes.toString('latin1', 128, 132) === 'DICM';
  try {
    if (saysSo) return readMeta(bytes, 132, 'nothing', isWhole);
    // The preamble was left out, or it is a bare data set, as before PS3.10 and out of some databases.
    if (bytes.toString('latin1', 0, 4) === 'DICM') return readMeta(bytes, 4, 'preamble', isWhole);
    if (bytes.length >= 6 && bytes.readUInt32LE(0) % 0x10000 === 2 && isVr(bytes.toString('latin1', 4, 6))) {
      return readMeta(bytes, 0, 'preamble', isWhole);
    }
    const transferSyntaxUid = transferSyntaxOf(bytes, isWhole, firstGroups);
    if (transferSyntaxUid === undefined) return { kind: 'not-dicom' };
    const layout = {
      sopClassUid: undefined,
      sopInstanceUid: undefined,
      transferSyntaxUid,
      metaAt: 0,
      dataSetAt: 0,
    };
    return { kind: 'layout', layout: { lacks: 'preamble-and-meta', ...layout } };
  } catch (error) {
    // Of a file that is whole this means that it was cut.
    return error instanceof TooShort && (saysSo || !isWhole) ? { kind: 'more' } : { kind: 'not-dicom' };
  }
}

/** Group 0002, always Explicit VR Little Endian; its length (0002,0000) is often wrong and not needed. */
function readMeta(
  bytes: Buffer,
  start: number,
  lacks: 'nothing' | 'preamble',
  isWhole: boolean,
): LayoutResult {
  const uids = new Map<number, string>();
  let at = start;
  while (at + 2 <= bytes.length && bytes.readUInt16LE(at) === 0x0002) {
    const { tag, valueAt, length } = readElement(bytes, at, metaEncoding);
    if (valueAt + length > bytes.length) throw new TooShort();
    if (length <= longestUid) uids.set(tag, uidText(bytes, valueAt, length));
    at = valueAt + length;
  }
  if (at + 2 > bytes.length && !isWhole) throw new TooShort();
  const declared = uids.get(0x00020010) || undefined;
  const found = declared ?? transferSyntaxOf(bytes.subarray(at), isWhole);
  if (found === undefined) return { kind: 'not-dicom' };
  const layout: Part10Layout = {
    lacks: declared === undefined ? 'transfer-syntax' : lacks,
    sopClassUid: uids.get(0x00020002) || undefined,
    sopInstanceUid: uids.get(0x00020003) || undefined,
    transferSyntaxUid: found,
    metaAt: start,
    dataSetAt: at,
  };
  return { kind: 'layout', layout };
}

/** A value of UI without its padding. @throws TooShort */
export function uidText(bytes: Buffer, at: number, length: number): string {
  if (at + length > bytes.length) throw new TooShort();
  return bytes.toString('latin1', at, at + length).replace(/[\0 ]+$/, '');
}

/** Instances begin with group 0008, before the first of which nothing but lengths and commands may stand. */
const firstGroups = new Set([0x0008]);
/** So many elements that make sense are no accident. */
const enoughElements = 6;

/** The encoding by which the beginning of a data set reads well: three are tried. @throws TooShort */
function transferSyntaxOf(bytes: Buffer, isWhole: boolean, groups?: ReadonlySet<number>): string | undefined {
  let short = false;
  for (const uid of [transferSyntaxes.explicitLe, transferSyntaxes.implicitLe, transferSyntaxes.explicitBe]) {
    const verdict = readsAs(bytes, encodingOf(uid), isWhole, groups);
    if (verdict === 'yes') return uid;
    if (verdict === 'more') short = true;
  }
  if (short) throw new TooShort();
  return undefined;
}

function readsAs(
  bytes: Buffer,
  encoding: Encoding,
  isWhole: boolean,
  groups?: ReadonlySet<number>,
): 'yes' | 'no' | 'more' {
  let before = -1;
  let count = 0;
  try {
    for (let at = 0; count < enoughElements; count += 1) {
      if (isWhole && at === bytes.length && count > 1) return 'yes';
      const element = readElement(bytes, at, encoding);
      const { tag, vr, length } = element;
      if (count === 0 && groups && !groups.has(tag >>> 16)) return 'no';
      if (tag <= before || (vr !== undefined && !isVr(vr))) return 'no';
      if (length !== undefinedLength && length > 0x00ffffff && tag < 0x7fe00000) return 'no';
      before = tag;
      if (tag >= 0x7fe00000) return count > 0 ? 'yes' : 'no';
      at = elementEnd(bytes, element, encoding);
    }
    return 'yes';
  } catch (error) {
    return error instanceof TooShort && !isWhole ? 'more' : 'no';
  }
}

/** Deflated bytes looked into, and the most they may become, where only the beginning is wanted. */
const mostDeflatedBytes = 256 * 1024;
const mostInflatedBytes = 16 * 1024 ** 2;
/** Of so few the most that deflating can hide (1032 times as much) stays within that. */
const tamelyDeflatedBytes = 15 * 1024;

/** The data set of these bytes; of a deflated one (PS3.5 A.5) as much as can be had from its beginning. */
export function dataSetBytes(bytes: Buffer, { dataSetAt, transferSyntaxUid }: Part10Layout): Buffer {
  const rest = bytes.subarray(dataSetAt);
  if (transferSyntaxUid !== transferSyntaxes.deflated) return rest;
  try {
    return inflateBeginning(rest, mostDeflatedBytes);
  } catch (error) {
    // An empty image, or somebody means us harm: what stands before it is wanted in either case.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error;
    return inflateBeginning(rest, tamelyDeflatedBytes);
  }
}

const inflateBeginning = (deflated: Buffer, length: number): Buffer =>
  inflateRawSync(deflated.subarray(0, length), {
    finishFlush: constants.Z_SYNC_FLUSH,
    maxOutputLength: mostInflatedBytes,
  });
