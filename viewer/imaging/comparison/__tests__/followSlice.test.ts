import { describe, expect, it } from 'vitest';
import type { FramePlane } from '../../geometry/framePlane.ts';
import { translationBy, turnAbout } from '../../registration/index.ts';
import { followSlice, ontoPlane, planesAgree } from '../followSlice.ts';
import { manualMatrix, stepMm } from '../manualLink.ts';
import { turnedWith } from '../planeLinking.ts';
import { along, madeStack } from './madeStack.ts';

const thin = madeStack({ series: 'thin', thicknessMm: 2, positions: along(143, -300, 2) });
const thick = madeStack({ study: '1.3', series: 'thick', thicknessMm: 6, positions: along(47, -262.5, 6) });
const shift = translationBy([-0.86, 0.24, 37.5]);

const axial = { ...(thin.frames[0]?.plane as FramePlane) };
const degrees = (angle: number): number => (angle * Math.PI) / 180;

describe('followSlice', () => {
  it('takes the nearest slice at every place, however thick the others are', () => {
    thin.frames.forEach(({ plane }, index) => {
      const followed = followSlice(thick.frames, shift, plane?.position ?? [0, 0, 0]);
      // z = -300 + 2 i + 37.5 there, slices at -262.5 + 6 j: three thin ones to a thick one, 3 i + 1 to the one before.
      expect(followed).toEqual({
        sliceIndex: Math.min(46, Math.floor((index + 1) / 3)),
        outside: index > 139,
      });
    });
  });

  it('says where the other exam does not reach, and still shows its end', () => {
    expect(followSlice(thick.frames, shift, [0, 0, -320])).toEqual({ sliceIndex: 0, outside: true });
    expect(followSlice(thick.frames, shift, [0, 0, -303])).toEqual({ sliceIndex: 0, outside: false });
  });

  it('follows a point through a turn', () => {
    // A quarter turn about the body's left: what was in front comes to lie at the feet.
    const quarter = turnAbout([0, 0, 0], [Math.PI / 2, 0, 0], [0, 0, 0]);
    const slices = madeStack({ series: 'any', positions: along(21, -10, 1) });
    expect(followSlice(slices.frames, quarter, [3, -4, 7])?.sliceIndex).toBe(6);
  });

  it('has no slice for images without a place', () => {
    const projection = madeStack({ series: 'dx', modality: 'DX' });
    expect(followSlice(projection.frames, shift, [0, 0, 0])).toBeUndefined();
  });
});

describe('planesAgree', () => {
  it('up to 25 degrees, seen from the other exam, either way round', () => {
    const turned = (angle: number) => turnAbout([5, 6, 7], [degrees(angle), 0, 0], [0, 0, 0]);
    expect(planesAgree(axial, turned(24.9), axial)).toBe(true);
    expect(planesAgree(axial, turned(25.1), axial)).toBe(false);
    expect(planesAgree(axial, turned(180), axial)).toBe(true);
  });
});

it('a point is laid onto a plane along its normal', () => {
  expect(ontoPlane({ ...axial, position: [0, 0, 12] }, [3, 4, 50])).toEqual([3, 4, 12]);
});

describe('a link set by hand', () => {
  const [own, other] = [thin.frames[10], thick.frames[20]];
  if (!own || !other) throw new Error('no frames');

  it('takes the shown slice to the shown slice', () => {
    const matrix = manualMatrix(own, other, undefined);
    expect(followSlice(thick.frames, matrix, own.plane?.position ?? [0, 0, 0])?.sliceIndex).toBe(20);
  });

  it('leaves what was known across the slices as it was', () => {
    const matrix = manualMatrix(own, other, shift);
    expect([matrix[3], matrix[7]]).toEqual([-0.86, 0.24]);
    // -300 + 20 there is -280; the other slice lies at -262.5 + 120.
    expect(matrix[11]).toBeCloseTo(-142.5 + 280, 9);
  });

  it('is shifted by the distance of slices, with the direction in which they run', () => {
    expect(stepMm(thick.frames, axial)).toBe(6);
    expect(stepMm(thick.frames.toReversed(), axial)).toBe(-6);
    expect(stepMm(thick.frames.slice(0, 1), axial)).toBe(1);
  });
});

describe('a plane of the body in an exam that lies turned', () => {
  it('keeps its name while the turn is small', () => {
    expect(turnedWith(turnAbout([0, 0, 0], [degrees(0.5), 0, 0], [1, 2, 3]), 'coronal')).toBe('coronal');
    expect(turnedWith(shift, 'stack')).toBe('stack');
  });

  it('is turned with it else', () => {
    const turned = turnedWith(turnAbout([0, 0, 0], [0, 0, degrees(10)], [0, 0, 0]), 'coronal');
    if (typeof turned === 'string') throw new Error(turned);
    // Towards the reader is the front, (0, -1, 0), turned by 10 degrees about the body's axis.
    expect(turned.normal[0]).toBeCloseTo(Math.sin(degrees(10)), 9);
    expect(turned.normal[1]).toBeCloseTo(-Math.cos(degrees(10)), 9);
    expect(turned.up).toEqual([0, 0, 1]);
  });
});
