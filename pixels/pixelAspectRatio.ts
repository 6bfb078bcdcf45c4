import { functionalGroup, numbersOf } from './dicomJson.ts';
import type { DicomJson } from './types.ts';

const pixelMeasures = '00289110';
/** Pixel Spacing, Imager Pixel Spacing, Nominal Scanned Pixel Spacing: all row spacing first (PS3.3 10.7.1.3). */
const spacings = ['00280030', '00181164', '00182010'];

/**
 * Height of a pixel divided by its width, from Pixel Aspect Ratio (0028,0034; PS3.3 C.7.6.3.1.7) or a pixel spacing.
 * @param frameNumber from 1
 */
export function pixelAspectRatio(instance: DicomJson, frameNumber = 1): number {
  const ratio = numbersOf(instance, '00280034');
  const macro = functionalGroup(instance, pixelMeasures, frameNumber);
  const pairs = [ratio, numbersOf(macro, '00280030'), ...spacings.map((tag) => numbersOf(instance, tag))];
  for (const [vertical = 0, horizontal = 0] of pairs) {
    if (vertical > 0 && horizontal > 0) return vertical / horizontal;
  }
  return 1;
}
