import { lookUp } from './lookupTable.ts';
import { throughPresentationLut } from './presentationLut.ts';
import type { DisplayOptions } from './toRgba.ts';
import type { DecodedFrame } from './types.ts';
import { choiceOutput } from './voiChoices.ts';
import type { Voi } from './voi.ts';

/** How to come from a stored value to a grey between 0 and 255. */
export type GreyMapping =
  /** `table[value & mask]`: a negative value finds its place by two's complement. */
  | { kind: 'table'; table: Uint8Array<ArrayBuffer>; mask: number }
  /** 32-bit and float values have too many possibilities for a table. */
  | { kind: 'function'; of: (value: number) => number };

/**
 * Modality LUT, VOI, presentation LUT and polarity in one step (PS3.4 N.2; PS3.3 C.11.1, C.11.2, C.11.6, MONOCHROME1 of
 * C.7.6.3.1.2). Padding (C.7.5.1.1.2) is black whatever the polarity.
 */
export function greyTable(frame: DecodedFrame, options: DisplayOptions): GreyMapping {
  const {
    slope,
    intercept,
    center,
    width,
    voiFunction,
    modalityTable,
    voiTable,
    presentationTable,
    padding,
  } = options;
  const voi: Voi = { center, width, function: voiFunction };
  const inverted = options.invert !== (frame.photometricInterpretation === 'MONOCHROME1');
  const greyOf = (value: number) => {
    if (padding && value >= padding.low && value <= padding.high) return 0;
    const rescaled = value * slope + intercept;
    const modality = modalityTable ? lookUp(modalityTable, rescaled) : rescaled;
    const output = choiceOutput(modality, voiTable ?? voi);
    const presented = presentationTable ? throughPresentationLut(output, presentationTable) : output;
    return Math.round((inverted ? 1 - presented : presented) * 255);
  };
  const { values } = frame;
  if (values.BYTES_PER_ELEMENT > 2)
    return { kind: 'function', of: (value) => (value === value ? greyOf(value) : 0) };

  const size = 2 ** (values.BYTES_PER_ELEMENT * 8);
  const signed = values instanceof Int16Array || values instanceof Int8Array;
  const lowest = signed ? -size / 2 : 0;
  const ordered = new Uint8Array(size);
  const [first, last] =
    modalityTable || voiTable || padding
      ? [lowest, lowest + size - 1]
      : storedRangeOfWindow(voi, options, lowest, lowest + size - 1);
  // Only within the window there is something to compute: it matters when the first image is painted by cold code.
  ordered.fill(greyOf(lowest), 0, first - lowest);
  for (let value = first; value <= last; value++) ordered[value - lowest] = greyOf(value);
  ordered.fill(greyOf(lowest + size - 1), last - lowest + 1);
  return { kind: 'table', table: signed ? negativesLast(ordered) : ordered, mask: size - 1 };
}

/** The stored values, between `lowest` and `highest`, outside of which the linear functions give all black or all white. */
function storedRangeOfWindow(
  { center, width, function: voiFunction }: Voi,
  { slope, intercept }: { slope: number; intercept: number },
  lowest: number,
  highest: number,
): [first: number, last: number] {
  if (voiFunction === 'sigmoid' || slope === 0) return [lowest, highest];
  const margin = width / 2 + 1;
  const ends = [(center - margin - intercept) / slope, (center + margin - intercept) / slope];
  const clamp = (value: number) => Math.min(highest, Math.max(lowest, value));
  return [clamp(Math.floor(Math.min(...ends))), clamp(Math.ceil(Math.max(...ends)))];
}

/** From the order of numbers to the order of their two's complement. */
function negativesLast(ordered: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const half = ordered.length / 2;
  const table = new Uint8Array(ordered.length);
  table.set(ordered.subarray(half), 0);
  table.set(ordered.subarray(0, half), half);
  return table;
}
