import { describe, expect, it } from 'vitest';
import { planeNormal, type FramePlane } from '../../geometry/framePlane.ts';
import { addScaled, dot, subtract, type Point3 } from '../../geometry/vector.ts';
import type { FrameRef } from '../../series/frameRef.ts';
import type { Orientation, Slab } from '../derivedSlice.ts';
import { deriveStack } from '../deriveStack.ts';
import { resliceGrid } from '../resliceGrid.ts';
import { resliceTrilinearRows } from '../resliceTrilinear.ts';
import type { VolumeGeometry } from '../volumeGeometry.ts';
import type { VoxelStore } from '../voxelStore.ts';
import type { VoxelArray, Voxels } from '../voxels.ts';
import { placeOf, slowSlab } from './slowReslice.ts';
import {
  noise,
  paint,
  stacked,
  storeOf,
  syntheticFrames,
  volumeOf,
  type SyntheticSeries,
} from './syntheticVolume.ts';

const outside = -5000;

function valuesOf(frame: FrameRef, store: VoxelStore): VoxelArray {
  const { derived, image } = frame;
  if (!derived) throw new Error('not derived');
  const { sampling, slab, layers } = derived;
  const voxels = store.voxels(...layers) as Voxels;
  if (sampling.kind === 'grid')
    return resliceGrid(voxels, sampling, slab.mode, image.columns, image.rows).values;
  const out = new Float32Array(image.columns * image.rows);
  resliceTrilinearRows(voxels, sampling, slab.mode, out, image.columns, [0, image.rows], outside);
  return out;
}

const planeOf = ({ plane }: FrameRef): FramePlane => {
  if (!plane) throw new Error('no plane');
  return plane;
};

const middle = <T>(list: readonly T[]): T => list[Math.floor(list.length / 2)] as T;

/** Axial as acquired from feet to head, and from head to feet; sagittal; with rows from left to right. All anisotropic. */
const series: Record<string, SyntheticSeries & { boxMm: Point3 }> = {
  'axial, feet first': {
    columns: 11,
    rows: 9,
    columnSpacing: 0.5,
    rowSpacing: 0.8,
    positions: stacked(13, [-20, 10, 100], [0, 0, 2.5]),
    boxMm: [0.5, 0.8, 2.5],
  },
  'axial, head first': {
    columns: 11,
    rows: 9,
    columnSpacing: 0.5,
    rowSpacing: 0.8,
    positions: stacked(13, [-20, 10, 100], [0, 0, -2.5]),
    boxMm: [0.5, 0.8, 2.5],
  },
  sagittal: {
    columns: 12,
    rows: 10,
    columnSpacing: 0.9,
    rowSpacing: 0.7,
    rowCosines: [0, 1, 0],
    columnCosines: [0, 0, -1],
    positions: stacked(9, [30, -50, 60], [-3, 0, 0]),
    boxMm: [3, 0.9, 0.7],
  },
  'prone, rows from left to right': {
    columns: 8,
    rows: 9,
    columnSpacing: 1.1,
    rowSpacing: 0.6,
    rowCosines: [-1, 0, 0],
    columnCosines: [0, -1, 0],
    positions: stacked(7, [3, 4, -5], [0, 0, 1.7]),
    boxMm: [1.1, 0.6, 1.7],
  },
};

describe.each(Object.entries(series))('slabs along the axes, acquired %s', (_, { boxMm, ...given }) => {
  const frames = syntheticFrames(given);
  const random = noise(7);
  const images = paint(frames, () => Math.floor(random() * 4000) - 1000);
  const volume = volumeOf(frames);
  const store = storeOf(volume, images);

  const slabs: Slab[] = [
    { mode: 'none', thicknessMm: 0 },
    ...(['mip', 'minip', 'avgip'] as const).flatMap((mode) =>
      [1, 2, 5, 10, 37.5, 1000].map((thicknessMm) => ({ mode, thicknessMm })),
    ),
  ];

  it.each(['axial', 'coronal', 'sagittal'] as const)('%s is exact at each thickness', (orientation) => {
    const normalAxis = { sagittal: 0, coronal: 1, axial: 2 }[orientation];
    for (const slab of slabs) {
      const { frames: derived } = deriveStack(volume, orientation, slab);
      expect(derived[0]?.derived?.sampling.kind).toBe('grid');
      for (const frame of [derived[0], middle(derived), derived.at(-1)] as FrameRef[]) {
        const values = valuesOf(frame, store);
        const expected = slowSlab(
          frame,
          frames,
          images,
          slab.mode,
          slab.thicknessMm,
          boxMm[normalAxis] as number,
        );
        if (slab.mode === 'avgip')
          values.forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 3));
        else expect([...values]).toEqual(expected);
      }
    }
  });

  it('is drawn as radiologists expect', () => {
    const plane = (orientation: Orientation): FramePlane =>
      planeOf(deriveStack(volume, orientation).frames[0] as FrameRef);
    expect(plane('axial')).toMatchObject({ rowCosines: close([1, 0, 0]), columnCosines: close([0, 1, 0]) });
    expect(plane('coronal')).toMatchObject({
      rowCosines: close([1, 0, 0]),
      columnCosines: close([0, 0, -1]),
    });
    expect(plane('sagittal')).toMatchObject({
      rowCosines: close([0, 1, 0]),
      columnCosines: close([0, 0, -1]),
    });
    const way = (orientation: Orientation): Point3 => {
      const { frames: derived } = deriveStack(volume, orientation);
      return subtract(planeOf(derived[1] as FrameRef).position, planeOf(derived[0] as FrameRef).position);
    };
    expect(way('coronal')[1]).toBeGreaterThan(0);
    expect(way('sagittal')[0]).toBeGreaterThan(0);
  });

  it('keeps the acquired planes and their order', () => {
    const { frames: derived } = deriveStack(volume, 'acquired');
    derived.forEach((frame, index) => {
      const stored = planeOf(frames[index] as FrameRef);
      expect(planeOf(frame).position).toEqual(close(stored.position));
      expect(planeOf(frame)).toMatchObject({
        rowSpacing: stored.rowSpacing,
        columnSpacing: stored.columnSpacing,
      });
      expect(valuesOf(frame, store)).toEqual(images[index]);
    });
  });
});

