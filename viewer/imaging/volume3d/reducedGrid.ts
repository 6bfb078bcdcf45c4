import { addScaled, cross, dot, scale, type Point3 } from '../geometry/vector.ts';
import { unit, type VolumeGeometry } from '../volume/volumeGeometry.ts';

/** How much is drawn in three dimensions. */
export interface VoxelBudget {
  readonly voxels: number;
  /** Along each axis: what a 3-D texture may measure. */
  readonly edge: number;
}

/** Right-angled voxels made of the stored ones: means of blocks of `pixels` x `pixels` x `layers`. */
export interface ReducedGrid {
  readonly pixels: number;
  readonly layers: number;
  /** Columns, rows, layers of the reduced grid. */
  readonly dimensions: readonly [number, number, number];
  /** mm, in the same order. */
  readonly spacing: Point3;
  /** Patient mm of the first voxel's centre. */
  readonly origin: Point3;
  /** Unit vectors at right angles: along columns, rows, layers. */
  readonly axes: readonly [Point3, Point3, Point3];
  /** How far each stored layer is shifted in its plane against a right-angled stack, pixels per layer (gantry tilt). */
  readonly shear: readonly [number, number];
  /** The last stored layers come first, so that the three axes are right-handed. */
  readonly reversed: boolean;
  /** Stored pixel at which the first column and the first row begin: below zero where tilted layers reach beyond. */
  readonly start: readonly [number, number];
}

/**
 * The finest grid within the budget whose voxels are as even as blocks of stored voxels allow. A tilted stack becomes a
 * right-angled one that holds all of it.
 */
export function reducedGrid(volume: VolumeGeometry, budget: VoxelBudget): ReducedGrid {
  let pixels = 1;
  let layers = 1;
  for (;;) {
    const grid = gridOf(volume, pixels, layers);
    const [columns, rows, depth] = grid.dimensions;
    const fits = columns * rows * depth <= budget.voxels;
    if (fits && Math.max(columns, rows, depth) <= budget.edge) return grid;
    const [column, row, layer] = grid.spacing;
    const inPlane = Math.max(columns, rows) > budget.edge || Math.min(column, row) <= layer;
    if (inPlane && depth <= budget.edge) pixels++;
    else layers++;
  }
}

function gridOf(volume: VolumeGeometry, pixels: number, layers: number): ReducedGrid {
  const { columns, rows, columnStep, rowStep, layerStep, spacing } = volume;
  const right = unit(columnStep);
  const down = unit(rowStep);
  const across = cross(right, down);
  const reversed = dot(across, layerStep) < 0;
  const along = reversed ? scale(across, -1) : across;
  const depth = Math.ceil(volume.layers / layers);
  const shear: [number, number] = volume.sheared
    ? [dot(layerStep, right) / spacing[0], dot(layerStep, down) / spacing[1]]
    : [0, 0];
  const reach = shear.map((perLayer) => perLayer * (volume.layers - 1));
  const start = reach.map((end) => Math.floor(Math.min(0, end))) as [number, number];
  const end = reach.map((far) => Math.ceil(Math.max(0, far)));
  const size = (count: number, axis: 0 | 1): number =>
    Math.ceil((count + (end[axis] as number) - start[axis]) / pixels);
  const middle = (pixels - 1) / 2;
  const inColumns = addScaled(volume.origin, right, (start[0] + middle) * spacing[0]);
  const inRows = addScaled(inColumns, down, (start[1] + middle) * spacing[1]);
  return {
    pixels,
    layers,
    dimensions: [size(columns, 0), size(rows, 1), depth],
    spacing: [spacing[0] * pixels, spacing[1] * pixels, spacing[2] * layers],
    origin: addScaled(inRows, along, ((layers - 1) / 2 + (reversed ? depth - 1 : 0) * layers) * spacing[2]),
    axes: [right, down, across],
    reversed,
    shear,
    start,
  };
}

/** The box around the voxels in patient axes, mm: least and greatest of each. */
export function patientBox({ dimensions, spacing, origin, axes }: ReducedGrid): [Point3, Point3] {
  const least: [number, number, number] = [Infinity, Infinity, Infinity];
  const greatest: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (const k of [-0.5, dimensions[2] - 0.5])
    for (const j of [-0.5, dimensions[1] - 0.5])
      for (const i of [-0.5, dimensions[0] - 0.5]) {
        const inColumn = addScaled(origin, axes[0], i * spacing[0]);
        const inRow = addScaled(inColumn, axes[1], j * spacing[1]);
        const corner = addScaled(inRow, axes[2], k * spacing[2]);
        for (const axis of [0, 1, 2] as const) {
          least[axis] = Math.min(least[axis], corner[axis]);
          greatest[axis] = Math.max(greatest[axis], corner[axis]);
        }
      }
  return [least, greatest];
}
