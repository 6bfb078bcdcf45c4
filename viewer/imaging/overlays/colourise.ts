import { colourTable } from './colourMaps.ts';
import type { OverlaySettings } from './overlayObject.ts';

/**
 * Values in colours, four bytes each: the map's first colour at and below the lower end of the window, its last at and above
 * the upper; transparent below the threshold, and where nothing is known (NaN).
 *
 * @param factor values are multiplied with it to be in the unit of window and threshold
 */
export function colourise(
  values: ArrayLike<number>,
  factor: number,
  {
    window: { lower, upper },
    threshold,
    colourMap,
  }: Pick<OverlaySettings, 'window' | 'threshold' | 'colourMap'>,
): Uint8ClampedArray<ArrayBuffer> {
  const table = colourTable(colourMap);
  const rgba = new Uint8ClampedArray(values.length * 4);
  const perValue = 255 / (upper - lower);
  const least = threshold ?? -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = (values[i] as number) * factor;
    // Comparing with NaN is false either way.
    if (!(value >= least)) continue;
    const step = Math.round((value - lower) * perValue);
    const entry = 3 * (step < 0 ? 0 : step > 255 ? 255 : step);
    rgba[4 * i] = table[entry] as number;
    rgba[4 * i + 1] = table[entry + 1] as number;
    rgba[4 * i + 2] = table[entry + 2] as number;
    rgba[4 * i + 3] = 255;
  }
  return rgba;
}
