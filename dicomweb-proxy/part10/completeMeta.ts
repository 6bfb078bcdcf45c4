import type { Part10Layout } from './layout.ts';

/** The UID of the program in the headers that it writes. */
const implementationClassUid = '2.25.167319236028430518240983402731935412027';

/** One element in Explicit VR Little Endian (PS3.5 7.1.2). */
function element(tag: number, vr: 'OB' | 'UI' | 'UL' | 'SH', value: Buffer): Buffer {
  const fill = Buffer.from(vr === 'SH' ? ' ' : '\0');
  const even = value.length % 2 === 0 ? value : Buffer.concat([value, fill]);
  const head = Buffer.alloc(vr === 'OB' ? 12 : 8);
  head.writeUInt16LE(tag >>> 16, 0);
  head.writeUInt16LE(tag & 0xffff, 2);
  head.write(vr, 4, 'latin1');
  if (vr === 'OB') head.writeUInt32LE(even.length, 8);
  else head.writeUInt16LE(even.length, 6);
  return Buffer.concat([head, even]);
}

const preamble = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]);

/** Preamble and File Meta Information, PS3.10 7.1. */
export function fileMeta(uids: {
  sopClassUid: string | undefined;
  sopInstanceUid: string | undefined;
  transferSyntaxUid: string;
}): Buffer {
  const meta = Buffer.concat([
    element(0x00020001, 'OB', Buffer.from([0, 1])),
    element(0x00020002, 'UI', Buffer.from(uids.sopClassUid ?? '')),
    element(0x00020003, 'UI', Buffer.from(uids.sopInstanceUid ?? '')),
    element(0x00020010, 'UI', Buffer.from(uids.transferSyntaxUid)),
    element(0x00020012, 'UI', Buffer.from(implementationClassUid)),
    element(0x00020013, 'SH', Buffer.from('YUNYING')),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  return Buffer.concat([preamble, element(0x00020000, 'UL', length), meta]);
}

/**
 * What has to stand before the bytes of a file from `skip` on to make it a Part 10 file; the data set stays as it is, bit for
 * bit. Nothing for one that is.
 */
export function completion(
  layout: Part10Layout,
  ids: { sopClassUid: string | undefined; sopInstanceUid: string | undefined },
): { prefix: Buffer; skip: number } {
  if (layout.lacks === 'nothing') return { prefix: Buffer.alloc(0), skip: 0 };
  if (layout.lacks === 'preamble') return { prefix: preamble, skip: layout.metaAt };
  return {
    prefix: fileMeta({ ...ids, transferSyntaxUid: layout.transferSyntaxUid }),
    skip: layout.dataSetAt,
  };
}
