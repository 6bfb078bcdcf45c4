import { functionalGroup, numbersOf, textOf } from './dicomJson.ts';
import { lookUp, type LookupTable } from './lookupTable.ts';
import type { DecodedFrame, DicomJson } from './types.ts';

/** VOI LUT Function (0028,1056), PS3.3 C.11.2.1.2 and C.11.2.1.3 */
export type VoiFunction = 'linear' | 'linear-exact' | 'sigmoid';

export interface Voi {
  /** In modality values (after rescale). */
  center: number;
  width: number;
  function: VoiFunction;
}

const frameVoiLut = '00289132';
const functions: Record<string, VoiFunction> = {
  LINEAR: 'linear',
  LINEAR_EXACT: 'linear-exact',
  SIGMOID: 'sigmoid',
};

/**
 * The function of a VOI LUT Function (0028,1056); linear where there is none, or an unknown one. That is not defined for widths
 * below 1, which images with fractions as values (doses, densities, RT images) have all the same: theirs is the exact one.
 */
export function voiFunctionOf(name: string | undefined, width: number): VoiFunction {
  const named = functions[name ?? 'LINEAR'] ?? 'linear';
  return named === 'linear' && width < 1 ? 'linear-exact' : named;
}

/**
 * The first window of an instance (PS3.3 C.11.2), for enhanced multi-frame images that of the frame; undefined when
 * there is none, or its width allows nothing to be seen.
 * @param frameNumber from 1
 */
export function voiFromInstance(instance: DicomJson, frameNumber = 1): Voi | undefined {
  const macro = functionalGroup(instance, frameVoiLut, frameNumber) ?? instance;
  const center = numbersOf(macro, '00281050')[0];
  const width = numbersOf(macro, '00281051')[0];
  if (center === undefined || width === undefined || width <= 0) return undefined;
  return { center, width, function: voiFunctionOf(textOf(macro, '00281056'), width) };
}

/**
 * A display value between 0 and 1 for a modality value.
 * @throws RangeError for a width that is not positive
 */
export function voiOutput(value: number, { center, width, function: voiFunction }: Voi): number {
  if (!(width > 0)) throw new RangeError(`Window Width (0028,1051) must be positive, it is ${width}`);
  if (voiFunction === 'sigmoid') return 1 / (1 + Math.exp((-4 * (value - center)) / width));
  // The linear function is defined from width 1 (a threshold) upwards; below, only the exact one makes sense.
  const exact = voiFunction === 'linear-exact' || width < 1;
  const middle = exact ? center : center - 0.5;
  const range = exact ? width : width - 1;
  if (value <= middle - range / 2) return 0;
  if (value > middle + range / 2) return 1;
  return (value - middle) / range + 0.5;
}

export interface PixelPadding {
  /** Stored values from `low` to `high` lie outside the image, PS3.3 C.7.5.1.1.2. */
  low: number;
  high: number;
}

/** Pixel Padding Value (0028,0120) and Range Limit (0028,0121). */
export function pixelPadding(instance: DicomJson): PixelPadding | undefined {
  // Implicit VR leaves open whether it is signed: it is what the pixels are.
  const signed = numbersOf(instance, '00280103')[0] === 1;
  const range = 2 ** (numbersOf(instance, '00280100')[0] ?? 16);
  const asPixel = (found: number): number => {
    if (signed && found >= range / 2) return found - range;
    return !signed && found < 0 ? found + range : found;
  };
  const value = numbersOf(instance, '00280120').map(asPixel)[0];
  if (value === undefined) return undefined;
  const limit = numbersOf(instance, '00280121').map(asPixel)[0] ?? value;
  return { low: Math.min(value, limit), high: Math.max(value, limit) };
}

/**
 * The window that shows every value of a frame: its lowest is black, its highest white, padding does not count.
 * NaN of float images is passed over.
 */
export function voiFromValues(
  frame: DecodedFrame,
  { slope, intercept, table }: { slope: number; intercept: number; table?: LookupTable },
  padding?: PixelPadding,
): Voi {
  let lowest = Infinity;
  let highest = -Infinity;
  const { values } = frame;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (padding && value >= padding.low && value <= padding.high) continue;
    const modality = table ? lookUp(table, value) : value;
    if (modality < lowest) lowest = modality;
    if (modality > highest) highest = modality;
  }
  if (lowest > highest) return { center: 0.5, width: 1, function: 'linear' };
  const ends = [lowest * slope + intercept, highest * slope + intercept];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  // Of probabilities, doses in Gy and the like a step of 1 is much: the linear function would lose one.
  const fractions = values instanceof Float32Array || values instanceof Float64Array || slope % 1 !== 0;
  if (fractions && high - low < 64 && high > low)
    return { center: (low + high) / 2, width: high - low, function: 'linear-exact' };
  // With PS3.3 C.11.2.1.2.1, low comes out as 0 and high as 1.
  return { center: (low + high + 1) / 2, width: high - low + 1, function: 'linear' };
}
