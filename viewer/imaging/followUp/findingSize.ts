import type { MeasuredValue, Measurement } from '../measurements/index.ts';

/**
 * What says how large a finding is. `meanDiameter`: half the sum of long and short axis; `effectiveDiameter`: of the circle of the same
 * area.
 */
export type SizeQuantity =
  'length' | 'meanDiameter' | 'longAxis' | 'shortAxis' | 'effectiveDiameter' | 'area';

export interface Size {
  readonly quantity: SizeQuantity;
  readonly value: number;
  /** `mm`, `mm2`; `px`, `px2` where there are no millimetres. */
  readonly unit: string;
}

/** The sizes a measurement gives, the diameter by which its finding is followed first; empty where it has none. */
export function sizesOf({ tool, values }: Pick<Measurement, 'tool' | 'values'>): Size[] {
  const found = new Map(
    values.filter(({ value }) => value > 0 && Number.isFinite(value)).map((one) => [one.quantity, one]),
  );
  switch (tool) {
    case 'length':
      return pick(found, 'length');
    case 'bidirectional':
      return twoDiameters(found);
    case 'ellipse':
    case 'rectangle':
    case 'freehand':
      return pick(found, 'area').flatMap((area) => [effectiveDiameter(area), area]);
    default:
      return [];
  }
}

type Found = ReadonlyMap<MeasuredValue['quantity'], MeasuredValue>;

function pick(found: Found, quantity: 'length' | 'longAxis' | 'shortAxis' | 'area'): Size[] {
  const one = found.get(quantity);
  return one ? [{ quantity, value: one.value, unit: one.unit }] : [];
}

function twoDiameters(found: Found): Size[] {
  const [long] = pick(found, 'longAxis');
  const [short] = pick(found, 'shortAxis');
  if (!long || !short || long.unit !== short.unit) return [];
  return [{ quantity: 'meanDiameter', value: (long.value + short.value) / 2, unit: long.unit }, long, short];
}

const effectiveDiameter = ({ value, unit }: Size): Size => ({
  quantity: 'effectiveDiameter',
  value: 2 * Math.sqrt(value / Math.PI),
  unit: unit.replace(/2$/, ''),
});
