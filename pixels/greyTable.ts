import type { DisplayOptions } from './toRgba.ts';
import type { DecodedFrame } from './types.ts';
import { voiOutput, type Voi } from './voi.ts';

/** How to come from a stored value to a grey between 0 and 255. */
export type GreyMapping =
  /** `table[value & mask]`: a negative value finds its place by two's complement. */
  | { kind: 'table'; table: Uint8Array<ArrayBuffer>; mask: number }
  /** 32-bit and float values have too many possibilities for a table. */
  | { kind: 'function'; of: (value: number) => number };

/** Modality LUT, VOI and polarity in one step (PS3.3 C.11.1, C.11.2, MONOCHROME1 of C.7.6.3.1.2). */
export function greyTable(frame: DecodedFrame, options: DisplayOptions): GreyMapping {
  const { slope, intercept, center, width, voiFunction } = options;
  const voi: Voi = { center, width, function: voiFunction };
  const inverted = options.invert !== (frame.photometricInterpretation === 'MONOCHROME1');
  const greyOf = (value: number) => {
    const output = voiOutput(value * slope + intercept, voi);
    return Math.round((inverted ? 1 - output : output) * 255);
  };
  const { values } = frame;
  if (values.BYTES_PER_ELEMENT > 2)
    return { kind: 'function', of: (value) => (value === value ? greyOf(value) : 0) };

  const size = 2 ** (values.BYTES_PER_ELEMENT * 8);
  const signed = values instanceof Int16Array || values instanceof Int8Array;
  const table = new Uint8Array(size);
  for (let index = 0; index < size; index++) {
    table[index] = greyOf(signed && index >= size / 2 ? index - size : index);
  }
  return { kind: 'table', table, mask: size - 1 };
}
