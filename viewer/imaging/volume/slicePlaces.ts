import type { FramePlane } from '../geometry/framePlane.ts';
import { addScaled, cross, dot, scale, type Point3 } from '../geometry/vector.ts';
import type { DerivedSlice, GridSampling, Slab, TrilinearSampling } from './derivedSlice.ts';
import { slabLayers } from './slabLayers.ts';
import { pagingDirection, type GridAxis, type ViewAxes } from './viewAxes.ts';
import {
  unit,
  volumeCentre,
  volumeCorners,
  voxelMap,
  voxelToWorld,
  type VolumeGeometry,
} from './volumeGeometry.ts';

/** One picture of a stack: where it lies, its size, and which voxels it is made of. */
export interface SlicePlace {
  plane: FramePlane;
  columns: number;
  rows: number;
  sampling: GridSampling | TrilinearSampling;
}

const basis = (axis: 0 | 1 | 2, factor: number): Point3 =>
  [0, 1, 2].map((other) => (other === axis ? factor : 0)) as unknown as Point3;

/** Pictures that are planes of voxels, in the order of paging. */
export function gridSlices(
  volume: VolumeGeometry,
  axes: { right: GridAxis; down: GridAxis; normal: GridAxis },
  slab: Slab,
  order: 'layers' | 'paging',
): SlicePlace[] {
  const counts: Point3 = [volume.columns, volume.rows, volume.layers];
  const steps = [volume.columnStep, volume.rowStep, volume.layerStep] as const;
  const along = ({ axis, reversed }: GridAxis): Point3 => basis(axis, reversed ? -1 : 1);
  const directionOf = ({ axis, reversed }: GridAxis): Point3 => scale(unit(steps[axis]), reversed ? -1 : 1);
  const { right, down, normal } = axes;
  const view: ViewAxes = {
    right: directionOf(right),
    down: directionOf(down),
    normal: cross(directionOf(right), directionOf(down)),
  };
  const towards = dot(view.normal, unit(steps[normal.axis])) >= 0 ? 1 : -1;
  const forwards = order === 'layers' || pagingDirection(volume, view) * towards > 0;
  const spacing = volume.spacing[normal.axis];
  return Array.from({ length: counts[normal.axis] }, (_, index) => {
    const at = forwards ? index : counts[normal.axis] - 1 - index;
    const corner: [number, number, number] = [0, 0, 0];
    for (const { axis, reversed } of [right, down]) corner[axis] = reversed ? counts[axis] - 1 : 0;
    corner[normal.axis] = at;
    const { first, overlapsMm } = slabLayers(at, counts[normal.axis], spacing, slab);
    return {
      plane: {
        position: voxelToWorld(volume, corner),
        rowCosines: view.right,
        columnCosines: view.down,
        rowSpacing: volume.spacing[down.axis],
        columnSpacing: volume.spacing[right.axis],
      },
      columns: counts[right.axis],
      rows: counts[down.axis],
      sampling: {
        kind: 'grid',
        start: corner,
        perColumn: along(right),
        perRow: along(down),
        perMm: basis(normal.axis, towards / spacing),
        axis: normal.axis,
        first,
        overlapsMm,
      },
    };
  });
}

/** The stored planes of a tilted stack; only what lies along their normal is between voxels. */
export function tiltedSlices(volume: VolumeGeometry, axes: ViewAxes, slab: Slab): SlicePlace[] {
  const { direction } = voxelMap(volume);
  return Array.from({ length: volume.layers }, (_, layer) => ({
    plane: {
      position: voxelToWorld(volume, [0, 0, layer]),
      rowCosines: axes.right,
      columnCosines: axes.down,
      rowSpacing: volume.spacing[1],
      columnSpacing: volume.spacing[0],
    },
    columns: volume.columns,
    rows: volume.rows,
    sampling: {
      kind: 'trilinear',
      start: [0, 0, layer],
      perColumn: [1, 0, 0],
      perRow: [0, 1, 0],
      perMm: direction(axes.normal),
      ...samplesOf(volume, slab),
    },
  }));
}

/**
 * Pictures anywhere: square pixels and steps of the smallest distance of voxels, wide enough for the whole volume, one of
 * them through `through` exactly.
 */
