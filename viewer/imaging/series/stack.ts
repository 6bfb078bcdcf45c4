import type { DicomJson } from '../../../pixels/index.ts';
import { string } from '../../dicomweb/index.ts';
import type { KeyDocument } from '../objects/keyImageStack.ts';
import { objectKindOf } from '../objects/objectKind.ts';
import { seriesObjects, type SeriesObject } from '../objects/seriesObject.ts';
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
  /** What of the series is shown by other means than frames; absent of computed stacks. */
  objects?: readonly SeriesObject[];
  /** Of a series of Key Object Selections, whose frames are those of other series. */
  keyDocuments?: readonly KeyDocument[];
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
      if (objectKindOf(instance) === 'image') frames.push(...buildFrames(instance));
    } catch (error) {
      leftOut.push({ sopInstanceUid, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const modality = (instances[0] && string(instances[0], '00080060')) ?? '';
  return {
    studyInstanceUid,
    seriesInstanceUid,
    modality,
    frames: sortFrames(frames),
    leftOut,
    objects: seriesObjects(instances),
  };
}

/** Where reading starts: the middle, where the anatomy is, not the edge; key images from the first. */
export const middleIndex = (stack: Stack): number =>
  stack.keyDocuments ? 0 : Math.floor(stack.frames.length / 2);
