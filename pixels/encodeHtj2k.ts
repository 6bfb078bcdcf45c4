import { NotEncodableError } from './errors.ts';
import { openJph } from './openJph.ts';
import type { DecodedFrame, ImagePixelModule } from './types.ts';

const RPCL = 2;
/** The smallest image in the stream has at most this many rows and columns (PS3.5 10.18). */
const smallestImage = 64;
const usualLevels = 5;

/**
 * Encodes grey values of 8 or 16 bits as HTJ2K: reversible, by resolution (RPCL), each resolution a tile part of its
 * own and their lengths in front (TLM), so that the first bytes are a small image and it is known how many. The
 * precision of the code stream is Bits Stored, its sign that of Pixel Representation.
 * @throws NotEncodableError saying why; CodeStreamError when the encoder fails
 */
export async function encodeHtj2kLossless(
  frame: DecodedFrame,
  image: ImagePixelModule,
): Promise<Uint8Array<ArrayBuffer>> {
  const obstacle = whyNotHtj2k(image);
  if (obstacle) throw new NotEncodableError(obstacle);
  const samples = toSamples(frame, image);
  return openJph.run((exports) => {
    const encoder = new exports.HTJ2KEncoder();
    encoder
      .getDecodedBuffer({
        width: image.columns,
        height: image.rows,
        bitsPerSample: image.bitsStored,
        componentCount: 1,
        isSigned: image.pixelRepresentation === 1,
        isUsingColorTransform: false,
      })
      .set(samples);
    encoder.setQuality(true, 0);
    encoder.setProgressionOrder(RPCL);
    encoder.setDecompositions(decompositionLevels(image));
    encoder.setTLMMarker(true);
    encoder.setTilePartDivisionsAtResolutions(true);
    encoder.encode();
    const encoded = new Uint8Array(encoder.getEncodedBuffer());
    encoder.delete();
    return encoded;
  });
}

/**
 * Why an image is kept as stored instead of being encoded in HTJ2K; undefined when nothing of its form stands against it.
 */
export function whyNotHtj2k(image: ImagePixelModule): string | undefined {
  const { samplesPerPixel, photometricInterpretation, bitsAllocated, bitsStored, highBit } = image;
  if (image.floatingPoint) return 'floating point values';
  if (samplesPerPixel !== 1)
    return `colour (${samplesPerPixel} samples per pixel, ${photometricInterpretation})`;
  // Lossless it would be; but the small images in the stream would be means of indices: colours that are not there.
  if (!photometricInterpretation.startsWith('MONOCHROME'))
    return `${photometricInterpretation}, not grey values`;
  if (bitsAllocated !== 8 && bitsAllocated !== 16) return `Bits Allocated (0028,0100) is ${bitsAllocated}`;
  // Aligned at bit 0 the values would fit, but no longer what the data set says of them (PS3.5 8.2.14).
  if (highBit !== bitsStored - 1) return `High Bit (0028,0102) is ${highBit} with ${bitsStored} bits stored`;
  // OpenJPH's encoder reads each such byte as unsigned: its own decoder may hide that, others give other values.
  if (image.pixelRepresentation === 1 && bitsStored <= 8) return `signed values of ${bitsStored} bits`;
  return undefined;
}

/**
 * Enough that the smallest image measures 64 or less, and five where the image allows: that costs no bytes and makes
 * the first preview smaller. Never none: without a wavelet OpenJPH loses the value -32768.
 */
function decompositionLevels({ rows, columns }: ImagePixelModule): number {
  const needed = Math.ceil(Math.log2(Math.max(rows, columns) / smallestImage));
  const possible = Math.floor(Math.log2(Math.min(rows, columns)));
  return Math.max(1, needed, Math.min(usualLevels, possible));
}

/** As the encoder wants them: a byte each up to 8 bits, two above. */
function toSamples(frame: DecodedFrame, image: ImagePixelModule): Uint8Array<ArrayBuffer> {
  const { values } = frame;
  if (values.length !== image.rows * image.columns) {
    throw new NotEncodableError(`${image.rows * image.columns} values expected, ${values.length} found`);
  }
  requireRange(values, image);
  if (image.bitsStored <= 8) return values instanceof Uint8Array ? values : Uint8Array.from(values);
  if (!(values instanceof Int16Array || values instanceof Uint16Array)) {
    throw new NotEncodableError(`16-bit values expected, ${values.constructor.name} found`);
  }
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** The encoder does not notice values outside the precision it is told; other decoders would clamp them. */
function requireRange(values: DecodedFrame['values'], image: ImagePixelModule): void {
  const signed = image.pixelRepresentation === 1;
  const lowest = signed ? -(2 ** (image.bitsStored - 1)) : 0;
  const highest = 2 ** (signed ? image.bitsStored - 1 : image.bitsStored) - 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < lowest || value > highest) {
      throw new NotEncodableError(`the value ${value} does not fit ${image.bitsStored} bits`);
    }
  }
}
