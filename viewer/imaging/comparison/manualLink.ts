import { planeNormal, worldToIndex, indexToWorld, type FramePlane } from '../geometry/framePlane.ts';
import { dot, scale, subtract } from '../geometry/vector.ts';
import { compose, fromSlices, mapPoint, translationBy, type RigidMatrix } from '../registration/index.ts';
import type { FrameRef } from '../series/frameRef.ts';

/**
 * The map by which two slices are the same place. Of a map that is known all stays but where it leads along the normal of the other
 * slice; without one the middles of the images are laid on each other.
 *
 * @throws RangeError where an image has no place in the patient
 */
export function manualMatrix(
  current: FrameRef,
  other: FrameRef,
  known: RigidMatrix | undefined,
): RigidMatrix {
  const [own, there] = [shownSlice(current), shownSlice(other)];
  if (!known) return fromSlices(own, there).matrix;
  const middle = indexToWorld(own.plane, (own.columns - 1) / 2, (own.rows - 1) / 2);
  const { distanceMm } = worldToIndex(there.plane, mapPoint(known, middle));
  return compose(translationBy(scale(planeNormal(there.plane), -distanceMm)), known);
}

/** Distance to the next slice of a stack along the normal of `plane`, mm: negative where the stack runs against it; 1 for a single slice. */
export function stepMm(frames: readonly FrameRef[], plane: FramePlane): number {
  const normal = planeNormal(plane);
  const [first, last] = [frames[0]?.plane, frames.at(-1)?.plane];
  if (!first || !last || frames.length < 2) return 1;
  return dot(subtract(last.position, first.position), normal) / (frames.length - 1) || 1;
}

function shownSlice({ plane, image: { columns, rows } }: FrameRef) {
  if (!plane) throw new RangeError('the image has no place in the patient');
  return { plane, columns, rows };
}
