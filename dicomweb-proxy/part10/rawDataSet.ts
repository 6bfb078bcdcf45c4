import dicomParser, { type ByteArrayParser, type DataSet } from 'dicom-parser';
import { encodingOf } from './element.ts';
import { dataSetBytes, part10Layout } from './layout.ts';

/** An element as its bytes stand in the file. */
export interface RawElement {
  /** undefined in Implicit VR */
  readonly vr: string | undefined;
  /** empty for a sequence */
  readonly bytes: Uint8Array;
  /** of a sequence */
  readonly items?: readonly RawDataSet[];
}

/** Its types leave out the constructor. */
const DataSetOf = (
  dicomParser as unknown as {
    DataSet: new (parser: ByteArrayParser, bytes: Buffer, elements: object) => DataSet;
  }
).DataSet;

/** By tag, eight upper-case hexadecimal digits. */
export type RawDataSet = ReadonlyMap<string, RawElement>;

/**
 * The elements of a file up to Pixel Data, from its beginning. What is cut or odd ends the reading; what was read until
 * then is given. Never throws.
 * @returns undefined for what is no DICOM file
 */
export function rawDataSet(beginning: Buffer, isWhole: boolean): RawDataSet | undefined {
  const result = part10Layout(beginning, isWhole);
  if (result.kind !== 'layout') return undefined;
  try {
    return parse(dataSetBytes(beginning, result.layout), result.layout.transferSyntaxUid);
  } catch {
    return undefined;
  }
}

function parse(bytes: Buffer, transferSyntaxUid: string): RawDataSet {
  const { littleEndian, explicit } = encodingOf(transferSyntaxUid);
  const byteParser = littleEndian
    ? dicomParser.littleEndianByteArrayParser
    : dicomParser.bigEndianByteArrayParser;
  const stream = new dicomParser.ByteStream(byteParser, bytes, 0);
  const dataSet = new DataSetOf(byteParser, bytes, {});
  const read = explicit ? dicomParser.parseDicomDataSetExplicit : dicomParser.parseDicomDataSetImplicit;
  try {
    read(dataSet, stream, bytes.length, { untilTag: 'x7fe00010' });
  } catch {
    // As far as it could be read.
  }
  return toRaw(dataSet);
}

function toRaw({ elements, byteArray }: DataSet): RawDataSet {
  const raw = new Map<string, RawElement>();
  for (const { tag, vr, dataOffset, length, items } of Object.values(elements)) {
    const end = dataOffset + length;
    // Of a value that is cut nothing is taken.
    if (!items && end > byteArray.length) continue;
    raw.set(tag.slice(1).toUpperCase(), {
      vr,
      bytes: items ? new Uint8Array() : (byteArray as Uint8Array).subarray(dataOffset, end),
      ...(items && { items: items.flatMap(({ dataSet }) => (dataSet ? [toRaw(dataSet)] : [])) }),
    });
  }
  return raw;
}
