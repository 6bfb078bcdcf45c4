import type { HeaderReading } from './dicomHeader.ts';

type Instance = Extract<HeaderReading, { kind: 'instance' }>;

const longForm = new Set(['OB']);

/** One element in Explicit VR Little Endian (PS3.5 7.1.2). */
function element(tag: number, vr: 'OB' | 'UI' | 'UL', value: Buffer): Buffer {
  const even = value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.alloc(1)]);
  const header = Buffer.alloc(longForm.has(vr) ? 12 : 8);
  header.writeUInt16LE(tag >>> 16, 0);
  header.writeUInt16LE(tag & 0xffff, 2);
  header.write(vr, 4, 'latin1');
  if (longForm.has(vr)) header.writeUInt32LE(even.length, 8);
  else header.writeUInt16LE(even.length, 6);
  return Buffer.concat([header, even]);
}

/** What has to stand before the bytes of a file to make it a Part 10 file (PS3.10 7.1); empty for one that is. */
export function part10Prefix({ ids, sopClassUid, transferSyntaxUid, lacks }: Instance): Buffer {
  if (lacks === 'nothing') return Buffer.alloc(0);
  const preamble = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]);
  if (lacks === 'preamble') return preamble;
  const meta = Buffer.concat([
    element(0x00020001, 'OB', Buffer.from([0, 1])),
    element(0x00020002, 'UI', Buffer.from(sopClassUid)),
    element(0x00020003, 'UI', Buffer.from(ids.sopInstanceUid)),
    element(0x00020010, 'UI', Buffer.from(transferSyntaxUid)),
    element(0x00020012, 'UI', Buffer.from('2.25.167319236028430518240983402731935412027')),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  return Buffer.concat([preamble, element(0x00020000, 'UL', length), meta]);
}
