import { lookUp, type FrameValues, type LookupTable, type PixelPadding } from '../../../pixels/index.ts';

/** Values with their least and greatest, padding left out. */
export interface ModalityValues {
  values: FrameValues;
  min: number;
  max: number;
  /** Of `stored` where there is that, else of `values`; absent where no value is padding. */
  padding?: PixelPadding;
  /** What a table was looked up with. */
  stored?: FrameValues;
}

/** What else there may be to reading stored values. */
export interface StoredReading {
  /** Modality LUT Sequence; slope and intercept are 1 and 0 then. */
  table?: LookupTable | undefined;
  /** In stored values. */
  padding?: PixelPadding | undefined;
}

/**
 * Stored values to modality values, `stored * slope + intercept` or by a Modality LUT Sequence (PS3.3 C.11.1). The result
 * is exact: 16-bit integers where every value is a whole number that fits, else 32-bit floats.
 */
export function toModalityValues(
  stored: FrameValues,
  slope: number,
  intercept: number,
  { table, padding }: StoredReading = {},
): ModalityValues {
  const paddedWith = padding && hasPadding(stored, padding) ? padding : undefined;
  if (table) return lookedUp(stored, table, paddedWith);
  const scaled = (value: number): number => value * slope + intercept;
  const whole = rangeOf(stored);
  const range = ordered(scaled(whole[0]), scaled(whole[1]));
  const shown = (paddedWith && rangeOf(stored, paddedWith)) ?? whole;
  const [min, max] = ordered(scaled(shown[0]), scaled(shown[1]));
  const same = slope === 1 && intercept === 0 && isShown(stored);
  const values = same
    ? stored
    : emptyFor(stored.length, Number.isInteger(slope) && Number.isInteger(intercept), range, stored);
  if (!same) for (let i = 0; i < stored.length; i++) values[i] = scaled(stored[i] as number);
  if (!paddedWith) return { values, min, max };
  // Floats are rounded as the values are, so that they still compare as equal.
  const asKept = values instanceof Float32Array ? Math.fround : (value: number) => value;
  const [low, high] = ordered(asKept(scaled(paddedWith.low)), asKept(scaled(paddedWith.high)));
  return { values, min, max, padding: { low, high } };
}

function lookedUp(
  stored: FrameValues,
  table: LookupTable,
  padding: PixelPadding | undefined,
): ModalityValues {
  const values = new Uint16Array(stored.length);
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < stored.length; i++) {
    const from = stored[i] as number;
    const value = lookUp(table, from);
    values[i] = value;
    if (padding && from >= padding.low && from <= padding.high) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) [min, max] = rangeOf(values);
  return { values, min, max, stored, ...(padding && { padding }) };
}

function hasPadding(stored: FrameValues, { low, high }: PixelPadding): boolean {
  for (let i = 0; i < stored.length; i++) {
    const value = stored[i] as number;
    if (value >= low && value <= high) return true;
  }
  return false;
}

/**
 * Least and greatest value, without those of the padding unless there are no others. By index: iterating over a typed array
 * costs several times as much, and every frame comes through here.
 */
function rangeOf(stored: FrameValues, padding?: PixelPadding): [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < stored.length; i++) {
    const value = stored[i] as number;
    if (padding && value >= padding.low && value <= padding.high) continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least > greatest && padding ? rangeOf(stored) : [least, greatest];
}

const ordered = (a: number, b: number): [number, number] => (a <= b ? [a, b] : [b, a]);

/** The kinds of arrays the engine takes as they are. */
function isShown(values: FrameValues): boolean {
  return (
    values instanceof Uint8Array ||
    values instanceof Int16Array ||
    values instanceof Uint16Array ||
    values instanceof Float32Array
  );
}

function emptyFor(
  count: number,
  whole: boolean,
  [min, max]: readonly [number, number],
  stored: FrameValues,
): Int16Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer> {
  const integers = whole && !(stored instanceof Float32Array) && !(stored instanceof Float64Array);
  if (integers && min >= -32768 && max <= 32767) return new Int16Array(count);
  if (integers && min >= 0 && max <= 65535) return new Uint16Array(count);
  return new Float32Array(count);
}