export function freeSlices(
  volume: VolumeGeometry,
  axes: ViewAxes,
  slab: Slab,
  through: Point3 = volumeCentre(volume),
): SlicePlace[] {
  const step = Math.min(...volume.spacing);
  const { toVoxel, direction } = voxelMap(volume);
  const corners = volumeCorners(volume);
  const span = (axis: Point3): [number, number] => {
    const places = corners.map((corner) => dot(corner, axis) - dot(through, axis));
    return [Math.min(...places), Math.max(...places)];
  };
  const inPlane = (axis: Point3): { count: number; first: number } => {
    const [least, greatest] = span(axis);
    const count = Math.max(1, Math.ceil((greatest - least) / step - 1e-6));
    return { count, first: (least + greatest - (count - 1) * step) / 2 };
  };
  const across = inPlane(axes.right);
  const downwards = inPlane(axes.down);
  const [nearest, farthest] = span(axes.normal);
  const from = Math.ceil(nearest / step);
  const count = Math.max(1, Math.floor(farthest / step) - from + 1);
  const forwards = pagingDirection(volume, axes) > 0;
  const upperLeft = addScaled(addScaled(through, axes.right, across.first), axes.down, downwards.first);
  return Array.from({ length: count }, (_, index) => {
    const steps = from + (forwards ? index : count - 1 - index);
    const position = addScaled(upperLeft, axes.normal, steps * step);
    return {
      plane: {
        position,
        rowCosines: axes.right,
        columnCosines: axes.down,
        rowSpacing: step,
        columnSpacing: step,
      },
      columns: across.count,
      rows: downwards.count,
      sampling: {
        kind: 'trilinear',
        start: toVoxel(position),
        perColumn: direction(scale(axes.right, step)),
        perRow: direction(scale(axes.down, step)),
        perMm: direction(axes.normal),
        ...samplesOf(volume, slab),
      },
    };
  });
}

/** Samples no farther apart than voxels, ends included. */
export function samplesOf(
  volume: VolumeGeometry,
  { mode, thicknessMm }: Slab,
): { samples: number; thicknessMm: number } {
  if (mode === 'none' || thicknessMm === 0) return { samples: 1, thicknessMm: 0 };
  return { samples: Math.ceil(thicknessMm / Math.min(...volume.spacing) - 1e-9) + 1, thicknessMm };
}

/**
 * The layers a picture is computed from, first and last. Of a volume of which only some columns and rows are kept, slabs too are
 * made between voxels (asTrilinear), which reads the neighbours of what they overlap.
 */
export function layersRead(
  { layers }: VolumeGeometry,
  { sampling, slab, layers: overlapped }: DerivedSlice,
  decimation: number,
): readonly [number, number] {
  if (decimation === 1 || sampling.kind !== 'grid' || sampling.axis !== 2 || slab.mode === 'none')
    return overlapped;
  const at = sampling.start[2];
  const reach = (Math.abs(sampling.perMm[2]) * slab.thicknessMm) / 2;
  return [Math.max(0, Math.floor(at - reach)), Math.min(layers - 1, Math.ceil(at + reach))];
}

/** The layers of the volume a picture is made of, first and last. */
export function layersOf(volume: VolumeGeometry, { sampling, columns, rows }: SlicePlace): [number, number] {
  const { start, perColumn, perRow, perMm } = sampling;
  const slab: [number, number] =
    sampling.kind === 'grid' && sampling.axis === 2
      ? [sampling.first - start[2], sampling.first + sampling.overlapsMm.length - 1 - start[2]]
      : sampling.kind === 'grid'
        ? [0, 0]
        : [(-sampling.thicknessMm / 2) * perMm[2], (sampling.thicknessMm / 2) * perMm[2]];
  const places = [0, columns - 1].flatMap((column) =>
    [0, rows - 1].flatMap((row) =>
      slab.map((offset) => start[2] + column * perColumn[2] + row * perRow[2] + offset),
    ),
  );
  const within = (layer: number): number => Math.min(volume.layers - 1, Math.max(0, layer));
  // Rounding must not ask for a layer that has no part in it.
  return [within(Math.floor(Math.min(...places) + 1e-6)), within(Math.ceil(Math.max(...places) - 1e-6))];
}
