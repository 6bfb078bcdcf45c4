import type { ImagePixelModule } from '../index.ts';

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
