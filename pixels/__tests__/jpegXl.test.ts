import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { decodeFrame, FrameDecodeError, type ImagePixelModule } from '../index.ts';
import { readJpegXlSize } from '../codestream/jpegXlHeader.ts';
import { colour, grey, noise } from './image.ts';

const lossless = '1.2.840.10008.1.2.4.110';
const lossy = '1.2.840.10008.1.2.4.112';

interface Encoder {
  getDecodedBuffer(info: object): Uint8Array;
  setLossless(lossless: boolean): void;
  setQuality?(quality: number): void;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
}

/** The encoder is a module of its own, which the product does not load. */
async function encode(samples: Uint8Array, image: ImagePixelModule, isLossless = true): Promise<Uint8Array> {
  const { resolve } = createRequire(import.meta.url);
  const { default: factory } = (await import(resolve('@cornerstonejs/codec-libjxl/encodewasmjs'))) as {
    default: (options: object) => Promise<{ JpegXLEncoder: new () => Encoder }>;
  };
  const wasmBinary = readFileSync(resolve('@cornerstonejs/codec-libjxl/encodewasm'));
  const encoder = new (await factory({ wasmBinary })).JpegXLEncoder();
  const { columns: width, rows: height, bitsStored: bitsPerSample, samplesPerPixel: componentCount } = image;
  const info = { width, height, bitsPerSample, componentCount, isSigned: false };
  encoder.getDecodedBuffer(info).set(samples);
  encoder.setLossless(isLossless);
  encoder.encode();
  return new Uint8Array(encoder.getEncodedBuffer());
}

const wide = { rows: 37, columns: 61 };

describe('JPEG XL', () => {
  it.each([
    ['8 bits', grey({ ...wide, bitsAllocated: 8 })],
    ['12 bits', grey({ ...wide, bitsStored: 12 })],
    ['16 bits', grey(wide)],
    ['RGB', colour(wide)],
  ])('gives back what was encoded without loss: %s', async (_, image) => {
    const next = noise(2 ** image.bitsStored);
    const count = image.rows * image.columns * image.samplesPerPixel;
    const values =
      image.bitsStored > 8
        ? Uint16Array.from({ length: count }, next)
        : Uint8Array.from({ length: count }, next);
    const frame = await decodeFrame(await encode(new Uint8Array(values.buffer), image), lossless, image);
    expect(frame.values).toEqual(values);
    expect(frame.photometricInterpretation).toBe(image.photometricInterpretation);
  });

  it('reads the bits of signed values as two’s complement', async () => {
    const image = grey({ ...wide, bitsStored: 12, pixelRepresentation: 1 });
    const values = Int16Array.from({ length: wide.rows * wide.columns }, (_, i) => (i % 4096) - 2048);
    const bits = Uint16Array.from(values, (value) => value & 0xfff);
    const encoded = await encode(new Uint8Array(bits.buffer), image);
    expect((await decodeFrame(encoded, lossless, image)).values).toEqual(values);
  });

  it('is near the truth with loss, and RGB whatever the data set calls it', async () => {
    const image = colour({ rows: 64, columns: 64, photometricInterpretation: 'YBR_FULL_422' });
    const values = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => {
      const pixel = Math.floor(i / 3);
      return [2 * (pixel % 64), 255 - 2 * Math.floor(pixel / 64), 90][i % 3] as number;
    });
    const frame = await decodeFrame(await encode(values, image, false), lossy, image);
    expect(frame.photometricInterpretation).toBe('RGB');
    const differences = values.map((value, i) => Math.abs(value - (frame.values[i] as number)));
    expect(Math.max(...differences)).toBeLessThan(16);
    expect(Math.max(...differences)).toBeGreaterThan(0);
  });

  it('is an error when it is cut short, of another size, or none at all; and the next frame is decoded', async () => {
    const image = grey({ ...wide, bitsAllocated: 8 });
    const values = Uint8Array.from({ length: wide.rows * wide.columns }, noise(256));
    const encoded = await encode(values, image);
    const decodingOf = (bytes: Uint8Array, module = image) => decodeFrame(bytes, lossless, module);
    await expect(decodingOf(encoded.subarray(0, encoded.length >> 1))).rejects.toBeInstanceOf(
      FrameDecodeError,
    );
    await expect(decodingOf(encoded.subarray(0, 3))).rejects.toThrow('ends within its header');
    await expect(decodingOf(encoded, grey({ ...image, columns: 62 }))).rejects.toThrow(
      'the data set says 62x37, 1 sample(s) per pixel, the code stream 61x37',
    );
    await expect(decodingOf(encoded, colour(wide))).rejects.toThrow('1 component(s) of 8 bits');
    await expect(decodingOf(new Uint8Array(100))).rejects.toThrow(
      'it does not start with a JPEG XL signature',
    );
    expect((await decodingOf(encoded)).values).toEqual(values);
  });

  // ISO/IEC 18181-1, SizeHeader, by hand, lowest bits first.
  it.each([
    // small 1; (5 + 1) * 8 rows: 10100; ratio 1, square: 100
    ['a small square', [0b01001011, 0b0], { rows: 48, columns: 48 }],
    // small 1; 8 * (2 + 1) rows: 01000; ratio 7, twice as wide: 111
    ['twice as wide', [0b11000101, 0b1], { rows: 24, columns: 48 }],
  ])('knows the size of %s', (_, bytes, size) => {
    expect(readJpegXlSize(Uint8Array.from([0xff, 0x0a, ...bytes]))).toEqual(size);
  });

  it('finds the code stream in its container', () => {
    const signature = [0, 0, 0, 12, 0x4a, 0x58, 0x4c, 0x20, 13, 10, 0x87, 10];
    const fileType = [0, 0, 0, 20, ...Buffer.from('ftypjxl \0\0\0\0jxl ')];
    const box = [0, 0, 0, 12, ...Buffer.from('jxlc'), 0xff, 0x0a, 0b01001011, 0];
    expect(readJpegXlSize(Uint8Array.from([...signature, ...fileType, ...box]))).toEqual({
      rows: 48,
      columns: 48,
    });
    expect(() => readJpegXlSize(Uint8Array.from([...signature, ...fileType]))).toThrow('has no code stream');
  });
});
