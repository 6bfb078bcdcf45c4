import { rawDataSet } from '../part10/index.ts';
import { correctTexts } from './correctTexts.ts';
import { markGuessed } from './guessedCharacterSet.ts';
import { readPart10 } from './readPart10.ts';
import type { DicomJson, DicomJsonElement } from './seriesDicomJson.ts';

const binaryVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);
const isPixelData = (tag: string): boolean => tag.startsWith('7FE0');

/** The data set of a Part 10 file in the DICOM JSON Model (PS3.18 Annex F), without pixel data. */
export function part10DicomJson(file: Buffer): DicomJson {
  const dataSet = toDicomJson(readPart10(file).dataSet);
  const raw = rawDataSet(file, true);
  if (raw) markGuessed(dataSet, correctTexts(dataSet, raw).guessed);
  // JSON is in UTF-8, whatever the file was (PS3.18 F.2).
  if (dataSet['00080005']) dataSet['00080005'] = { vr: 'CS', Value: ['ISO_IR 192'] };
  return dataSet;
}

function toDicomJson(dataSet: DicomJson): DicomJson {
  const entries = Object.entries(dataSet)
    .filter(([tag]) => /^[0-9A-F]{8}$/.test(tag) && !tag.endsWith('0000') && !isPixelData(tag))
    .map(([tag, element]) => [tag, toElement(element)] as const);
  return Object.fromEntries(entries);
}

function toElement({ vr, Value: values = [] }: DicomJsonElement): DicomJsonElement {
  if (vr === 'SQ') return withValues(vr, values.filter(isObject).map(toDicomJson));
  const [first] = values;
  if (binaryVrs.has(vr) || first instanceof ArrayBuffer) {
    if (!(first instanceof ArrayBuffer) || first.byteLength === 0) return { vr };
    return { vr, InlineBinary: Buffer.from(first).toString('base64') };
  }
  if (vr === 'PN') return withValues(vr, values.map(personName));
  return withValues(vr, values.length === 1 && first === '' ? [] : values.map(plain));
}

const withValues = (vr: string, values: unknown[]): DicomJsonElement =>
  values.length === 0 ? { vr } : { vr, Value: values };

const isObject = (value: unknown): value is DicomJson => typeof value === 'object' && value !== null;

/** dcmjs dresses values up as String and Number objects. */
const plain = (value: unknown): unknown =>
  value instanceof String || value instanceof Number ? value.valueOf() : value;

function personName(value: unknown): unknown {
  if (isObject(value) && 'Alphabetic' in value) return { ...value };
  const [Alphabetic, Ideographic, Phonetic] = String(value).split('=');
  return {
    ...(Alphabetic && { Alphabetic }),
    ...(Ideographic && { Ideographic }),
    ...(Phonetic && { Phonetic }),
  };
}
