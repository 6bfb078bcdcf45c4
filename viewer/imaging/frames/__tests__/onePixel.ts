import type { HowToRead } from '../frameJobs.ts';

/** How a grey image of one pixel of 8 bits is read. */
export const onePixel: HowToRead = {
  image: {
    rows: 1,
    columns: 1,
    samplesPerPixel: 1,
    photometricInterpretation: 'MONOCHROME2',
    planarConfiguration: 0,
    bitsAllocated: 8,
    bitsStored: 8,
    highBit: 7,
    pixelRepresentation: 0,
    numberOfFrames: 1,
  },
  slope: 1,
  intercept: 0,
  palette: undefined,
  padding: undefined,
  overlayBits: [],
};
