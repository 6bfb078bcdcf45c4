import { describe, expect, it } from 'vitest';
import { decodeFrame } from '../index.ts';
import { colour, grey } from './image.ts';

const rle = '1.2.840.10008.1.2.5';

/** A frame of PS3.5 Annex G: the header of sixteen words, then the segments. */
function rleFrame(...segments: number[][]): Uint8Array {
  const header = new Uint32Array(16);
  header[0] = segments.length;
  let offset = 64;
  segments.forEach((segment, i) => {
    header[i + 1] = offset;
    offset += segment.length;
  });
  return Uint8Array.from([...new Uint8Array(header.buffer), ...segments.flat()]);
}

describe('RLE', () => {
  it('puts the bytes of 16-bit samples together, the high byte first', async () => {
    // High bytes: 5 times 0x01 (control 257-5=252), then literally 0x02; low bytes: literally 10 to 15 (control 5).
    const frame = rleFrame([252, 0x01, 0, 0x02], [5, 10, 11, 12, 13, 14, 15]);
    const { values } = await decodeFrame(frame, rle, grey({ columns: 3, rows: 2 }));
    expect([...values]).toEqual([0x010a, 0x010b, 0x010c, 0x010d, 0x010e, 0x020f]);
  });

  it('interleaves the planes of colour, passes over control 128 and trailing padding', async () => {
    const frame = rleFrame([128, 1, 1, 2, 0], [255, 7], [1, 3, 4, 0]);
    const { values } = await decodeFrame(frame, rle, colour());
    expect([...values]).toEqual([1, 7, 3, 2, 7, 4]);
  });

  it('refuses a segment that ends early, a wrong count and offsets outside of the frame', async () => {
    const image = grey({ bitsAllocated: 8, columns: 4 });
    await expect(decodeFrame(rleFrame([1, 9, 9]), rle, image)).rejects.toThrow(
      'segment 1: 4 bytes expected, 2 found',
    );
    await expect(decodeFrame(rleFrame([1, 9], [1, 9]), rle, image)).rejects.toThrow(
      '1 RLE segments expected',
    );
    const outside = rleFrame([253, 9]);
    new DataView(outside.buffer).setUint32(4, 1000, true);
    await expect(decodeFrame(outside, rle, image)).rejects.toThrow('lies at 1000');
    await expect(decodeFrame(new Uint8Array(10), rle, image)).rejects.toThrow('64 bytes, 10 found');
  });
});
