import { CodeStreamError, UnsupportedCodeStreamError } from '../errors.ts';
import type { ImagePixelModule } from '../types.ts';
import type { Decoder, Samples } from './Samples.ts';

const halvesChrominance: ReadonlySet<string> = new Set(['YBR_FULL_422', 'YBR_PARTIAL_422']);

/** Uncompressed, PS3.5 8.1 and 8.2, little endian. */
export const decodeLittleEndian: Decoder = (encoded, image) => {
  if (image.bitsAllocated === 1) return unpackBits(encoded, image);
  const bytesPerSample = requireByteSamples(image);
  const pixels = image.rows * image.columns;
  const full = pixels * image.samplesPerPixel * bytesPerSample;
  if (halvesChrominance.has(image.photometricInterpretation) && image.samplesPerPixel === 3) {
    // Some writers keep the name when they have put all samples in: the length tells.
    if (withoutPadding(encoded.length, full) !== full) return expand422(encoded, image);
  }
  requireLength(encoded.length, full);
  const bytes = new Uint8Array(encoded.subarray(0, full));
  return { bytes, bytesPerSample, layout: image.planarConfiguration === 1 ? 'by-plane' : 'by-pixel' };
};

/** Explicit VR Big Endian (retired), PS3.5 A.3: words are swapped; 8-bit samples only where they lie in OW. */
export const decodeBigEndian: Decoder = (encoded, image) => {
  const swap = image.bitsAllocated > 8 ? image.bitsAllocated / 8 : image.pixelDataVr === 'OW' ? 2 : 1;
  if (swap === 1) return decodeLittleEndian(encoded, image);
  const swapped = new Uint8Array(encoded.length);
  for (let i = 0; i < encoded.length; i++) {
    const word = i - (i % swap);
    swapped[word + swap - 1 - (i % swap)] = encoded[i] ?? 0;
  }
  return decodeLittleEndian(swapped, image);
};

function requireByteSamples(image: ImagePixelModule): 1 | 2 | 4 | 8 {
  const { bitsAllocated } = image;
  if (bitsAllocated === 8 || bitsAllocated === 16 || bitsAllocated === 32)
    return (bitsAllocated / 8) as 1 | 2 | 4;
  if (bitsAllocated === 64 && image.floatingPoint) return 8;
  throw new UnsupportedCodeStreamError(`Bits Allocated (0028,0100) is ${bitsAllocated}`);
}

/** Two pixels share their chrominance: Y1 Y2 Cb Cr, PS3.3 C.7.6.3.1.2. */
function expand422(encoded: Uint8Array, image: ImagePixelModule): Samples {
  const pixels = image.rows * image.columns;
  if (image.bitsAllocated !== 8 || image.columns % 2 === 1) {
    throw new UnsupportedCodeStreamError(
      `${image.photometricInterpretation} with ${image.bitsAllocated} bits allocated and ${image.columns} columns`,
    );
  }
  requireLength(encoded.length, pixels * 2);
  const bytes = new Uint8Array(pixels * 3);
  for (let from = 0, to = 0; to < bytes.length; from += 4, to += 6) {
    bytes[to] = encoded[from] ?? 0;
    bytes[to + 3] = encoded[from + 1] ?? 0;
    bytes[to + 1] = bytes[to + 4] = encoded[from + 2] ?? 0;
    bytes[to + 2] = bytes[to + 5] = encoded[from + 3] ?? 0;
  }
  return { bytes, bytesPerSample: 1, layout: 'by-pixel' };
}

/** Eight pixels to a byte, the first in the lowest bit, PS3.5 8.1.1; one frame, starting at a byte. */
export function unpackBits(encoded: Uint8Array, image: ImagePixelModule): Samples {
  const count = image.rows * image.columns * image.samplesPerPixel;
  requireLength(encoded.length, Math.ceil(count / 8));
  const bytes = new Uint8Array(count);
  for (let i = 0; i < count; i++) bytes[i] = ((encoded[i >> 3] ?? 0) >> (i & 7)) & 1;
  return { bytes, bytesPerSample: 1, layout: image.planarConfiguration === 1 ? 'by-plane' : 'by-pixel' };
}

/** Pixel Data has an even length, PS3.5 8.1.1: one byte may follow a frame of odd length. */
function withoutPadding(length: number, expected: number): number {
  return expected % 2 === 1 && length === expected + 1 ? expected : length;
}

function requireLength(found: number, expected: number): void {
  if (withoutPadding(found, expected) === expected) return;
  const kind = found < expected ? 'too short' : 'too long';
  throw new CodeStreamError(`the frame is ${kind}: ${expected} bytes expected, ${found} found`);
}
