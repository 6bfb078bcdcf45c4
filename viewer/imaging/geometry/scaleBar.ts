/** A scale bar: how many millimetres it stands for and how many CSS pixels long it is. */
export interface ScaleBar {
  lengthMm: number;
  lengthPx: number;
}

const steps = [1, 2, 5];

/**
 * The longest bar of 1, 2 or 5 times a power of ten millimetres that is not longer than `maxPx`.
 * Undefined where the scale is unknown (no pixel spacing) or absurd.
 */
export function chooseScaleBar(pxPerMm: number, maxPx: number): ScaleBar | undefined {
  if (!Number.isFinite(pxPerMm) || pxPerMm <= 0 || maxPx <= 0) return undefined;
  const maxMm = maxPx / pxPerMm;
  const decade = 10 ** Math.floor(Math.log10(maxMm));
  const step = steps.findLast((candidate) => candidate * decade <= maxMm * (1 + 1e-9));
  if (step === undefined) return undefined;
  const lengthMm = step * decade;
  return { lengthMm, lengthPx: lengthMm * pxPerMm };
}