const close = (point: Point3): number[] => point.map((value) => expect.closeTo(value, 9) as number);

const tilt = (18.5 * Math.PI) / 180;
const [c, s] = [Math.cos(0.4), Math.sin(0.4)];
const grids: Record<string, SyntheticSeries> = {
  upright: {
    columns: 24,
    rows: 20,
    columnSpacing: 0.8,
    rowSpacing: 1.1,
    positions: stacked(15, [-9, -11, 3], [0, 0, 2]),
  },
  oblique: {
    columns: 24,
    rows: 20,
    rowCosines: [c, s, 0],
    columnCosines: [-s * c, c * c, -s],
    positions: stacked(14, [5, -7, 60], [-1.7 * s * s, 1.7 * s * c, 1.7 * c]),
  },
  'sheared by a gantry tilt': {
    columns: 24,
    rows: 22,
    columnCosines: [0, Math.cos(tilt), -Math.sin(tilt)],
    positions: stacked(14, [0, 0, 0], [0, 0, 2.2]),
  },
};

const orientations: Orientation[] = [
  'axial',
  'coronal',
  'sagittal',
  { normal: [0.3, -0.8, 0.4], up: [0, 0.2, 1] },
  { normal: [-1, 1, -1], up: [0, -1, 0] },
];

describe.each(Object.entries(grids))('planes through a grid that is %s', (_, given) => {
  const frames = syntheticFrames(given);
  const volume = volumeOf(frames);
  // Trilinear interpolation, and the mean over what is symmetric about the plane, give a linear function back as it is.
  const slope: Point3 = [13, -7, 5];
  const linear = (place: Point3): number => 40 + dot(slope, place);
  const store = storeOf(
    volume,
    paint(frames, (_column, _row, _frame, place) => linear(place), Float32Array),
  );
  const inside = (place: Point3, marginMm: number): boolean => {
    const offset = subtract(place, volume.origin);
    const steps = [volume.columnStep, volume.rowStep, volume.layerStep] as const;
    const index = solve(steps, offset);
    const counts = [volume.columns, volume.rows, volume.layers] as const;
    return index.every((at, axis) => {
      const margin = marginMm / (volume.spacing[axis] as number);
      return at > margin && at < (counts[axis] as number) - 1 - margin;
    });
  };

  it.each(orientations)('shows at each place what is there, %o', (orientation) => {
    const thicknessMm = 3;
    const reach = thicknessMm;
    for (const mode of ['none', 'avgip', 'mip', 'minip'] as const) {
      const frame = middle(deriveStack(volume, orientation, { mode, thicknessMm }).frames);
      if (frame.derived?.sampling.kind === 'grid') continue;
      const values = valuesOf(frame, store);
      const normal = planeNormal(planeOf(frame));
      const gain = (Math.abs(dot(slope, normal)) * thicknessMm) / 2;
      const expectedGain = { none: 0, avgip: 0, mip: gain, minip: -gain }[mode];
      let checked = 0;
      values.forEach((value, at) => {
        const place = placeOf(frame, at % frame.image.columns, Math.floor(at / frame.image.columns));
        if (!inside(place, mode === 'none' ? 0 : reach)) return;
        checked++;
        expect(Math.abs(value - linear(place) - expectedGain)).toBeLessThan(1e-3);
      });
      expect(checked).toBeGreaterThan(20);
    }
  });

  it('goes through the point asked for, with the normal asked for', () => {
    const through: Point3 = [volume.origin[0] + 7.3, volume.origin[1] + 8.1, volume.origin[2] + 9.9];
    const normal: Point3 = [0.36, -0.48, 0.8];
    const up: Point3 = [0.8, 0.6, 0];
    const { frames: derived } = deriveStack(volume, { normal, up }, undefined, through);
    const offsets = derived.map((frame) =>
      dot(subtract(through, planeOf(frame).position), planeNormal(planeOf(frame))),
    );
    expect(Math.min(...offsets.map(Math.abs))).toBeLessThan(1e-9);
    expect(planeNormal(planeOf(derived[0] as FrameRef))).toEqual(close([-0.36, 0.48, -0.8]));
    expect(planeOf(derived[0] as FrameRef).columnCosines).toEqual(close([-0.8, -0.6, 0]));
    const steps = offsets.slice(1).map((offset, i) => Math.abs(offset - (offsets[i] as number)));
    for (const step of steps) expect(step).toBeCloseTo(Math.min(...volume.spacing), 9);
  });

  it('shows a marker where it is, in every plane', () => {
    const [i, j, k] = [9, 8, 6];
    const marked = storeOf(
      volume,
      paint(frames, (column, row, frame) => (column === i && row === j && frame === k ? 1000 : 0)),
    );
    const marker = addScaled(
      addScaled(addScaled(volume.origin, volume.columnStep, i), volume.rowStep, j),
      volume.layerStep,
      k,
    );
    for (const orientation of [...orientations, 'acquired'] as Orientation[]) {
      const { frames: derived } = deriveStack(volume, orientation, undefined, marker);
      const nearest = derived.toSorted((a, b) => distance(a, marker) - distance(b, marker))[0] as FrameRef;
      const values = valuesOf(nearest, marked);
      const brightest = values.indexOf(Math.max(...values));
      const place = placeOf(
        nearest,
        brightest % nearest.image.columns,
        Math.floor(brightest / nearest.image.columns),
      );
      const off = subtract(place, marker);
      const { rowSpacing, columnSpacing, rowCosines, columnCosines } = planeOf(nearest);
      expect(Math.abs(dot(off, rowCosines))).toBeLessThanOrEqual(columnSpacing / 2 + 1e-6);
      expect(Math.abs(dot(off, columnCosines))).toBeLessThanOrEqual(rowSpacing / 2 + 1e-6);
      expect(values[brightest]).toBeGreaterThan(300);
    }
  });

  it('says outside where no voxel is', () => {
    const { frames: derived } = deriveStack(volume, { normal: [0.3, -0.8, 0.4], up: [0, 0.2, 1] });
    const values = valuesOf(middle(derived), store);
    expect(values[0]).toBe(outside);
    expect(values.at(-1)).toBe(outside);
  });
});

