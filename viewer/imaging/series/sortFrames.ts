import { planeLocation, planeNormal } from '../geometry/framePlane.ts';
import { dot } from '../geometry/vector.ts';
import type { FrameRef } from './frameRef.ts';

/** Positions nearer than this are one position, mm. */
const samePositionMm = 0.01;

/**
 * The frames in reading order. Parallel frames at different places are ordered by place, in the direction
 * in which Instance Number grows; anything else (scouts, dynamics, no geometry) by Instance Number.
 */
export function sortFrames(frames: readonly FrameRef[]): FrameRef[] {
  const byNumber = frames.toSorted(
    (a, b) =>
      (a.instanceNumber ?? Infinity) - (b.instanceNumber ?? Infinity) ||
      a.sopInstanceUid.localeCompare(b.sopInstanceUid) ||
      a.frameNumber - b.frameNumber,
  );
  const located = byNumber.flatMap((frame) =>
    frame.plane ? [{ frame, location: locationAlong(frame, byNumber) }] : [],
  );
  if (located.length !== frames.length || located.some(({ location }) => location === undefined))
    return byNumber;
  const byPlace = located.toSorted((a, b) => (a.location as number) - (b.location as number));
  for (let i = 1; i < byPlace.length; i++) {
    const step = (byPlace[i]?.location as number) - (byPlace[i - 1]?.location as number);
    if (step < samePositionMm) return byNumber;
  }
  const places = located.map(({ location }) => location as number);
  return (growsWithIndex(places) ? byPlace : byPlace.toReversed()).map(({ frame }) => frame);
}

/** Place along the first frame's normal; undefined where the frame is not parallel to it. */
function locationAlong(frame: FrameRef, frames: readonly FrameRef[]): number | undefined {
  const first = frames[0]?.plane;
  if (!first || !frame.plane) return undefined;
  if (Math.abs(dot(planeNormal(first), planeNormal(frame.plane))) < 0.999) return undefined;
  if (dot(first.rowCosines, frame.plane.rowCosines) < 0.999) return undefined;
  return planeLocation({ ...first, position: frame.plane.position });
}

/** Whether values tend to grow along the list (sign of the covariance with the index). */
function growsWithIndex(values: readonly number[]): boolean {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const middle = (values.length - 1) / 2;
  return values.reduce((sum, value, index) => sum + (value - mean) * (index - middle), 0) >= 0;
}
