import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { part10Head } from '../head.ts';

const zoo = join(import.meta.dirname, '../../../../shared/dicom/zoo');

/** Explicit VR Little Endian, short form; written out by hand (PS3.5 7.1.2). */
const element = (group: number, number: number, vr: string, value: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4, 'latin1');
  head.writeUInt16LE(value.length, 6);
  return Buffer.concat([head, value]);
};
const uid = (text: string): Buffer => Buffer.from(text.length % 2 ? `${text}\0` : text);
/** A sequence and an item of undefined length, PS3.5 7.5.2. */
const sequence = Buffer.concat([
  Buffer.from([0x08, 0x00, 0x10, 0x11, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff]),
  Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff]),
  element(0x0020, 0x000d, 'UI', uid('9.9.9')),
  Buffer.from([0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0]),
  Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]),
]);
const file = Buffer.concat([
  Buffer.alloc(128),
  Buffer.from('DICM'),
  element(0x0002, 0x0003, 'UI', uid('1.2.3')),
  element(0x0002, 0x0010, 'UI', uid('1.2.840.10008.1.2.1')),
  element(0x0008, 0x0016, 'UI', uid('1.2.840.10008.5.1.4.1.1.2')),
  element(0x0008, 0x0018, 'UI', uid('1.2.3')),
  sequence,
  element(0x0020, 0x000d, 'UI', uid('1.2')),
  element(0x0020, 0x000e, 'UI', uid('1.2.1')),
]);

describe('part10Head', () => {
  it('reads as far as the series, past sequences', () => {
    expect(part10Head(file)).toEqual({
      kind: 'head',
      head: {
        sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
        sopInstanceUid: '1.2.3',
        transferSyntaxUid: '1.2.840.10008.1.2.1',
        studyInstanceUid: '1.2',
        seriesInstanceUid: '1.2.1',
        isComplete: true,
        contradicts: false,
      },
      layout: {
        lacks: 'nothing',
        sopClassUid: undefined,
        sopInstanceUid: '1.2.3',
        transferSyntaxUid: '1.2.840.10008.1.2.1',
        metaAt: 132,
        dataSetAt: 174,
      },
    });
  });

  it('asks for more as long as the series is not there, whatever is cut', () => {
    for (let length = 0; length < file.length; length += 1) {
      expect([length, part10Head(file.subarray(0, length)).kind]).toEqual([length, 'more']);
    }
  });

  it('looks into a deflated data set, also when only its beginning is there', () => {
    const at = file.indexOf(element(0x0008, 0x0016, 'UI', uid('1.2.840.10008.5.1.4.1.1.2')));
    const deflated = Buffer.concat([
      file.subarray(0, 132),
      element(0x0002, 0x0003, 'UI', uid('1.2.3')),
      element(0x0002, 0x0010, 'UI', uid('1.2.840.10008.1.2.1.99')),
      deflateRawSync(Buffer.concat([file.subarray(at), Buffer.alloc(100_000, 1)])),
    ]);
    const expected = { studyInstanceUid: '1.2', seriesInstanceUid: '1.2.1', isComplete: true };
    for (const bytes of [deflated, deflated.subarray(0, deflated.length - 20)]) {
      expect(part10Head(bytes)).toMatchObject({ kind: 'head', head: expected });
    }
  });

  it('reads what stands before 60 MB of zeros that are deflated to almost nothing', () => {
    const at = file.indexOf(element(0x0008, 0x0016, 'UI', uid('1.2.840.10008.5.1.4.1.1.2')));
    const bomb = Buffer.concat([
      file.subarray(0, 132),
      element(0x0002, 0x0003, 'UI', uid('1.2.3')),
      element(0x0002, 0x0010, 'UI', uid('1.2.840.10008.1.2.1.99')),
      deflateRawSync(Buffer.concat([file.subarray(at), Buffer.alloc(60_000_000)]), { level: 9 }),
    ]);
    // Within what is looked into.
    expect(bomb.length).toBeLessThan(256 * 1024);
    const expected = { studyInstanceUid: '1.2', seriesInstanceUid: '1.2.1', isComplete: true };
    expect(part10Head(bomb)).toMatchObject({ kind: 'head', head: expected });
  });

  it('notices when meta information and data set are of different instances, and takes the data set', () => {
    const other = Buffer.from(file);
    other.write('1.2.4', file.indexOf('1.2.3'));
    expect(part10Head(other)).toMatchObject({
      kind: 'head',
      head: { sopInstanceUid: '1.2.3', contradicts: true },
    });
  });

  it('tells a UID that is not there from one that is not there yet', () => {
    const at = file.indexOf(element(0x0020, 0x000d, 'UI', uid('1.2')), file.length - 40);
    const without = Buffer.concat([
      file.subarray(0, at),
      element(0x0028, 0x0010, 'US', Buffer.alloc(2)),
      Buffer.alloc(4),
    ]);
    const ended = part10Head(file.subarray(0, at), true);
    expect(ended).toMatchObject({ kind: 'head', head: { studyInstanceUid: undefined, isComplete: true } });
    expect(part10Head(file.subarray(0, at)).kind).toBe('more');
    expect(part10Head(without)).toMatchObject({
      kind: 'head',
      head: { studyInstanceUid: undefined, seriesInstanceUid: undefined, isComplete: true },
    });
  });

  it('knows what is no DICOM', () => {
    expect(part10Head(Buffer.alloc(200)).kind).toBe('not-dicom');
    expect(part10Head(Buffer.concat([file.subarray(0, 132), Buffer.alloc(100, 0x41)])).kind).toBe(
      'not-dicom',
    );
  });

  it.skipIf(!existsSync(zoo))('reads the odd files of ../shared/dicom/zoo without harm', () => {
    const kinds = readdirSync(zoo)
      .filter((name) => name.endsWith('.dcm') && !name.startsWith('bad_'))
      .map((name) => part10Head(readFileSync(join(zoo, name))));
    const found = kinds.filter(({ kind }) => kind === 'head').length;
    expect(found / kinds.length).toBeGreaterThan(0.95);
  });
});
