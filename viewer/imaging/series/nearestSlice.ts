import { worldToIndex } from '../geometry/framePlane.ts';
import type { Point3 } from '../geometry/vector.ts';
import type { FrameRef } from './frameRef.ts';

/**
 * The frame whose plane lies nearest to a point in patient mm; undefined where no frame has a place in the patient.
 *
 * @param among of series with several frames at each place, those that count (default: all)
 */
export function nearestSlice(
  frames: readonly FrameRef[],
  point: Point3,
  among?: readonly FrameRef[],
): number | undefined {
  const counted = among && new Set(among.map(({ imageId }) => imageId));
  let nearest: number | undefined;
  let least = Infinity;
  frames.forEach(({ plane, imageId }, index) => {
    if (!plane || (counted && !counted.has(imageId))) return;
    const distance = Math.abs(worldToIndex(plane, point).distanceMm);
    if (distance < least) {
      least = distance;
      nearest = index;
    }
  });
  return nearest;
}
