import { describe, expect, it } from 'vitest';
import {
  decodeFrame,
  encodeHtj2kLossless,
  htj2kRpclLossless,
  NotEncodableError,
  readJpeg2000Layout,
  type ImagePixelModule,
} from '../index.ts';
import { colour, grey, greyFrame, noise } from './image.ts';
import { opjDecompress, opjDecompressPresent } from './opjDecompress.ts';

/** OpenJPEG reads HTJ2K: under this label decodeFrame takes it instead of OpenJPH. */
const viaOpenJpeg = '1.2.840.10008.1.2.4.90';

const range = ({ bitsStored, pixelRepresentation }: ImagePixelModule) => {
  const lowest = pixelRepresentation === 1 ? -(2 ** (bitsStored - 1)) : 0;
  return { lowest, highest: lowest + 2 ** bitsStored - 1 };
};

const size = { rows: 47, columns: 61 };
const forms: [string, ImagePixelModule][] = [
  ['unsigned 8 bits', grey({ ...size, bitsAllocated: 8 })],
  ['unsigned 5 of 8 bits', grey({ ...size, bitsAllocated: 8, bitsStored: 5 })],
  ['unsigned 8 of 16 bits', grey({ ...size, bitsStored: 8 })],
  ['unsigned 10 bits', grey({ ...size, bitsStored: 10 })],
  ['unsigned 12 bits', grey({ ...size, bitsStored: 12 })],
  ['unsigned 16 bits', grey(size)],
  ['signed 9 bits', grey({ ...size, bitsStored: 9, pixelRepresentation: 1 })],
  ['signed 12 bits', grey({ ...size, bitsStored: 12, pixelRepresentation: 1 })],
  ['signed 16 bits', grey({ ...size, pixelRepresentation: 1 })],
  ['MONOCHROME1', grey({ ...size, bitsStored: 14, photometricInterpretation: 'MONOCHROME1' })],
];

const patterns: [string, (image: ImagePixelModule) => (x: number, y: number) => number][] = [
  [
    'noise',
    (image) => {
      const next = noise(2 ** image.bitsStored);
      return () => range(image).lowest + next();
    },
  ],
  ['a ramp', (image) => (x, y) => range(image).lowest + ((x + 61 * y) % 2 ** image.bitsStored)],
  ['only the lowest value', (image) => () => range(image).lowest],
  ['only the highest value', (image) => () => range(image).highest],
  [
    'both extremes side by side',
    (image) => (x, y) => ((x + y) % 2 ? range(image).lowest : range(image).highest),
  ],
];

async function expectSameFromAll(image: ImagePixelModule, valueAt: (x: number, y: number) => number) {
  const frame = greyFrame(image, valueAt);
  const encoded = await encodeHtj2kLossless(frame, image);
  expect((await decodeFrame(encoded, htj2kRpclLossless, image)).values).toEqual(frame.values);
  expect((await decodeFrame(encoded, viaOpenJpeg, image)).values).toEqual(frame.values);
  return { encoded, frame };
}

describe.each(forms)('%s', (_, image) => {
  it.each(patterns)('%s: OpenJPH and OpenJPEG decode what went in', async (_, pattern) => {
    await expectSameFromAll(image, pattern(image));
  });

  it.skipIf(!opjDecompressPresent)('opj_decompress agrees, on precision and sign too', async () => {
    const next = noise(2 ** image.bitsStored, 7);
    const { encoded, frame } = await expectSameFromAll(image, () => range(image).lowest + next());
    expect(opjDecompress(encoded)).toEqual({
      signed: image.pixelRepresentation === 1,
      precision: image.bitsStored,
      rows: 47,
      columns: 61,
      values: [...frame.values],
    });
  });
});

it.each([
  [1, 1],
  [1, 5],
  [5, 1],
  [2, 2],
  [3, 64],
  [1, 700],
  [65, 64],
  [513, 511],
])('%i rows x %i columns of signed 16 bits, -32768 among them', async (rows, columns) => {
  const image = grey({ rows, columns, pixelRepresentation: 1 });
  const next = noise(65536);
  await expectSameFromAll(image, (x, y) => (x + y === 0 ? -32768 : next() - 32768));
});

