import { constants, inflateRawSync } from 'node:zlib';

/** The identity of an instance, read from the beginning of its file. */
export interface InstanceIds {
  studyInstanceUid: string;
  seriesInstanceUid: string;
  sopInstanceUid: string;
}

export type HeaderReading =
  | {
      kind: 'instance';
      ids: InstanceIds;
      sopClassUid: string;
      transferSyntaxUid: string;
      /** What of a Part 10 file (PS3.10 7.1) is not there. */
      lacks: 'nothing' | 'preamble' | 'preamble-and-meta';
    }
  /** A DICOM file, but what it is could not be read from this beginning. */
  | { kind: 'unreadable'; reason: string }
  | { kind: 'dicomdir' }
  | { kind: 'not-dicom' };

const IMPLICIT_LE = '1.2.840.10008.1.2';
const EXPLICIT_LE = '1.2.840.10008.1.2.1';
const DEFLATED_LE = '1.2.840.10008.1.2.1.99';
const EXPLICIT_BE = '1.2.840.10008.1.2.2';
const MEDIA_STORAGE_DIRECTORY = '1.2.840.10008.1.3.10';
const UNDEFINED_LENGTH = 0xffffffff;
const longVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const DEEPEST = 32;

interface Encoding {
  explicit: boolean;
  littleEndian: boolean;
}

/** The beginning of the file is over: the element wanted may lie behind it. */
class EndOfBytes extends Error {}
class Malformed extends Error {}

interface ElementHeader {
  tag: number;
  length: number;
  valueOffset: number;
}

function elementAt(bytes: Buffer, offset: number, { explicit, littleEndian }: Encoding): ElementHeader {
  if (offset + 12 > bytes.length) throw new EndOfBytes();
  const u16 = (at: number) => (littleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number) => (littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const tag = u16(offset) * 0x10000 + u16(offset + 2);
  if (!explicit || u16(offset) === 0xfffe) return { tag, length: u32(offset + 4), valueOffset: offset + 8 };
  const vr = bytes.toString('latin1', offset + 4, offset + 6);
  if (!/^[A-Z]{2}$/.test(vr)) throw new Malformed(`no VR at byte ${offset + 4}`);
  return longVrs.has(vr)
    ? { tag, length: u32(offset + 8), valueOffset: offset + 12 }
    : { tag, length: u16(offset + 6), valueOffset: offset + 8 };
}

/** Offset behind a sequence or item of undefined length that begins at `offset` (PS3.5 7.5). */
function skipUndefined(
  bytes: Buffer,
  offset: number,
  encoding: Encoding,
  end: number,
  depth: number,
): number {
  if (depth > DEEPEST) throw new Malformed(`sequences nested more than ${DEEPEST} deep`);
  for (;;) {
    const { tag, length, valueOffset } = elementAt(bytes, offset, encoding);
    if (tag === end) return valueOffset;
    if (length !== UNDEFINED_LENGTH) offset = valueOffset + length;
    else
      offset = skipUndefined(
        bytes,
        valueOffset,
        encoding,
        tag === 0xfffee000 ? 0xfffee00d : 0xfffee0dd,
        depth + 1,
      );
  }
}

/** Texts of the wanted elements; ends behind `last` or at the first element of another group than `onlyGroup`. */
function readTexts(
  bytes: Buffer,
  start: number,
  encoding: Encoding,
  limits: { last: number; onlyGroup?: number },
): { texts: Map<number, string>; offset: number } {
  const texts = new Map<number, string>();
  let offset = start;
  try {
    for (;;) {
      // The data set behind group 2 may be encoded otherwise: its first element is not looked into.
      if (limits.onlyGroup !== undefined && offset + 2 <= bytes.length) {
        if (bytes.readUInt16LE(offset) !== limits.onlyGroup) break;
      }
      const { tag, length, valueOffset } = elementAt(bytes, offset, encoding);
      if (tag > limits.last) break;
      if (length === UNDEFINED_LENGTH) {
        offset = skipUndefined(bytes, valueOffset, encoding, 0xfffee0dd, 0);
        continue;
      }
      if (length <= 128) {
        if (valueOffset + length > bytes.length) throw new EndOfBytes();
        texts.set(tag, bytes.toString('latin1', valueOffset, valueOffset + length).replace(/[\0 ]+$/, ''));
      }
      offset = valueOffset + length;
    }
  } catch (error) {
    if (!(error instanceof EndOfBytes)) throw error;
  }
  return { texts, offset };
}

const isUid = (text: string | undefined): text is string => text !== undefined && /^[0-9.]{1,64}$/.test(text);

function identify(
  bytes: Buffer,
  start: number,
  transferSyntaxUid: string,
  lacks: Extract<HeaderReading, { kind: 'instance' }>['lacks'],
): HeaderReading {
  const encoding = {
    explicit: transferSyntaxUid !== IMPLICIT_LE,
    littleEndian: transferSyntaxUid !== EXPLICIT_BE,
  };
  const { texts } = readTexts(bytes, start, encoding, { last: 0x0020000e });
  const [sopInstanceUid, studyInstanceUid, seriesInstanceUid] = [0x00080018, 0x0020000d, 0x0020000e].map(
    (tag) => texts.get(tag),
  );
  if (!isUid(sopInstanceUid) || !isUid(studyInstanceUid) || !isUid(seriesInstanceUid)) {
    return { kind: 'unreadable', reason: 'no valid UIDs of study, series and instance' };
  }
  const ids = { sopInstanceUid, studyInstanceUid, seriesInstanceUid };
  return { kind: 'instance', ids, sopClassUid: texts.get(0x00080016) ?? '', transferSyntaxUid, lacks };
}

function inflateBeginning(bytes: Buffer): Buffer {
  return inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 16 << 20 });
}

