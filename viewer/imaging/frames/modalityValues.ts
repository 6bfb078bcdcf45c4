import type { FrameValues } from '../../../pixels/index.ts';

/** Values with their least and greatest. */
export interface ModalityValues {
  values: FrameValues;
  min: number;
  max: number;
}

/**
 * Stored values to modality values, `stored * slope + intercept` (PS3.3 C.11.1). The result is exact:
 * 16-bit integers where every value is a whole number that fits, else 32-bit floats.
 */
export function toModalityValues(stored: FrameValues, slope: number, intercept: number): ModalityValues {
  const [least, greatest] = extremesOf(stored);
  const ends = [least * slope + intercept, greatest * slope + intercept];
  const min = Math.min(...ends);
  const max = Math.max(...ends);
  if (slope === 1 && intercept === 0 && isShown(stored)) return { values: stored, min, max };
  const values = emptyFor(
    stored.length,
    Number.isInteger(slope) && Number.isInteger(intercept),
    min,
    max,
    stored,
  );
  for (let i = 0; i < stored.length; i++) values[i] = (stored[i] as number) * slope + intercept;
  return { values, min, max };
}

/** By index: iterating over a typed array costs several times as much, and every frame comes through here. */
function extremesOf(stored: FrameValues): [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < stored.length; i++) {
    const value = stored[i] as number;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest];
}

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
  min: number,
  max: number,
  stored: FrameValues,
): Int16Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer> {
  const integers = whole && !(stored instanceof Float32Array) && !(stored instanceof Float64Array);
  if (integers && min >= -32768 && max <= 32767) return new Int16Array(count);
  if (integers && min >= 0 && max <= 65535) return new Uint16Array(count);
  return new Float32Array(count);
}
