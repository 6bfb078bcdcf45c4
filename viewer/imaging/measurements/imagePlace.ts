import { planeNormal, worldToIndex } from '../geometry/framePlane.ts';
import { dot } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { Stack } from '../series/stack.ts';
import { displayPlane } from '../viewport/sampleFrame.ts';
import type { Measurement, MeasurementPlace } from './measurement.ts';

/** The place of what is drawn on a frame now. */
export function placeOn(frame: FrameRef): MeasurementPlace {
  const stored = frame.sopInstanceUid !== '';
  return {
    studyInstanceUid: frame.studyInstanceUid,
    seriesInstanceUid: frame.seriesInstanceUid,
    sopInstanceUid: stored ? frame.sopInstanceUid : undefined,
    frameNumber: stored ? frame.frameNumber : undefined,
    frameOfReferenceUid: frame.frameOfReferenceUid,
    normal: planeNormal(displayPlane(frame)),
    slab: frame.derived?.slab,
  };
}

/** An image on the screen, among the others of its stack. */
export interface ShownImage {
  stack: Stack;
  sliceIndex: number;
}

/** Normals differ by less than 0.8 degrees. */
const parallel = 0.9999;
const slackMm = 1e-3;

/**
 * The measurements that lie on an image. On the stored frames of its own series a measurement is on its own frame alone; on
 * others where the frame of reference is the same, the planes are parallel and all its points are within half a slice
 * (half the distance to the next one, or half the slab).
 */
export function measurementsOn(
  measurements: readonly Measurement[],
  { stack, sliceIndex }: ShownImage,
): Measurement[] {
  const frame = stack.frames[sliceIndex];
  if (!frame) return [];
  const halfMm = halfSliceMm(stack, sliceIndex);
  return measurements.filter((measurement) => liesOn(measurement, frame, halfMm));
}

/** The slice of a stack a measurement lies on, the nearest where there are several; undefined where it lies on none. */
export function sliceOf(measurement: Measurement, stack: Stack): number | undefined {
  let nearest: number | undefined;
  let least = Infinity;
  stack.frames.forEach((frame, index) => {
    if (!liesOn(measurement, frame, halfSliceMm(stack, index))) return;
    const distanceMm = frame.plane ? farthestMm(measurement, frame) : 0;
    if (distanceMm >= least) return;
    nearest = index;
    least = distanceMm;
  });
  return nearest;
}

/** Whether a frame is the picture a measurement was drawn on, or one computed anew of the same voxels in the same way. */
export function isDrawnOn({ place, points }: Measurement, frame: FrameRef): boolean {
  if (place.seriesInstanceUid !== frame.seriesInstanceUid) return false;
  if (place.sopInstanceUid !== undefined || frame.sopInstanceUid !== '')
    return place.sopInstanceUid === frame.sopInstanceUid && (place.frameNumber ?? 1) === frame.frameNumber;
  const [drawn, shown] = [place.slab, frame.derived?.slab];
  if (drawn?.mode !== shown?.mode || drawn?.thicknessMm !== shown?.thicknessMm || !frame.plane) return false;
  if (Math.abs(dot(place.normal, planeNormal(frame.plane))) < parallel) return false;
  return farthestMm({ points }, frame) <= slackMm;
}

function liesOn(measurement: Measurement, frame: FrameRef, halfMm: number): boolean {
  const { place } = measurement;
  const sameSeries = place.seriesInstanceUid === frame.seriesInstanceUid;
  if (place.sopInstanceUid !== undefined && frame.sopInstanceUid !== '' && (sameSeries || !frame.plane))
    return place.sopInstanceUid === frame.sopInstanceUid && (place.frameNumber ?? 1) === frame.frameNumber;
  if (!frame.plane || place.frameOfReferenceUid !== frame.frameOfReferenceUid) return false;
  // Without a frame of reference the images of one series still share the space they were acquired in.
  if (!frame.frameOfReferenceUid && !sameSeries) return false;
  if (Math.abs(dot(place.normal, planeNormal(frame.plane))) < parallel) return false;
  return farthestMm(measurement, frame) <= halfMm + slackMm;
}

const farthestMm = ({ points }: Pick<Measurement, 'points'>, frame: FrameRef): number =>
  Math.max(...points.map((point) => Math.abs(worldToIndex(displayPlane(frame), point).distanceMm)));

/** Half the slab, or half the distance to the nearer neighbour if that is more; half the thickness of a slice without one. */
function halfSliceMm({ frames }: Stack, index: number): number {
  const frame = frames[index];
  if (!frame?.plane) return 0;
  const slab = frame.derived?.slab;
  const slabMm = slab && slab.mode !== 'none' ? slab.thicknessMm : 0;
  const distances = [frames[index - 1], frames[index + 1]].flatMap((neighbour) => {
    const position = neighbour?.plane?.position;
    const distance = position && Math.abs(worldToIndex(displayPlane(frame), position).distanceMm);
    return distance !== undefined && distance > slackMm ? [distance] : [];
  });
  const sliceMm = distances.length > 0 ? Math.min(...distances) : (frame.sliceThicknessMm ?? 1);
  return Math.max(sliceMm, slabMm) / 2;
}