function readPart10(bytes: Buffer, metaStart: number): HeaderReading {
  const meta = readTexts(
    bytes,
    metaStart,
    { explicit: true, littleEndian: true },
    { last: Infinity, onlyGroup: 2 },
  );
  if (meta.texts.get(0x00020002) === MEDIA_STORAGE_DIRECTORY) return { kind: 'dicomdir' };
  const transferSyntaxUid = meta.texts.get(0x00020010) ?? EXPLICIT_LE;
  if (transferSyntaxUid !== DEFLATED_LE) return identify(bytes, meta.offset, transferSyntaxUid, 'nothing');
  return identify(inflateBeginning(bytes.subarray(meta.offset)), 0, transferSyntaxUid, 'nothing');
}

/** Without preamble there is nothing to go by but whether it reads as a data set: three encodings are tried. */
function readBare(bytes: Buffer): HeaderReading {
  for (const transferSyntaxUid of [EXPLICIT_LE, IMPLICIT_LE, EXPLICIT_BE]) {
    try {
      const reading = identify(bytes, 0, transferSyntaxUid, 'preamble-and-meta');
      if (reading.kind === 'instance') return reading;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
    }
  }
  return { kind: 'not-dicom' };
}

/**
 * What a file is, from its first bytes: Part 10 (PS3.10 7.1), or a data set without preamble when it reads as one. Never throws
 * for malformed bytes.
 */
export function readHeader(bytes: Buffer): HeaderReading {
  const preamble = bytes.length >= 132 && bytes.toString('latin1', 128, 132) === 'DICM';
  try {
    if (preamble) return readPart10(bytes, 132);
    if (bytes.length >= 8 && bytes.readUInt16LE(0) === 2 && bytes.readUInt16LE(2) <= 0x102) {
      const reading = readPart10(bytes, 0);
      return reading.kind === 'instance' ? { ...reading, lacks: 'preamble' } : reading;
    }
    return readBare(bytes);
  } catch (error) {
    if (!preamble) return { kind: 'not-dicom' };
    return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
  }
}
