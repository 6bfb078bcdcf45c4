import type { MeasuredValue, Measurement } from './measurement.ts';

const ofPixels = new Set<MeasuredValue['quantity']>([
  'mean',
  'standardDeviation',
  'minimum',
  'maximum',
  'pixels',
  'value',
]);

/** What of a measurement holds for good: without what an incomplete picture said. Geometry does not depend on the pixels. */
export function settled(measurement: Measurement): Measurement {
  if (!measurement.provisional) return measurement;
  const values = measurement.values.filter(({ quantity }) => !ofPixels.has(quantity));
  return { ...measurement, values, profile: undefined, provisional: undefined };
}