describe('the code stream', () => {
  /** By hand from ISO/IEC 15444-1 Annex A: marker segments up to the first tile part, then the tile parts. */
  function segmentsOf(stream: Uint8Array) {
    const view = new DataView(stream.buffer);
    const segments = new Map<number, Uint8Array>();
    let at = 2;
    for (; view.getUint16(at) !== 0xff90; at += 2 + view.getUint16(at + 2)) {
      segments.set(view.getUint16(at), stream.subarray(at + 4, at + 2 + view.getUint16(at + 2)));
    }
    const tileParts: number[] = [];
    for (; view.getUint16(at) === 0xff90; at += view.getUint32(at + 6))
      tileParts.push(view.getUint32(at + 6));
    expect(view.getUint16(at)).toBe(0xffd9);
    expect(at + 2).toBe(stream.length);
    return { segments, tileParts };
  }

  it('is reversible HTJ2K in RPCL order with a tile part per resolution, listed in TLM', async () => {
    const image = grey({ rows: 512, columns: 512, bitsStored: 12 });
    const encoded = await encodeHtj2kLossless(
      greyFrame(image, (x, y) => (x * y) % 4096),
      image,
    );
    const { segments, tileParts } = segmentsOf(encoded);
    const cod = segments.get(0xff52) ?? new Uint8Array();
    expect(cod[1]).toBe(2); // RPCL
    expect(cod[5]).toBe(5); // decompositions: 512 / 2^5 = 16
    expect(cod[8]).toBe(0x40); // high-throughput block coding
    expect(cod[9]).toBe(1); // 5/3
    const siz = segments.get(0xff51) ?? new Uint8Array();
    expect(siz[36]).toBe(11); // 12 bits, unsigned
    expect(segments.has(0xff50)).toBe(true); // CAP
    // TLM: index of the marker, Stlm 0x60 (tile index of 2 bytes, lengths of 4), then a line for each tile part.
    const tlm = segments.get(0xff55) ?? new Uint8Array();
    const view = new DataView(tlm.buffer, tlm.byteOffset, tlm.length);
    expect([...tlm.subarray(0, 2)]).toEqual([0, 0x60]);
    expect(tileParts.map((_, i) => view.getUint32(2 + 6 * i + 2))).toEqual(tileParts);
    expect(tileParts).toHaveLength(6);
    expect(readJpeg2000Layout(encoded)).toMatchObject({
      rows: 512,
      columns: 512,
      components: 1,
      bitsPerSample: 12,
      signed: false,
      highThroughput: true,
      reversible: true,
      progressionOrder: 'RPCL',
      decompositionLevels: 5,
      tiles: 1,
      tilePartBytes: tileParts,
    });
  });

  it.each([
    // The smallest image measures 64 or less (PS3.5 10.18), and no image is halved beyond need to nothing.
    [512, 512, 5],
    [4096, 4096, 6],
    [5000, 3000, 7],
    [40, 30, 4],
    [1, 1, 1],
    [1, 300, 3],
  ])('of %i x %i is halved %i times', async (rows, columns, levels) => {
    const image = grey({ rows, columns, bitsAllocated: 8 });
    const encoded = await encodeHtj2kLossless(
      greyFrame(image, () => 7),
      image,
    );
    expect(readJpeg2000Layout(encoded).decompositionLevels).toBe(levels);
    expect(Math.max(rows, columns) / 2 ** levels).toBeLessThanOrEqual(64);
  });
});

describe('what is refused', () => {
  it.each([
    ['signed values of 8 bits', grey({ bitsAllocated: 8, pixelRepresentation: 1 })],
    ['signed values of 8 bits', grey({ bitsStored: 8, pixelRepresentation: 1 })],
    ['Bits Allocated (0028,0100) is 32', grey({ bitsAllocated: 32 })],
    ['Bits Allocated (0028,0100) is 1', grey({ bitsAllocated: 1 })],
    ['floating point', grey({ bitsAllocated: 32, floatingPoint: true })],
    ['colour (3 samples per pixel, RGB)', colour()],
    ['PALETTE COLOR', grey({ bitsAllocated: 8, photometricInterpretation: 'PALETTE COLOR' })],
    ['High Bit (0028,0102) is 15', grey({ bitsStored: 12, highBit: 15 })],
  ])('%s', async (reason, image) => {
    const encoding = encodeHtj2kLossless(
      greyFrame(image, () => 0),
      image,
    );
    await expect(encoding).rejects.toBeInstanceOf(NotEncodableError);
    await expect(encoding).rejects.toThrow(reason);
  });

  it('a value that Bits Stored cannot hold', async () => {
    const image = grey({ bitsStored: 12 });
    const frame = greyFrame(image, (x) => (x === 1 ? 4096 : 0));
    await expect(encodeHtj2kLossless(frame, image)).rejects.toThrow('the value 4096 does not fit 12 bits');
  });
});

describe('signed 8-bit code streams of others', () => {
  // The encoder cannot make one from bytes: signed 16-bit values from -128 to 127, then declared as 8 bits (Ssiz).
  it.each([htj2kRpclLossless, viaOpenJpeg])('keep their negative values, %s', async (transferSyntaxUid) => {
    const wide = grey({ rows: 48, columns: 64, pixelRepresentation: 1 });
    const frame = greyFrame(wide, (x, y) => (((x + 64 * y) * 37) % 256) - 128);
    const encoded = await encodeHtj2kLossless(frame, wide);
    encoded[42] = 0x87;
    const narrow = grey({ rows: 48, columns: 64, bitsAllocated: 8, pixelRepresentation: 1 });
    const { values } = await decodeFrame(encoded, transferSyntaxUid, narrow);
    expect(values).toEqual(Int8Array.from(frame.values));
  });
});
