import type { DicomJson } from '../../../pixels/index.ts';
import { number, numbers, sequence, string } from '../../dicomweb/index.ts';

/** By what the frames of a nuclear medicine image are indexed (PS3.3 C.8.4.8, Frame Increment Pointer (0028,0009)). */
export const nuclearIndices = [
  'energyWindow',
  'detector',
  'phase',
  'rotation',
  'rrInterval',
  'timeSlot',
  'slice',
  'angularView',
  'timeSlice',
] as const;

export type NuclearIndex = (typeof nuclearIndices)[number];

/** The vectors that say it, (0054,0010) to (0054,0100): one number for each frame. */
const vectors: Record<NuclearIndex, string> = {
  energyWindow: '00540010',
  detector: '00540020',
  phase: '00540030',
  rotation: '00540050',
  rrInterval: '00540060',
  timeSlot: '00540070',
  slice: '00540080',
  angularView: '00540090',
  timeSlice: '00540100',
};

export interface NuclearPlace {
  index: NuclearIndex;
  /** 1-based, and how many different ones the image has. */
  value: number;
  count: number;
  /** Of energy windows and detectors: what they are called, or the range in keV; empty where not said. */
  name: string;
}

/**
 * Which energy window, detector, phase and so on a frame is of. What is the same for all frames is left out, unless it has a name.
 * @param frameNumber 1-based
 */
export function nuclearPlace(instance: DicomJson, frameNumber: number): NuclearPlace[] {
  return nuclearIndices.flatMap((index) => {
    const vector = numbers(instance, vectors[index]);
    const value = vector[frameNumber - 1];
    if (value === undefined) return [];
    const count = new Set(vector).size;
    const name = nameOf(instance, index, value);
    return count > 1 || name !== '' ? [{ index, value, count, name }] : [];
  });
}

function nameOf(instance: DicomJson, index: NuclearIndex, value: number): string {
  if (index === 'energyWindow') {
    const window = sequence(instance, '00540012')[value - 1];
    const range = window && sequence(window, '00540013')[0];
    const [lower, upper] = range ? [number(range, '00540014'), number(range, '00540015')] : [];
    const keV = lower !== undefined && upper !== undefined ? `${lower}–${upper} keV` : '';
    return [(window && string(window, '00540018')) ?? '', keV].filter(Boolean).join(' ');
  }
  if (index !== 'detector') return '';
  const detector = sequence(instance, '00540022')[value - 1];
  const view = detector && sequence(detector, '00540220')[0];
  return (view && string(view, '00080104')) ?? '';
}
