import { CodeStreamError } from '../errors.ts';
import { decodeLittleEndian } from './native.ts';
import type { Decoder } from './Samples.ts';

/** Deflated Image Frame Compression, PS3.5 A.4.13: each frame is a raw deflate stream (RFC 1951) of a native frame. */
export const decodeDeflatedFrame: Decoder = async (encoded, image) => {
  const { rows, columns, samplesPerPixel, bitsAllocated } = image;
  const expected = Math.ceil((rows * columns * samplesPerPixel * bitsAllocated) / 8);
  return decodeLittleEndian(await inflate(encoded, expected + 1), image);
};

/** Stops at `limit` bytes: a few kilobytes of deflate can become gigabytes. */
async function inflate(encoded: Uint8Array, limit: number): Promise<Uint8Array> {
  const out = new Uint8Array(limit);
  let length = 0;
  const reader = new Blob([encoded.slice()])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'))
    .getReader();
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      if (length + chunk.value.length > limit) {
        throw new CodeStreamError(`the frame is too long: ${limit - 1} bytes expected, more found`);
      }
      out.set(chunk.value, length);
      length += chunk.value.length;
    }
  } catch (error) {
    // A padding byte after the deflate stream is allowed, and reported by the platform as trailing junk.
    const complete = length >= limit - 1;
    if (error instanceof CodeStreamError || !complete) {
      throw new CodeStreamError(
        `it does not inflate: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  return out.subarray(0, length);
}
