import { functionalGroup, numberOf, textOf } from './dicomJson.ts';
import type { DicomJson } from './types.ts';

export interface ModalityLut {
  slope: number;
  intercept: number;
  /** Of the rescaled values, for people to read: `HU`, `BQML`, `OD`; empty where unspecified. */
  unit: string;
}

const pixelValueTransformation = '00289145';

/**
 * Rescale slope and intercept (PS3.3 C.11.1), also of enhanced multi-frame images (C.7.6.16.2.9).
 * A Modality LUT Sequence is not applied: such an image is shown by its stored values.
 * @param frameNumber from 1
 */
export function modalityLut(instance: DicomJson, frameNumber = 1): ModalityLut {
  const macro = functionalGroup(instance, pixelValueTransformation, frameNumber) ?? instance;
  const slope = numberOf(macro, '00281053');
  const intercept = numberOf(macro, '00281052');
  // A slope of 0 would make every pixel the same: it is a writer's mistake.
  if (slope === undefined || intercept === undefined || slope === 0)
    return { slope: 1, intercept: 0, unit: '' };
  return { slope, intercept, unit: unitOf(instance, macro) };
}

function unitOf(instance: DicomJson, macro: DicomJson): string {
  const rescaleType = textOf(macro, '00281054');
  if (rescaleType && rescaleType !== 'US') return rescaleType;
  const petUnits = textOf(instance, '00541001');
  if (petUnits) return petUnits;
  // PS3.3 C.8.2.1.1.2: CT without Rescale Type is in HU, unless it is a localizer or derived into something else.
  return textOf(instance, '00080060') === 'CT' && rescaleType === undefined ? 'HU' : '';
}
