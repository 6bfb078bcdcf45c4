import { createRequire } from 'node:module';
import { deflateRawSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeFrame, FrameDecodeError } from '../index.ts';
import { colour, grey } from './image.ts';

const uid = {
  jpegBaseline: '1.2.840.10008.1.2.4.50',
  jpegLossless: '1.2.840.10008.1.2.4.70',
  jpegLs: '1.2.840.10008.1.2.4.80',
  jpeg2000: '1.2.840.10008.1.2.4.90',
  htj2k: '1.2.840.10008.1.2.4.202',
  deflatedFrame: '1.2.840.10008.1.2.8.1',
};

interface FrameInfo {
  width: number;
  height: number;
  bitsPerSample: number;
  componentCount: number;
  isSigned: boolean;
  isUsingColorTransform: boolean;
}
interface Encoder {
  getDecodedBuffer(info: FrameInfo): Uint8Array;
  setDecompositions?(levels: number): void;
  setQuality?(lossless: boolean, quantizationStep: number): void;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
}
type EncoderModule = Record<string, new () => Encoder>;

/** The encoders come from the full builds of the codecs, which the product does not load. */
const encoders = {
  jpegLs: ['@cornerstonejs/codec-charls', 'JpegLSEncoder'],
  jpeg2000: ['@cornerstonejs/codec-openjpeg', 'J2KEncoder'],
  htj2k: ['@cornerstonejs/codec-openjph', 'HTJ2KEncoder'],
} as const;

async function encode(
  codec: keyof typeof encoders,
  samples: Uint8Array,
  info: FrameInfo,
): Promise<Uint8Array> {
  const [name, className] = encoders[codec];
  const factory = createRequire(import.meta.url)(name) as () => Promise<EncoderModule>;
  const encoder = new ((await factory())[className] as new () => Encoder)();
  encoder.getDecodedBuffer(info).set(samples);
  encoder.setDecompositions?.(3);
  encoder.setQuality?.(true, 0);
  encoder.encode();
  return new Uint8Array(encoder.getEncodedBuffer());
}

/** 40 x 30, values that go through the whole range. */
const width = 40;
const height = 30;
const unsigned12 = Uint16Array.from({ length: width * height }, (_, i) => (i * 1237) % 4096);
const signed16 = Int16Array.from({ length: width * height }, (_, i) => ((i * 7919) % 65536) - 32768);
const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 53) % 256);
const bytesOf = (array: Uint16Array | Int16Array) => new Uint8Array(array.buffer);

describe.each(['jpegLs', 'jpeg2000', 'htj2k'] as const)('%s', (codec) => {
  const size = { width, height, rows: height, columns: width };

  it('gives back unsigned 12-bit values', async () => {
    const info = {
      ...size,
      bitsPerSample: 12,
      componentCount: 1,
      isSigned: false,
      isUsingColorTransform: false,
    };
    const encoded = await encode(codec, bytesOf(unsigned12), info);
    const { values } = await decodeFrame(encoded, uid[codec], grey({ ...size, bitsStored: 12 }));
    expect(values).toEqual(unsigned12);
  });

  it('gives back signed 16-bit values', async () => {
    const info = {
      ...size,
      bitsPerSample: 16,
      componentCount: 1,
      isSigned: codec !== 'jpegLs',
      isUsingColorTransform: false,
    };
    const encoded = await encode(codec, bytesOf(signed16 as Int16Array<ArrayBuffer>), info);
    const { values } = await decodeFrame(encoded, uid[codec], grey({ ...size, pixelRepresentation: 1 }));
    expect(values).toEqual(signed16);
  });

  it('widens a stream of 8 bits, and extends its sign, in an image that allocates 16', async () => {
    // Declared unsigned: the encoders of both JPEG 2000 codecs read signed 8-bit samples wrongly.
    const info = {
      ...size,
      bitsPerSample: 8,
      componentCount: 1,
      isSigned: false,
      isUsingColorTransform: false,
    };
    const bytes = Int8Array.from({ length: width * height }, (_, i) => ((i * 37) % 256) - 128);
    const encoded = await encode(codec, new Uint8Array(bytes.buffer), info);
    const image = grey({ ...size, bitsStored: 8, pixelRepresentation: 1 });
    expect((await decodeFrame(encoded, uid[codec], image)).values).toEqual(Int16Array.from(bytes));
  });

  it('gives back RGB by pixel', async () => {
    const info = {
      ...size,
      bitsPerSample: 8,
      componentCount: 3,
      isSigned: false,
      isUsingColorTransform: true,
    };
    // CharLS encodes by plane here (interleave mode 0): it takes the samples plane by plane.
    const planes = Uint8Array.from(rgb, (_, i) => rgb[(i % 1200) * 3 + Math.floor(i / 1200)] ?? 0);
    const encoded = await encode(codec, codec === 'jpegLs' ? planes : rgb, info);
    const { values, photometricInterpretation } = await decodeFrame(encoded, uid[codec], colour(size));
    expect(photometricInterpretation).toBe('RGB');
    expect(values).toEqual(rgb);
  });

  it('refuses a stream that is cut short, or of another size, and decodes the next one', async () => {
    const info = {
      ...size,
      bitsPerSample: 12,
      componentCount: 1,
      isSigned: false,
      isUsingColorTransform: false,
    };
    const encoded = await encode(codec, bytesOf(unsigned12), info);
    const image = grey({ ...size, bitsStored: 12 });
    const cut = decodeFrame(encoded.subarray(0, encoded.length / 2), uid[codec], image);
    await expect(cut).rejects.toBeInstanceOf(FrameDecodeError);
    const other = decodeFrame(encoded, uid[codec], { ...image, rows: 31 });
    await expect(other).rejects.toThrow(
      'the data set says 40x31, 1 sample(s) per pixel, the code stream 40x30',
    );
    await expect(decodeFrame(new Uint8Array(40), uid[codec], image)).rejects.toBeInstanceOf(FrameDecodeError);
    expect((await decodeFrame(encoded, uid[codec], image)).values).toEqual(unsigned12);
  });
});

