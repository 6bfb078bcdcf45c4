import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { fileMeta } from './completeMeta.ts';
import {
  elementEnd,
  encodingOf,
  readElement,
  transferSyntaxes,
  type ElementHead,
  type Encoding,
} from './element.ts';
import { part10Layout, uidText } from './layout.ts';

const sopClass = 0x00080016;
const sopInstance = 0x00080018;
const study = 0x0020000d;
const series = 0x0020000e;
const originalAttributes = 0x04000561;

/** A deflated data set may become this large. */
const mostInflatedBytes = 1024 ** 3;

/**
 * Gives an instance the UIDs it lacks. They follow from what is in it: the study from patient, date, Study ID and
 * accession number, the series from that and its number, modality and description, so that the slices of a series stay
 * together; the instance from all its bytes. What was there before is noted in Original Attributes Sequence (PS3.3 C.12.1.1.9); else the
 * data set stays as it is.
 * @param now for Attribute Modification DateTime
 * @returns a whole Part 10 file
 * @throws Error for what cannot be read
 */
export function completeUids(file: Buffer, now = new Date()): Buffer {
  const result = part10Layout(file, true);
  if (result.kind !== 'layout') throw new Error('no DICOM file');
  const { layout } = result;
  const { transferSyntaxUid } = layout;
  const isDeflated = transferSyntaxUid === transferSyntaxes.deflated;
  const stored = file.subarray(layout.dataSetAt);
  const dataSet = isDeflated ? inflateRawSync(stored, { maxOutputLength: mostInflatedBytes }) : stored;
  const encoding = encodingOf(transferSyntaxUid);
  const elements = readHeads(dataSet, encoding);
  const text = (tag: number): string => {
    const element = elements.find((one) => one.tag === tag);
    return element && element.valueAt + element.length <= dataSet.length && element.length < 1024
      ? uidText(dataSet, element.valueAt, element.length).trim()
      : '';
  };
  const visit = [0x00100010, 0x00100020, 0x00080020, 0x00200010, 0x00080050].map(text);
  const ofStudy = visit.some((value) => value !== '') ? visit : [digest(file)];
  const studyUid = text(study) || uidFrom('study', ofStudy);
  const ofSeries = [studyUid, ...[0x00200011, 0x00080060, 0x0008103e].map(text)];
  const wanted = new Map([
    [sopClass, text(sopClass) || layout.sopClassUid || ''],
    [sopInstance, text(sopInstance) || layout.sopInstanceUid || uidFrom('instance', [digest(file)])],
    [study, studyUid],
    [series, text(series) || uidFrom('series', ofSeries)],
  ]);
  const made = [...wanted].filter(([tag, uid]) => uid !== '' && text(tag) === '');
  const added = new Map(made.map(([tag, uid]) => [tag, element(tag, 'UI', padded(uid), encoding)]));
  if (!elements.some(({ tag }) => tag === originalAttributes)) {
    added.set(
      originalAttributes,
      originals(
        made.map(([tag]) => tag),
        now,
        encoding,
      ),
    );
  }
  const body = merged(dataSet, elements, added);
  const meta = fileMeta({
    sopClassUid: wanted.get(sopClass),
    sopInstanceUid: wanted.get(sopInstance),
    transferSyntaxUid,
  });
  return Buffer.concat([meta, isDeflated ? deflateRawSync(body) : body]);
}

type Placed = ElementHead & { at: number; end: number };

/** The elements before Pixel Data. */
function readHeads(bytes: Buffer, encoding: Encoding): Placed[] {
  const elements: Placed[] = [];
  for (let at = 0; at < bytes.length;) {
    const head = readElement(bytes, at, encoding);
    if (head.tag >= 0x7fe00000) break;
    const end = elementEnd(bytes, head, encoding);
    if (end > bytes.length) throw new Error('the file ends within its header');
    elements.push({ ...head, at, end });
    at = end;
  }
  return elements;
}

/** With the added elements in the order of their tags, in place of empty ones; without lengths of groups that are no longer right. */
function merged(bytes: Buffer, elements: readonly Placed[], added: ReadonlyMap<number, Buffer>): Buffer {
  const groups = new Set([...added.keys()].map((tag) => tag >>> 16));
  const kept = elements.filter(
    ({ tag }) => !added.has(tag) && !((tag & 0xffff) === 0 && groups.has(tag >>> 16)),
  );
  const parts = [
    ...kept.map(({ tag, at, end }) => ({ tag, part: bytes.subarray(at, end) })),
    ...[...added].map(([tag, part]) => ({ tag, part })),
  ].sort((a, b) => a.tag - b.tag);
  const rest = bytes.subarray(elements.at(-1)?.end ?? 0);
  return Buffer.concat([...parts.map(({ part }) => part), rest]);
}

/** Original Attributes Sequence (0400,0561): that these were not there. */
function originals(tags: readonly number[], now: Date, encoding: Encoding): Buffer {
  const none = tags.map((tag) => element(tag, 'UI', Buffer.alloc(0), encoding));
  const at = now
    .toISOString()
    .replace(/[-:TZ]/g, '')
    .slice(0, 21);
  const item = [
    element(0x04000550, 'SQ', itemOf(none, encoding), encoding),
    element(0x04000562, 'DT', spaced(`${at}+0000`), encoding),
    element(0x04000563, 'LO', spaced('YUNYING'), encoding),
    element(0x04000564, 'LO', Buffer.alloc(0), encoding),
    element(0x04000565, 'CS', spaced('CORRECT'), encoding),
  ];
  return element(originalAttributes, 'SQ', itemOf(item, encoding), encoding);
}

function itemOf(elements: readonly Buffer[], encoding: Encoding): Buffer {
  const body = Buffer.concat(elements);
  return Buffer.concat([numbers(encoding, [0xfffe, 2], [0xe000, 2], [body.length, 4]), body]);
}

function element(tag: number, vr: string, value: Buffer, encoding: Encoding): Buffer {
  const start = numbers(encoding, [tag >>> 16, 2], [tag & 0xffff, 2]);
  if (!encoding.explicit) return Buffer.concat([start, numbers(encoding, [value.length, 4]), value]);
  const length =
    vr === 'SQ' ? numbers(encoding, [0, 2], [value.length, 4]) : numbers(encoding, [value.length, 2]);
  return Buffer.concat([start, Buffer.from(vr, 'latin1'), length, value]);
}

function numbers({ littleEndian }: Encoding, ...values: (readonly [value: number, size: 2 | 4])[]): Buffer {
  const buffer = Buffer.alloc(values.reduce((sum, [, size]) => sum + size, 0));
  let at = 0;
  for (const [value, size] of values) {
    if (littleEndian) buffer.writeUIntLE(value, at, size);
    else buffer.writeUIntBE(value, at, size);
    at += size;
  }
  return buffer;
}

const even = (text: string, fill: string): Buffer =>
  Buffer.from(text.length % 2 === 0 ? text : text + fill, 'latin1');
const padded = (uid: string): Buffer => even(uid, '\0');
const spaced = (text: string): Buffer => even(text, ' ');

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A UID of 128 bits under 2.25 (PS3.5 B.2). */
function uidFrom(what: string, parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(['yunying', what, ...parts]));
  return `2.25.${BigInt(`0x${hash.digest('hex').slice(0, 32)}`)}`;
}
