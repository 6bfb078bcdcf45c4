import type { DecodedFrame, ImagePixelModule } from '../index.ts';

/** An Image Pixel Module for the tests: 16-bit grey, 2 columns x 1 row unless said otherwise. */
export function grey(overrides: Partial<ImagePixelModule> = {}): ImagePixelModule {
  const bitsStored = overrides.bitsStored ?? overrides.bitsAllocated ?? 16;
  return {
    rows: 1,
    columns: 2,
    samplesPerPixel: 1,
    photometricInterpretation: 'MONOCHROME2',
    planarConfiguration: 0,
    bitsAllocated: 16,
    bitsStored,
    highBit: bitsStored - 1,
    pixelRepresentation: 0,
    numberOfFrames: 1,
    ...overrides,
  };
}

export function colour(overrides: Partial<ImagePixelModule> = {}): ImagePixelModule {
  return grey({ bitsAllocated: 8, samplesPerPixel: 3, photometricInterpretation: 'RGB', ...overrides });
}

/** A decoded grey frame of the array type that decodeFrame would give. */
export function greyFrame(image: ImagePixelModule, valueAt: (x: number, y: number) => number): DecodedFrame {
  const { rows, columns, bitsAllocated, bitsStored, photometricInterpretation } = image;
  const signed = image.pixelRepresentation === 1;
  const count = rows * columns;
  const narrow = signed ? new Int8Array(count) : new Uint8Array(count);
  const wide = signed ? new Int16Array(count) : new Uint16Array(count);
  const values = bitsAllocated === 8 ? narrow : wide;
  for (let i = 0; i < count; i++) values[i] = valueAt(i % columns, Math.floor(i / columns));
  return { values, rows, columns, samplesPerPixel: 1, photometricInterpretation, bitsStored };
}

/** The same numbers in each run, spread evenly over 0 to `range` - 1. */
export function noise(range: number, seed = 1): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * range);
  };
}