describe('lossless JPEG', () => {
  // ISO/IEC 10918-1 Annex H by hand: 2x2 of 8 bits, predictor 1, Huffman codes 0 (category 0), 10 (1), 110 (2).
  const streamOf = (...scan: number[]) =>
    Uint8Array.from(
      [
        [0xff, 0xd8],
        [0xff, 0xc4, 0, 22, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2],
        [0xff, 0xc3, 0, 11, 8, 0, 2, 0, 2, 1, 1, 0x11, 0],
        [0xff, 0xda, 0, 8, 1, 1, 0, 1, 0, 0],
        scan,
        [0xff, 0xd9],
      ].flat(),
    );
  // 128 129 / 130 130: differences 0, +1, +2, 0 to 128, left, above, left = bits 0 101 11010 0, padded with ones.
  const stream = streamOf(0b01011101, 0b00111111);
  const image = grey({ bitsAllocated: 8, rows: 2, columns: 2 });

  it('decodes differences to their predictions', async () => {
    const { values } = await decodeFrame(stream, uid.jpegLossless, image);
    expect([...values]).toEqual([128, 129, 130, 130]);
  });

  it('decodes to the last pixel where its code is the last bit of the stream', async () => {
    // 128 129 / 129 129: bits 0 101 101 0
    const { values } = await decodeFrame(streamOf(0b01011010), uid.jpegLossless, image);
    expect([...values]).toEqual([128, 129, 129, 129]);
  });

  it('refuses a stream without its end, and one that ends before its last row', async () => {
    await expect(decodeFrame(stream.subarray(0, -2), uid.jpegLossless, image)).rejects.toThrow('cut short');
    const tall = streamOf(0b01011010);
    tall[32] = 200;
    const decoding = decodeFrame(tall, uid.jpegLossless, { ...image, rows: 200 });
    await expect(decoding).rejects.toThrow('200 rows expected, the lossless JPEG stream ends in row');
  });
});

describe('JPEG', () => {
  const red = {
    create: { width: 16, height: 16, channels: 3 as const, background: { r: 250, g: 20, b: 30 } },
  };

  it('decodes YCbCr to RGB, also where the transfer syntax says lossless', async () => {
    const jpeg = await sharp(red).jpeg({ quality: 100 }).toBuffer();
    const image = colour({ rows: 16, columns: 16, photometricInterpretation: 'YBR_FULL_422' });
    for (const transferSyntaxUid of [uid.jpegBaseline, uid.jpegLossless]) {
      const { values, photometricInterpretation } = await decodeFrame(jpeg, transferSyntaxUid, image);
      expect(photometricInterpretation).toBe('RGB');
      expect(Math.abs((values[0] ?? 0) - 250)).toBeLessThan(3);
      expect(Math.abs((values[1] ?? 0) - 20)).toBeLessThan(3);
      expect(Math.abs((values[2] ?? 0) - 30)).toBeLessThan(3);
    }
  });

  it('refuses a stream that is cut short instead of filling it with grey', async () => {
    const jpeg = await sharp(red).jpeg().toBuffer();
    const image = colour({ rows: 16, columns: 16 });
    const decoding = decodeFrame(jpeg.subarray(0, jpeg.length - 4), uid.jpegBaseline, image);
    await expect(decoding).rejects.toThrow('no end marker');
  });
});

describe('deflated frames', () => {
  it('inflates, and stops at a bomb', async () => {
    const image = grey({ columns: 3 });
    const deflated = deflateRawSync(Uint8Array.from([1, 0, 2, 0, 3, 1]));
    expect([...(await decodeFrame(deflated, uid.deflatedFrame, image)).values]).toEqual([1, 2, 259]);
    const bomb = deflateRawSync(new Uint8Array(10_000_000));
    await expect(decodeFrame(bomb, uid.deflatedFrame, image)).rejects.toThrow('too long: 6 bytes expected');
    await expect(decodeFrame(deflated.subarray(0, 3), uid.deflatedFrame, image)).rejects.toThrow('inflate');
  });
});
