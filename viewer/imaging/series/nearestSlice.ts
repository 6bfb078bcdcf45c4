import { worldToIndex } from '../geometry/framePlane.ts';
import type { Point3 } from '../geometry/vector.ts';
import type { FrameRef } from './frameRef.ts';

/** The frame whose plane lies nearest to a point in patient mm; undefined where no frame has a place in the patient. */
export function nearestSlice(frames: readonly FrameRef[], point: Point3): number | undefined {
  let nearest: number | undefined;
  let least = Infinity;
  frames.forEach(({ plane }, index) => {
    if (!plane) return;
    const distance = Math.abs(worldToIndex(plane, point).distanceMm);
    if (distance < least) {
      least = distance;
      nearest = index;
    }
  });
  return nearest;
}
