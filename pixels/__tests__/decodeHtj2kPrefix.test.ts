import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import {
  decodeHtj2kPrefix,
  encodeHtj2kLossless,
  FrameDecodeError,
  htj2kPrefixLengths,
  PrefixTooShortError,
  UnsupportedTransferSyntaxError,
  type ImagePixelModule,
} from '../index.ts';
import type { OpenJphExports } from '../openJph.ts';
import { grey, greyFrame, noise } from './image.ts';
import { opjDecompress, opjDecompressPresent } from './opjDecompress.ts';

/** A bright disc on a ramp with some noise. */
function disc(image: ImagePixelModule) {
  const next = noise(20);
  const { rows, columns } = image;
  return greyFrame(image, (x, y) => {
    const inside = Math.hypot(x - columns / 2, y - rows / 3) < rows / 5;
    return (inside ? 1200 : 100) + Math.floor((x * 300) / columns) + next();
  });
}

const image = grey({ rows: 300, columns: 401, bitsStored: 12 });
const encoded = await encodeHtj2kLossless(disc(image), image);
const { bytes: needed, exact } = htj2kPrefixLengths(encoded);

describe('how many bytes it takes', () => {
  it('is told by the stream, from its first 256 bytes alone', () => {
    expect(exact).toBe(true);
    expect(needed).toHaveLength(6);
    // All but the end marker.
    expect(needed[0]).toBe(encoded.length - 2);
    expect(htj2kPrefixLengths(encoded.subarray(0, 256), encoded.length)).toEqual({ bytes: needed, exact });
    // Where each tile part ends, found by walking over them.
    const view = new DataView(encoded.buffer);
    const ends: number[] = [];
    let at = encoded.findIndex((byte, i) => byte === 0xff && encoded[i + 1] === 0x90);
    while (view.getUint16(at) === 0xff90) ends.unshift((at += view.getUint32(at + 6)));
    expect(needed).toEqual(ends);
    expect((needed[2] ?? 0) / encoded.length).toBeLessThan(0.15);
  });

  it('is estimated where resolutions are not tile parts of their own', async () => {
    const module = await (
      createRequire(import.meta.url)('@cornerstonejs/codec-openjph') as () => Promise<OpenJphExports>
    )();
    const encoder = new module.HTJ2KEncoder();
    const info = { width: 401, height: 300, bitsPerSample: 12, componentCount: 1 };
    encoder
      .getDecodedBuffer({ ...info, isSigned: false, isUsingColorTransform: false })
      .set(new Uint8Array(disc(image).values.buffer));
    encoder.setTLMMarker(true);
    encoder.encode();
    const whole = new Uint8Array(encoder.getEncodedBuffer());
    const estimate = htj2kPrefixLengths(whole);
    expect(estimate.exact).toBe(false);
    expect(estimate.bytes[0]).toBe(whole.length);
    // Never less than what the same image needs where that is known.
    for (let level = 1; level < 6; level++) {
      expect(estimate.bytes[level]).toBeGreaterThan(needed[level] ?? Infinity);
    }
    const { frame, level } = await decodeHtj2kPrefix(whole.subarray(0, estimate.bytes[3]), image);
    expect(level).toBe(3);
    const exactly = await decodeHtj2kPrefix(encoded, image, { level: 3 });
    expect(frame.values).toEqual(exactly.frame.values);
  });
});

describe.skipIf(!opjDecompressPresent)('a prefix gives what OpenJPEG makes of the whole stream', () => {
  it.each([1, 2, 3, 4, 5])('at level %i', async (level) => {
    const { frame, level: found } = await decodeHtj2kPrefix(encoded.subarray(0, needed[level]), image);
    const reference = opjDecompress(encoded, level);
    expect(found).toBe(level);
    expect([frame.columns, frame.rows]).toEqual([reference.columns, reference.rows]);
    expect([frame.columns, frame.rows]).toEqual([Math.ceil(401 / 2 ** level), Math.ceil(300 / 2 ** level)]);
    expect([...frame.values]).toEqual(reference.values);
  });

  // Means overshoot the range beside hard edges; 12 bits of 4100 would be 4: a black dot in the brightest spot.
  it.each([
    ['unsigned 12 bits', grey({ bitsStored: 12 }), 0, 4095],
    ['signed 12 bits', grey({ bitsStored: 12, pixelRepresentation: 1 }), -2048, 2047],
    ['signed 16 bits', grey({ pixelRepresentation: 1 }), -32768, 32767],
    ['unsigned 8 bits', grey({ bitsAllocated: 8 }), 0, 255],
    ['unsigned 7 bits', grey({ bitsAllocated: 8, bitsStored: 7 }), 0, 127],
  ])('hard edges of %s stay in range', async (_, form, low, high) => {
    const board = { ...form, rows: 64, columns: 64 };
    const squares = greyFrame(board, (x, y) => (((x >> 2) + (y >> 2)) % 2 ? low : high));
    const stream = await encodeHtj2kLossless(squares, board);
    const { frame } = await decodeHtj2kPrefix(stream, board, { level: 1 });
    expect([...frame.values]).toEqual(opjDecompress(stream, 1).values);
  });
});

