import { expect, it } from 'vitest';
import type { ImagePixelModule } from '../../../pixels/index.ts';
import { needsIndependentCheck } from '../independentCheck.ts';

const ct: ImagePixelModule = {
  rows: 512,
  columns: 512,
  samplesPerPixel: 1,
  photometricInterpretation: 'MONOCHROME2',
  planarConfiguration: 0,
  bitsAllocated: 16,
  bitsStored: 16,
  highBit: 15,
  pixelRepresentation: 1,
  numberOfFrames: 1,
};

it('sampled: the first frame of each form, then one of 16', () => {
  const looked = Array.from({ length: 33 }, () => needsIndependentCheck(ct, 'sampled'));
  expect(looked.flatMap((look, i) => (look ? [i] : []))).toEqual([0, 16, 32]);
  expect(needsIndependentCheck({ ...ct, pixelRepresentation: 0 }, 'sampled')).toBe(true);
  expect(needsIndependentCheck({ ...ct, bitsStored: 12, highBit: 11 }, 'sampled')).toBe(true);
  expect(needsIndependentCheck({ ...ct, rows: 511 }, 'sampled')).toBe(true);
  expect(needsIndependentCheck(ct, 'sampled')).toBe(false);
});

it('every frame', () => {
  expect([1, 2, 3].map(() => needsIndependentCheck(ct, 'every-frame'))).toEqual([true, true, true]);
});
