import { CodeStreamError, UnsupportedCodeStreamError } from '../errors.ts';
import type { ImagePixelModule } from '../types.ts';
import { unpackBits } from './native.ts';
import type { Decoder, Samples } from './Samples.ts';

const headerBytes = 64;
const maximumSegments = 15;

/** RLE Lossless, PS3.5 Annex G: one segment for each byte of each sample, the highest byte first, planes one by one. */
export const decodeRle: Decoder = (encoded, image) => {
  const { bitsAllocated, samplesPerPixel } = image;
  if (bitsAllocated === 1) return decodePackedBits(encoded, image);
  if (bitsAllocated !== 8 && bitsAllocated !== 16 && bitsAllocated !== 32) {
    throw new UnsupportedCodeStreamError(`Bits Allocated (0028,0100) is ${bitsAllocated}`);
  }
  const bytesPerSample = (bitsAllocated / 8) as 1 | 2 | 4;
  const pixels = image.rows * image.columns;
  const segments = readSegments(encoded, samplesPerPixel * bytesPerSample);
  const bytes = new Uint8Array(pixels * samplesPerPixel * bytesPerSample);
  segments.forEach((segment, index) => {
    const sample = Math.floor(index / bytesPerSample);
    const byteOfSample = bytesPerSample - 1 - (index % bytesPerSample);
    const start = sample * pixels * bytesPerSample + byteOfSample;
    const found = unpack(segment, bytes, start, bytesPerSample, pixels);
    if (found !== pixels) {
      throw new CodeStreamError(`RLE segment ${index + 1}: ${pixels} bytes expected, ${found} found`);
    }
  });
  return { bytes, bytesPerSample, layout: 'by-plane' };
};

/** Of 1-bit images the bytes are packed that eight pixels share (PS3.5 8.2.2). */
function decodePackedBits(encoded: Uint8Array, image: ImagePixelModule): Samples {
  const packed = new Uint8Array(Math.ceil((image.rows * image.columns * image.samplesPerPixel) / 8));
  const [segment = encoded] = readSegments(encoded, 1);
  const found = unpack(segment, packed, 0, 1, packed.length);
  if (found !== packed.length)
    throw new CodeStreamError(`RLE segment 1: ${packed.length} bytes expected, ${found} found`);
  return unpackBits(packed, image);
}

function readSegments(encoded: Uint8Array, expected: number): Uint8Array[] {
  if (encoded.length < headerBytes) {
    throw new CodeStreamError(`the RLE header has ${headerBytes} bytes, ${encoded.length} found`);
  }
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const count = view.getUint32(0, true);
  if (count !== expected || count > maximumSegments) {
    throw new CodeStreamError(`${expected} RLE segments expected, the header says ${count}`);
  }
  const offsets = Array.from({ length: count }, (_, i) => view.getUint32(4 + 4 * i, true));
  return offsets.map((start, i) => {
    const end = offsets[i + 1] ?? encoded.length;
    if (start < headerBytes || end < start || end > encoded.length) {
      throw new CodeStreamError(`RLE segment ${i + 1} lies at ${start} to ${end} of ${encoded.length} bytes`);
    }
    return encoded.subarray(start, end);
  });
}

/**
 * PackBits (PS3.5 G.3.2) into every `step`-th byte of `out`; what follows the last pixel is padding.
 * @returns how many bytes the segment held, at most `limit`
 */
function unpack(segment: Uint8Array, out: Uint8Array, start: number, step: number, limit: number): number {
  let from = 0;
  let count = 0;
  let to = start;
  while (count < limit && from < segment.length) {
    const control = segment[from++] as number;
    if (control < 128) {
      const run = Math.min(control + 1, limit - count, segment.length - from);
      for (let i = 0; i < run; i++, to += step) out[to] = segment[from + i] as number;
      from += control + 1;
      count += run;
    } else if (control > 128 && from < segment.length) {
      const run = Math.min(257 - control, limit - count);
      const value = segment[from++] as number;
      for (let i = 0; i < run; i++, to += step) out[to] = value;
      count += run;
    }
  }
  return count;
}