const distance = (frame: FrameRef, point: Point3): number =>
  Math.abs(dot(subtract(point, planeOf(frame).position), planeNormal(planeOf(frame))));

/** Cramer's rule. */
function solve(steps: readonly [Point3, Point3, Point3], offset: Point3): number[] {
  const determinant = (a: Point3, b: Point3, d: Point3): number =>
    a[0] * (b[1] * d[2] - b[2] * d[1]) -
    b[0] * (a[1] * d[2] - a[2] * d[1]) +
    d[0] * (a[1] * b[2] - a[2] * b[1]);
  const whole = determinant(...steps);
  return [0, 1, 2].map((axis) => {
    const replaced = steps.map((step, other) => (other === axis ? offset : step)) as [Point3, Point3, Point3];
    return determinant(...replaced) / whole;
  });
}

describe('unevenly spaced slices', () => {
  it('are interpolated at their true places', () => {
    const places = [0, 1, 2, 3.5, 5, 6, 7.4, 8.8];
    const frames = syntheticFrames({
      columns: 5,
      rows: 4,
      positions: places.map((z): Point3 => [0, 0, z]),
    });
    const volume: VolumeGeometry = volumeOf(frames);
    const store = storeOf(
      volume,
      paint(frames, (_column, _row, _frame, place) => 10 * place[2], Float32Array),
    );
    const coronal = deriveStack(volume, 'coronal').frames[1] as FrameRef;
    const values = valuesOf(coronal, store);
    values.forEach((value, at) => {
      const place = placeOf(coronal, at % 5, Math.floor(at / 5));
      // Layers within 5 % of a step of a slice are that slice.
      expect(Math.abs(value - 10 * place[2])).toBeLessThanOrEqual(10 * 0.05 * 1.5);
    });
  });
});

describe('a slab that is none', () => {
  it('is refused', () => {
    const volume = volumeOf(syntheticFrames(grids['upright'] as SyntheticSeries));
    expect(() => deriveStack(volume, 'axial', { mode: 'mip', thicknessMm: -1 })).toThrow(RangeError);
    expect(() => deriveStack(volume, { normal: [0, 0, 1], up: [0, 0, 2] })).toThrow(RangeError);
  });
});
