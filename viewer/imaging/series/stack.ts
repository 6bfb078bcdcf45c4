import type { DicomJson } from '../../../pixels/index.ts';
import { string } from '../../dicomweb/index.ts';
import { buildFrames, type LeftOut } from './buildFrames.ts';
import type { FrameRef } from './frameRef.ts';
import { sortFrames } from './sortFrames.ts';

/** The frames of one series in reading order, and what of the series cannot be shown. */
export interface Stack {
  studyInstanceUid: string;
  seriesInstanceUid: string;
  modality: string;
  frames: FrameRef[];
  leftOut: LeftOut[];
}

/** A stack from the metadata of all instances of one series (DICOM JSON). Never throws: a bad instance is left out and named. */
export function buildStack(
  studyInstanceUid: string,
  seriesInstanceUid: string,
  instances: readonly DicomJson[],
): Stack {
  const frames: FrameRef[] = [];
  const leftOut: LeftOut[] = [];
  for (const instance of instances) {
    const sopInstanceUid = string(instance, '00080018') ?? '';
    try {
      const built = buildFrames(instance);
      if (built.length === 0) leftOut.push({ sopInstanceUid, reason: 'the object holds no image' });
      frames.push(...built);
    } catch (error) {
      leftOut.push({ sopInstanceUid, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const modality = (instances[0] && string(instances[0], '00080060')) ?? '';
  return { studyInstanceUid, seriesInstanceUid, modality, frames: sortFrames(frames), leftOut };
}

/** Where reading starts: the middle, where the anatomy is, not the edge. */
export const middleIndex = (stack: Stack): number => Math.floor(stack.frames.length / 2);
