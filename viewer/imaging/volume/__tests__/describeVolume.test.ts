import { describe, expect, it } from 'vitest';
import type { Point3 } from '../../geometry/vector.ts';
import { describeVolume } from '../describeVolume.ts';
import { faultOf, stacked, syntheticFrames, volumeOf } from './syntheticVolume.ts';

const size = { columns: 4, rows: 3, rowSpacing: 0.7, columnSpacing: 0.5 };
const straight = stacked(10, [-100, -80, 50], [0, 0, -2]);
const at = (...places: number[]): Point3[] => places.map((z) => [0, 0, z]);

describe('describeVolume', () => {
  it('takes evenly stacked slices, in the order of reading', () => {
    const volume = volumeOf(syntheticFrames({ ...size, positions: straight }));
    expect(volume).toMatchObject({
      columns: 4,
      rows: 3,
      layers: 10,
      origin: [-100, -80, 50],
      columnStep: [0.5, 0, 0],
      rowStep: [0, 0.7, 0],
      spacing: [0.5, 0.7, 2],
      sheared: false,
      resampled: undefined,
      notes: [],
    });
    expect(volume.layerStep[2]).toBeCloseTo(-2, 12);
    expect(volume.frames.map(({ instanceNumber }) => instanceNumber)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
  });

  it('lets steps differ by 1 % or 0.02 mm, no more', () => {
    expect(
      volumeOf(syntheticFrames({ ...size, positions: at(0, 0.5, 1.015, 1.5, 2) })).resampled,
    ).toBeUndefined();
    expect(
      volumeOf(syntheticFrames({ ...size, positions: at(0, 0.5, 1.06, 1.5, 2) })).resampled,
    ).toBeDefined();
  });

  it('does not let small differences add up', () => {
    // Steps of 0.992 and then of 1.008 mm are each within 1 % of the mean, the middle place is 0.8 mm off an even grid.
    const positions = at(
      ...Array.from({ length: 201 }, (_, k) => (k <= 100 ? k * 0.992 : 99.2 + (k - 100) * 1.008)),
    );
    const volume = volumeOf(syntheticFrames({ ...size, positions }));
    expect(volume.notes).toEqual([expect.objectContaining({ code: 'variable-spacing' })]);
  });

  it('gives a tilted stack its sheared grid and the angle', () => {
    const tilt = (18.5 * Math.PI) / 180;
    const volume = volumeOf(
      syntheticFrames({
        ...size,
        columnCosines: [0, Math.cos(tilt), -Math.sin(tilt)],
        positions: stacked(12, [0, 0, 0], [0, 0, 5]),
      }),
    );
    expect(volume.sheared).toBe(true);
    expect(volume.layerStep).toEqual([0, 0, 5]);
    expect(volume.spacing[2]).toBeCloseTo(5 * Math.cos(tilt), 9);
    expect(volume.notes).toEqual([{ code: 'gantry-tilt', degrees: expect.closeTo(18.5, 9) }]);
  });

  it('fills a small gap and says where', () => {
    const volume = volumeOf(syntheticFrames({ ...size, positions: at(0, 1, 2, 3, 5, 6, 7, 8, 9) }));
    expect(volume.layers).toBe(10);
    expect(volume.notes).toEqual([{ code: 'gap', missing: 1, fromMm: 3, toMm: 5 }]);
    expect(volume.resampled?.map(({ frame, weight }) => frame + weight)).toEqual([
      0, 1, 2, 3, 3.5, 4, 5, 6, 7, 8,
    ]);
  });

  it('refuses a wide gap and says where, in the order of reading', () => {
    const positions = at(20, 19, 18, 17, 13, 12, 11, 10);
    expect(faultOf(syntheticFrames({ ...size, positions }))).toEqual({
      kind: 'fault',
      code: 'gap',
      missing: 3,
      fromMm: 17,
      toMm: 13,
    });
  });

  it('interpolates uneven thin slices at their true places', () => {
    const places = [0, 1, 2, 3.5, 5, 6, 7.4, 8.8];
    const volume = volumeOf(syntheticFrames({ ...size, positions: at(...places) }));
    const step = volume.spacing[2];
    expect(step).toBeLessThanOrEqual(1);
    expect(volume.notes).toEqual([
      { code: 'variable-spacing', leastMm: 1, greatestMm: expect.closeTo(1.5, 9) },
    ]);
    volume.resampled?.forEach(({ frame, weight }, layer) => {
      const place = (places[frame] as number) * (1 - weight) + (places[frame + 1] as number) * weight;
      // Nearer to a slice than 5 % of the way to the next it is that slice.
      expect(Math.abs(place - layer * step)).toBeLessThan(0.05 * 1.5);
    });
  });

  it('refuses thick slices of varying distance', () => {
    expect(faultOf(syntheticFrames({ ...size, positions: at(0, 4, 8, 12, 13, 20, 27, 34) }))).toEqual({
      kind: 'fault',
      code: 'variable-spacing',
      leastMm: 1,
      greatestMm: 7,
    });
  });

  it('refuses what is no stack of like slices, with the figures', () => {
    const only = (index: number, attributes: object) => (k: number) =>
      (k === index ? attributes : {}) as never;
    const fault = (more: (k: number) => never) =>
      faultOf(syntheticFrames({ ...size, positions: straight, more }));
    expect(fault(only(3, { '00200052': { vr: 'UI', Value: ['1.2.10'] } }))).toMatchObject({
      code: 'mixed-frames-of-reference',
      count: 2,
    });
    expect(fault(only(3, { '00200037': { vr: 'DS', Value: [0, 1, 0, 0, 0, -1] } }))).toMatchObject({
      code: 'mixed-orientation',
      degrees: expect.closeTo(90, 6),
    });
    expect(fault(only(3, { '00280010': { vr: 'US', Value: [5] } }))).toMatchObject({
      code: 'mixed-matrix',
      sizes: ['4x3', '4x5'],
    });
    expect(fault(only(3, { '00280030': { vr: 'DS', Value: [0.7, 0.6] } }))).toMatchObject({
      code: 'mixed-pixel-spacing',
      leastMm: 0.5,
      greatestMm: 0.6,
    });
    expect(fault(only(3, { '00200032': { vr: 'DS', Value: [-95, -80, 44] } }))).toMatchObject({
      code: 'wandering',
      greatestMm: expect.closeTo(5, 9),
    });
    expect(fault(only(3, { '00200032': { vr: 'DS', Value: [] } }))).toMatchObject({
      code: 'no-position',
      frames: 1,
    });
    expect(fault(only(3, { '00280004': { vr: 'CS', Value: ['PALETTE COLOR'] } }))).toMatchObject({
      code: 'colour',
    });
    expect(faultOf(syntheticFrames({ ...size, positions: straight.slice(0, 2) }))).toMatchObject({
      code: 'few-slices',
      count: 2,
    });
    expect(faultOf([])).toMatchObject({ code: 'no-position' });
  });

  it('takes the phase that is shown, told apart by an attribute', () => {
    const frames = syntheticFrames({
      ...size,
      positions: [...straight, ...straight, ...straight],
      more: (k) => ({ '00200100': { vr: 'IS', Value: [Math.floor(k / 10) + 1] } }),
    });
    const second = describeVolume(frames, frames[14]);
    expect(second).toMatchObject({ notes: [{ code: 'phase', index: 2, count: 3, by: '00200100' }] });
    expect(second.kind === 'volume' && second.frames.map(({ instanceNumber }) => instanceNumber)).toEqual([
      11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
    ]);
    expect(second).not.toMatchObject({ id: (describeVolume(frames) as { id: string }).id });
  });

  it('takes the phase by the order at each place where no attribute tells', () => {
    // Two images at each place, one place after the other.
    const frames = syntheticFrames({ ...size, positions: straight.flatMap((place) => [place, place]) });
    const second = describeVolume(frames, frames[7]);
    expect(second).toMatchObject({ notes: [{ code: 'phase', index: 2, count: 2, by: '00200013' }] });
    expect(second.kind === 'volume' && second.frames.map(({ instanceNumber }) => instanceNumber)).toEqual([
      2, 4, 6, 8, 10, 12, 14, 16, 18, 20,
    ]);
  });

  it('refuses places with unequal numbers of images', () => {
    expect(
      faultOf(syntheticFrames({ ...size, positions: [...straight, straight[4] as Point3] })),
    ).toMatchObject({
      code: 'repeated-places',
      places: 10,
      frames: 11,
    });
  });
});