describe('the level', () => {
  it('is the largest that the bytes hold: a byte less gives the next smaller one', async () => {
    const at = async (length = 0) => (await decodeHtj2kPrefix(encoded.subarray(0, length), image)).level;
    expect(await at(needed[2])).toBe(2);
    expect(await at((needed[2] ?? 0) - 1)).toBe(3);
    expect(await at(needed[5])).toBe(5);
    expect(await at(encoded.length)).toBe(0);
  });

  it('0 of the whole stream is the image itself', async () => {
    const { frame } = await decodeHtj2kPrefix(encoded, image);
    expect(frame.values).toEqual(disc(image).values);
  });

  it('shows the disc where it is', async () => {
    const { frame } = await decodeHtj2kPrefix(encoded.subarray(0, needed[3]), image);
    const at = (x: number, y: number) =>
      frame.values[Math.round(y / 8) * frame.columns + Math.round(x / 8)] ?? 0;
    expect(at(200, 100)).toBeGreaterThan(1200);
    expect(at(200, 250)).toBeLessThan(500);
    expect(at(30, 100)).toBeLessThan(500);
  });
});

describe('what is refused', () => {
  it('too few bytes, saying how many it takes', async () => {
    const short = decodeHtj2kPrefix(encoded.subarray(0, 1000), image, { level: 1 });
    await expect(short).rejects.toBeInstanceOf(PrefixTooShortError);
    await expect(short).rejects.toMatchObject({ neededBytes: needed[1] });
    const none = decodeHtj2kPrefix(encoded.subarray(0, (needed[5] ?? 0) - 1), image);
    await expect(none).rejects.toMatchObject({ neededBytes: needed[5] });
    for (const length of [0, 3, 20, 100]) {
      const inHeader = decodeHtj2kPrefix(encoded.subarray(0, length), image);
      await expect(inHeader).rejects.toBeInstanceOf(PrefixTooShortError);
    }
  });

  it('another size, another format, a level there is not, indices of colours', async () => {
    const other = decodeHtj2kPrefix(encoded, { ...image, rows: 299 });
    await expect(other).rejects.toBeInstanceOf(FrameDecodeError);
    await expect(decodeHtj2kPrefix(encoded, { ...image, samplesPerPixel: 3 })).rejects.toBeInstanceOf(
      FrameDecodeError,
    );
    await expect(decodeHtj2kPrefix(new Uint8Array(500), image)).rejects.toBeInstanceOf(FrameDecodeError);
    await expect(decodeHtj2kPrefix(encoded, image, { level: 6 })).rejects.toBeInstanceOf(RangeError);
    const palette = decodeHtj2kPrefix(encoded, { ...image, photometricInterpretation: 'PALETTE COLOR' });
    await expect(palette).rejects.toBeInstanceOf(UnsupportedTransferSyntaxError);
  });

  it('damaged headers: an error of ours or a harmless flip, never a crash', async () => {
    const next = noise(256, 3);
    const headerEnd = encoded.findIndex((byte, i) => byte === 0xff && encoded[i + 1] === 0x90) + 12;
    const start = encoded.subarray(0, needed[4]);
    let refused = 0;
    for (let at = 0; at < headerEnd; at++) {
      const damaged = start.slice();
      damaged[at] = next();
      try {
        const { frame } = await decodeHtj2kPrefix(damaged, image, { level: 4 });
        expect([frame.columns, frame.rows, frame.values.length]).toEqual([26, 19, 26 * 19]);
      } catch (error) {
        refused++;
        expect([
          'FrameDecodeError',
          'PrefixTooShortError',
          'UnsupportedTransferSyntaxError',
          'RangeError',
        ]).toContain((error as Error).name);
      }
    }
    expect(refused).toBeGreaterThan(20);
    // The codec is as good as new.
    expect((await decodeHtj2kPrefix(start, image)).level).toBe(4);
  });
});
