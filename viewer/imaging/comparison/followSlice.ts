import { planeNormal, worldToIndex, type FramePlane } from '../geometry/framePlane.ts';
import { addScaled, dot, type Point3 } from '../geometry/vector.ts';
import { mapDirection, mapPoint, type RigidMatrix } from '../registration/index.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { nearestSlice } from '../series/nearestSlice.ts';
import { parallelDegrees } from './matchSeries.ts';

const parallelCosine = Math.cos((parallelDegrees * Math.PI) / 180);
/** So far beyond the half of a slice the end of a stack still counts as the same place, mm. */
const slackMm = 0.5;

/** The slice of another stack that shows the same place, and whether it does: a stack may end before that place. */
export interface FollowedSlice {
  readonly sliceIndex: number;
  /** The place lies outside of what the stack shows; the slice is the nearest one. */
  readonly outside: boolean;
}

/**
 * The slice of `frames` nearest to a point of another exam.
 *
 * @param point patient mm of the exam that leads
 * @param matrix from there to patient mm of `frames`
 * @param among of several frames at one place, those that count
 */
export function followSlice(
  frames: readonly FrameRef[],
  matrix: RigidMatrix,
  point: Point3,
  among?: readonly FrameRef[],
): FollowedSlice | undefined {
  const there = mapPoint(matrix, point);
  const sliceIndex = nearestSlice(frames, there, among);
  const frame = sliceIndex === undefined ? undefined : frames[sliceIndex];
  if (sliceIndex === undefined || !frame?.plane) return undefined;
  const distanceMm = Math.abs(worldToIndex(frame.plane, there).distanceMm);
  const reachMm = Math.max(frame.sliceThicknessMm ?? 0, neighbourMm(frames, frame.plane)) / 2;
  return { sliceIndex, outside: distanceMm > reachMm + slackMm };
}

/** Whether two planes are near enough to parallel, the one being looked at from the other exam. */
export const planesAgree = (leading: FramePlane, matrix: RigidMatrix, following: FramePlane): boolean =>
  Math.abs(dot(mapDirection(matrix, planeNormal(leading)), planeNormal(following))) >= parallelCosine;

/** A point on the plane: the one below `point` along the normal. */
export function ontoPlane(plane: FramePlane, point: Point3): Point3 {
  return addScaled(point, planeNormal(plane), -worldToIndex(plane, point).distanceMm);
}

/** Distance of the nearest other slice, mm; 0 where there is none. */
function neighbourMm(frames: readonly FrameRef[], plane: FramePlane): number {
  const distances = frames.flatMap((frame) =>
    frame.plane ? [Math.abs(worldToIndex(plane, frame.plane.position).distanceMm)] : [],
  );
  const least = Math.min(...distances.filter((distance) => distance > 0.01));
  return Number.isFinite(least) ? least : 0;
}
