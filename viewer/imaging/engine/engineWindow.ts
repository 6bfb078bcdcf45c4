import { Enums, utilities, type Types } from '@cornerstonejs/core';
import type { VoiFunction } from '../../../pixels/index.ts';

const { VOILUTFunctionType } = Enums;

/** VOI LUT Function (0028,1056) in the engine's words. */
export const engineVoiFunctions: Record<VoiFunction, Enums.VOILUTFunctionType> = {
  linear: VOILUTFunctionType.LINEAR,
  'linear-exact': VOILUTFunctionType.LINEAR_EXACT,
  sigmoid: VOILUTFunctionType.SAMPLED_SIGMOID,
};

/** A window of width 1 is a threshold (PS3.3 C.11.2.1.2.1): an empty range, which the engine refuses without a word. */
const leastWidth = 1 + 1e-4;
export const engineWidth = (width: number): number => Math.max(width, leastWidth);

/** The range of modality values from black to white. */
export function toEngineRange(
  window: { center: number; width: number },
  voiFunction: VoiFunction,
): Types.VOIRange {
  return utilities.windowLevel.toLowHighRange(
    voiFunction === 'linear' ? engineWidth(window.width) : window.width,
    window.center,
    engineVoiFunctions[voiFunction],
  );
}

/** The window whose range that is, to a thousandth; of an exact one that is narrower than 1 to a thousandth of its width. */
export function fromEngineRange(
  { lower, upper }: Types.VOIRange,
  voiFunction: VoiFunction,
): { center: number; width: number } {
  const exact = voiFunction === 'linear-exact';
  const narrow = exact ? Math.max(0, -Math.floor(Math.log10(Math.max(upper - lower, 1e-12)))) : 0;
  const perUnit = 1000 * 10 ** narrow;
  const rounded = (value: number): number => Math.round(value * perUnit) / perUnit;
  return {
    center: rounded((lower + upper) / 2 + (exact ? 0 : 0.5)),
    width: rounded(upper - lower + (exact ? 0 : 1)),
  };
}
