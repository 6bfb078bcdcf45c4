import { cross, dot, length, addScaled, type Point3 } from '../geometry/vector.ts';
import type { Orientation } from './derivedSlice.ts';
import { unit, type VolumeGeometry } from './volumeGeometry.ts';

/** The directions of a picture in the patient (unit vectors, LPS): to the right, downwards, and their cross product. */
export interface ViewAxes {
  right: Point3;
  down: Point3;
  normal: Point3;
}

/** Radiological display (PS3.17 A): seen from the feet, from the front, from the left. */
const named: Record<'axial' | 'coronal' | 'sagittal', ViewAxes> = {
  axial: { right: [1, 0, 0], down: [0, 1, 0], normal: [0, 0, 1] },
  coronal: { right: [1, 0, 0], down: [0, 0, -1], normal: [0, 1, 0] },
  sagittal: { right: [0, 1, 0], down: [0, 0, -1], normal: [-1, 0, 0] },
};

/** @throws RangeError for a normal or up without direction, or along the same line */
export function viewAxes(volume: VolumeGeometry, orientation: Orientation): ViewAxes {
  if (orientation === 'acquired') {
    const right = unit(volume.columnStep);
    const down = unit(volume.rowStep);
    return { right, down, normal: cross(right, down) };
  }
  if (typeof orientation === 'string') return named[orientation];
  const { normal: towardsViewer, up } = orientation;
  const sideways = cross(up, towardsViewer);
  if (!(length(sideways) > 1e-6 * length(up) * length(towardsViewer)))
    throw new RangeError(`no orientation: normal ${towardsViewer.join()}, up ${up.join()}`);
  const right = unit(sideways);
  const normal = unit([-towardsViewer[0], -towardsViewer[1], -towardsViewer[2]]);
  return { right, down: cross(normal, right), normal };
}

/**
 * Whether paging goes along the normal (1) or against it (-1): as acquired where the normal is nearest to the layers'
 * direction, else from right to left, from front to back, from head to feet, whichever the normal is nearest to.
 */
export function pagingDirection(volume: VolumeGeometry, { normal }: ViewAxes): 1 | -1 {
  const acquired = unit(volume.layerStep);
  const axis = largest(normal);
  const asAcquired = largest(acquired) === axis && axis === 2 ? acquired[2] : undefined;
  const wanted = axis === 2 ? (asAcquired ?? -1) : 1;
  return wanted * (normal[axis] as number) >= 0 ? 1 : -1;
}

const largest = (vector: Point3): 0 | 1 | 2 => {
  const [x, y, z] = vector.map(Math.abs) as [number, number, number];
  return z >= x && z >= y ? 2 : y >= x ? 1 : 0;
};

/** A voxel axis, and whether the picture runs against it. */
export interface GridAxis {
  axis: 0 | 1 | 2;
  reversed: boolean;
}

/** Nearer than this to a voxel axis a picture is made of the voxels as they are. */
const alongDegrees = 1;

/** The voxel axes along which a picture runs; undefined where it cuts between them, or the grid is sheared. */
export function gridAxes(
  volume: VolumeGeometry,
  axes: ViewAxes,
): { right: GridAxis; down: GridAxis; normal: GridAxis } | undefined {
  if (volume.sheared) return undefined;
  const steps = [volume.columnStep, volume.rowStep, volume.layerStep].map(unit);
  const find = (direction: Point3): GridAxis | undefined => {
    for (const axis of [0, 1, 2] as const) {
      const step = steps[axis] as Point3;
      const cosine = dot(step, direction);
      const aside = length(addScaled(direction, step, -cosine));
      if (aside < Math.sin((alongDegrees * Math.PI) / 180)) return { axis, reversed: cosine < 0 };
    }
    return undefined;
  };
  const [right, down, normal] = [find(axes.right), find(axes.down), find(axes.normal)];
  return right && down && normal && { right, down, normal };
}
