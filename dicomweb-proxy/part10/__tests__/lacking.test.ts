import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { completion, part10Head } from '../index.ts';

/** Elements written by hand, so that the reader is not tested by a writer of its own kind. */
const explicitLittle = (group: number, element: number, vr: string, text: string): Buffer => {
  const value = Buffer.from(text.length % 2 ? `${text}\0` : text, 'latin1');
  const header = Buffer.from([
    group & 255,
    group >> 8,
    element & 255,
    element >> 8,
    0,
    0,
    value.length & 255,
    0,
  ]);
  header.write(vr, 4, 'latin1');
  return Buffer.concat([header, value]);
};
const implicitLittle = (group: number, element: number, text: string): Buffer => {
  const value = Buffer.from(text.length % 2 ? `${text}\0` : text, 'latin1');
  return Buffer.concat([
    Buffer.from([group & 255, group >> 8, element & 255, element >> 8, value.length & 255, 0, 0, 0]),
    value,
  ]);
};
const explicitBig = (group: number, element: number, vr: string, text: string): Buffer => {
  const value = Buffer.from(text.length % 2 ? `${text}\0` : text, 'latin1');
  const header = Buffer.from([
    group >> 8,
    group & 255,
    element >> 8,
    element & 255,
    0,
    0,
    0,
    value.length & 255,
  ]);
  header.write(vr, 4, 'latin1');
  return Buffer.concat([header, value]);
};

const elements = [
  [0x0008, 0x0016, '1.2.840.10008.5.1.4.1.1.7'],
  [0x0008, 0x0018, '1.2.3.3'],
  [0x0020, 0x000d, '1.2.3.1'],
  [0x0020, 0x000e, '1.2.3.22'],
] as const;
const ids = { sopInstanceUid: '1.2.3.3', studyInstanceUid: '1.2.3.1', seriesInstanceUid: '1.2.3.22' };

/** (0008,1140) with an item that holds a SOP Instance UID of its own, all of undefined length. */
const sequence = Buffer.concat([
  Buffer.from([0x08, 0x00, 0x40, 0x11, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff]),
  Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff]),
  explicitLittle(0x0008, 0x0018, 'UI', '9.9.9'),
  explicitLittle(0x0020, 0x000d, 'UI', '9.9'),
  Buffer.from([0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0]),
  Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]),
]);
const dataSet = Buffer.concat([
  ...elements.slice(0, 2).map(([g, e, text]) => explicitLittle(g, e, 'UI', text)),
  sequence,
  ...elements.slice(2).map(([g, e, text]) => explicitLittle(g, e, 'UI', text)),
  explicitLittle(0x0020, 0x0013, 'IS', '1'),
]);
const preamble = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]);
const part10 = (transferSyntaxUid: string, body: Buffer): Buffer =>
  Buffer.concat([preamble, explicitLittle(0x0002, 0x0010, 'UI', transferSyntaxUid), body]);

describe('part10Head of files that lack something', () => {
  it.each([
    ['explicit little endian', part10('1.2.840.10008.1.2.1', dataSet)],
    ['JPEG-LS', part10('1.2.840.10008.1.2.4.80', dataSet)],
    [
      'implicit little endian',
      part10('1.2.840.10008.1.2', Buffer.concat(elements.map(([g, e, text]) => implicitLittle(g, e, text)))),
    ],
    [
      'explicit big endian',
      part10(
        '1.2.840.10008.1.2.2',
        Buffer.concat(elements.map(([g, e, text]) => explicitBig(g, e, 'UI', text))),
      ),
    ],
    ['deflated', part10('1.2.840.10008.1.2.1.99', deflateRawSync(dataSet))],
  ])('finds the instance and not what its sequences refer to (%s)', (_name, file) => {
    expect(part10Head(file, true)).toMatchObject({ kind: 'head', head: ids, layout: { lacks: 'nothing' } });
  });

  it('recognises data sets without preamble, and says what they lack', () => {
    const meta = explicitLittle(0x0002, 0x0010, 'UI', '1.2.840.10008.1.2.1');
    const lacks = (file: Buffer) => {
      const result = part10Head(file, true);
      return result.kind === 'head' ? [result.head.sopInstanceUid, result.layout.lacks] : result.kind;
    };
    expect(lacks(Buffer.concat([meta, dataSet]))).toEqual(['1.2.3.3', 'preamble']);
    expect(lacks(Buffer.concat([Buffer.from('DICM'), meta, dataSet]))).toEqual(['1.2.3.3', 'preamble']);
    expect(lacks(dataSet)).toEqual(['1.2.3.3', 'preamble-and-meta']);
    const version = Buffer.from([2, 0, 1, 0, 0x4f, 0x42, 0, 0, 2, 0, 0, 0, 0, 1]);
    expect(lacks(Buffer.concat([preamble, version, dataSet]))).toEqual(['1.2.3.3', 'transfer-syntax']);
    const implicit = Buffer.concat(elements.map(([g, e, text]) => implicitLittle(g, e, text)));
    expect(part10Head(implicit, true)).toMatchObject({ layout: { transferSyntaxUid: '1.2.840.10008.1.2' } });
    const big = Buffer.concat(elements.map(([g, e, text]) => explicitBig(g, e, 'UI', text)));
    expect(part10Head(big, true)).toMatchObject({ layout: { transferSyntaxUid: '1.2.840.10008.1.2.2' } });
  });

  it.each([
    ['text', Buffer.from('a table\twith columns\n'.repeat(20)), 'not-dicom'],
    ['nothing', Buffer.alloc(0), 'not-dicom'],
    ['zeros', Buffer.alloc(4096), 'not-dicom'],
    ['a preamble and nothing behind it', preamble, 'not-dicom'],
    ['a data set cut off', part10('1.2.840.10008.1.2.1', dataSet.subarray(0, 60)), 'more'],
  ])('calls %s by its name', (_name, file, kind) => {
    expect(part10Head(file, true).kind).toBe(kind);
  });

  it('does not follow sequences for ever', () => {
    const item = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff]);
    const open = Buffer.from([0x08, 0x00, 0x40, 0x11, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff]);
    const nested = Buffer.concat(Array.from({ length: 20_000 }, () => Buffer.concat([open, item])));
    expect(part10Head(part10('1.2.840.10008.1.2.1', nested), true).kind).toBe('not-dicom');
  });

  it('makes a whole file of a bare data set', () => {
    const result = part10Head(dataSet, true);
    if (result.kind !== 'head') throw new Error('not read');
    const { prefix, skip } = completion(result.layout, result.head);
    expect(skip).toBe(0);
    const file = Buffer.concat([prefix, dataSet]);
    expect(part10Head(file, true)).toMatchObject({ head: result.head, layout: { lacks: 'nothing' } });
    // Group length (0002,0000) counts what follows it up to the data set (PS3.10 7.1).
    expect(file.readUInt32LE(140)).toBe(file.length - dataSet.length - 144);
  });
});
