import { string } from '../../dicomweb/index.ts';
import { worldToIndex } from '../geometry/framePlane.ts';
import type { Point3 } from '../geometry/vector.ts';
import type { Measurement } from '../measurements/measurement.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { Stack } from '../series/stack.ts';
import type { ImageReference } from './contentItem.ts';

/** Finds the frames that reports speak of, among the stacks at hand. */
export interface FrameLookup {
  /** @param frameNumber 1-based; the first where none is named */
  frame(sopInstanceUid: string, frameNumber?: number): FrameRef | undefined;
  /** The frame in a frame of reference whose plane lies nearest to a point (patient mm). */
  nearest(frameOfReferenceUid: string, point: Point3): FrameRef | undefined;
}

export function frameLookup(stacks: readonly Stack[]): FrameLookup {
  const frames = stacks.flatMap((stack) => stack.frames);
  const byName = new Map(
    frames.map((frame) => [`${frame.sopInstanceUid}/${frame.frameNumber}`, frame] as const),
  );
  return {
    frame: (sopInstanceUid, frameNumber = 1) => byName.get(`${sopInstanceUid}/${frameNumber}`),
    nearest: (frameOfReferenceUid, point) => {
      let best: { frame: FrameRef; distance: number } | undefined;
      for (const frame of frames) {
        if (!frame.plane || frame.frameOfReferenceUid !== frameOfReferenceUid) continue;
        const distance = Math.abs(worldToIndex(frame.plane, point).distanceMm);
        if (!best || distance < best.distance) best = { frame, distance };
      }
      return best?.frame;
    },
  };
}

/**
 * The frame of reference a measurement's points are patient coordinates in; undefined where the image they lie on has no
 * place in the patient, even if it names a frame of reference.
 */
export function spaceOf({ place }: Measurement, frames: FrameLookup): string | undefined {
  const frame = place.sopInstanceUid && frames.frame(place.sopInstanceUid, place.frameNumber);
  return frame && !frame.plane ? undefined : place.frameOfReferenceUid;
}

/** How a report names a frame: the frame number only where the object has several (PS3.3 10.3). */
export function referenceTo(frame: FrameRef): ImageReference {
  const sopClassUid = string(frame.instance, 'SOPClassUID') ?? '';
  const several = Number(string(frame.instance, '00280008') ?? 1) > 1;
  const { sopInstanceUid, frameNumber } = frame;
  return several ? { sopClassUid, sopInstanceUid, frameNumber } : { sopClassUid, sopInstanceUid };
}
