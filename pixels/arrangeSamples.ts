import { planesToPixels, ybrFullToRgb, ybrPartialToRgb } from './colour.ts';
import type { Samples } from './decoders/Samples.ts';
import { CodeStreamError, UnsupportedCodeStreamError } from './errors.ts';
import type { DecodedFrame, FrameValues, ImagePixelModule } from './types.ts';

const keptInterpretations = ['MONOCHROME1', 'MONOCHROME2', 'PALETTE COLOR', 'RGB'];

/**
 * From what a decoder gives to stored values: samples of the allocated width, unused bits cleared and signs extended
 * (PS3.5 8.1.1), planes interleaved, YBR turned to RGB.
 * @throws CodeStreamError, UnsupportedCodeStreamError
 */
export function arrangeSamples(samples: Samples, image: ImagePixelModule, lossy: boolean): DecodedFrame {
  const count = image.rows * image.columns * image.samplesPerPixel;
  const found = samples.bytes.length / samples.bytesPerSample;
  if (found !== count) throw new CodeStreamError(`${count} samples expected, ${found} decoded`);

  let values = keepStoredBits(toFrameValues(samples, image), image, valueBits(image, samples, lossy));
  if (samples.layout === 'by-plane' && image.samplesPerPixel > 1) {
    values = planesToPixels(values, image.samplesPerPixel);
  }
  return {
    values,
    rows: image.rows,
    columns: image.columns,
    samplesPerPixel: image.samplesPerPixel,
    photometricInterpretation: toKnownColour(values, samples, image),
    bitsStored: image.bitsStored,
  };
}

function toFrameValues(samples: Samples, image: ImagePixelModule): FrameValues {
  const { buffer } = samples.bytes;
  const signed = image.pixelRepresentation === 1;
  if (image.floatingPoint) {
    return samples.bytesPerSample === 8 ? new Float64Array(buffer) : new Float32Array(buffer);
  }
  const allocatedBytes = Math.ceil(image.bitsAllocated / 8);
  if (samples.bytesPerSample === 1) {
    const narrow = signed ? new Int8Array(buffer) : new Uint8Array(buffer);
    if (allocatedBytes === 1) return narrow;
    // A code stream of up to 8 bits in an image of 16: what lies above is for keepStoredBits.
    return signed
      ? Int16Array.from(samples.signed ? narrow : samples.bytes)
      : Uint16Array.from(samples.bytes);
  }
  if (samples.bytesPerSample === 2) return signed ? new Int16Array(buffer) : new Uint16Array(buffer);
  return signed ? new Int32Array(buffer) : new Uint32Array(buffer);
}

/** In place: one shift up to throw away what is above High Bit (overlays), one down to extend the sign. */
function keepStoredBits(
  values: FrameValues,
  image: ImagePixelModule,
  { bits, highBit }: BitRange,
): FrameValues {
  if (image.floatingPoint || image.bitsAllocated === 1) return values;
  const width = values.BYTES_PER_ELEMENT * 8;
  if (bits === width && highBit === width - 1) return values;
  const up = 32 - 1 - highBit;
  const down = 32 - bits;
  if (image.pixelRepresentation === 1) {
    for (let i = 0; i < values.length; i++) values[i] = ((values[i] as number) << up) >> down;
  } else {
    for (let i = 0; i < values.length; i++) values[i] = ((values[i] as number) << up) >>> down;
  }
  return values;
}

interface BitRange {
  bits: number;
  highBit: number;
}

/**
 * Bits above High Bit are overlays, or rubbish. Not so in a lossy code stream: there they are values that overshot the
 * range by a little, and cutting them off would put black dots into the brightest spots.
 */
function valueBits(
  { bitsStored, highBit }: ImagePixelModule,
  { precision }: Samples,
  lossy: boolean,
): BitRange {
  if (lossy && precision !== undefined && precision > bitsStored)
    return { bits: precision, highBit: precision - 1 };
  return { bits: bitsStored, highBit };
}

function toKnownColour(values: FrameValues, samples: Samples, image: ImagePixelModule): string {
  const { photometricInterpretation, samplesPerPixel } = image;
  if (samples.alreadyRgb && samplesPerPixel === 3) return 'RGB';
  if (keptInterpretations.includes(photometricInterpretation)) return photometricInterpretation;
  if (samplesPerPixel === 3) {
    if (photometricInterpretation === 'YBR_FULL' || photometricInterpretation === 'YBR_FULL_422') {
      ybrFullToRgb(values, image.bitsStored);
      return 'RGB';
    }
    if (photometricInterpretation === 'YBR_PARTIAL_422' && image.bitsAllocated === 8) {
      ybrPartialToRgb(values);
      return 'RGB';
    }
    // The code stream did without the transform these names announce: its components are RGB already.
    if (photometricInterpretation === 'YBR_ICT' || photometricInterpretation === 'YBR_RCT') return 'RGB';
  }
  throw new UnsupportedCodeStreamError(
    `Photometric Interpretation (0028,0004) is "${photometricInterpretation}" with ${samplesPerPixel} sample(s) per pixel`,
  );
}
