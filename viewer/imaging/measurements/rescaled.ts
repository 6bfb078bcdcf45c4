import type { FrameRef } from '../series/frameRef.ts';
import { measure } from './measure.ts';
import type { Measurement } from './measurement.ts';

/** A measurement with its lengths and areas measured anew on its frame; what the pixels said stays. */
export function rescaled(before: Measurement, frame: FrameRef, userFactor: number | undefined): Measurement {
  const { values, calibration } = measure(
    before.tool,
    before.points,
    { frame, loaded: undefined },
    userFactor,
  );
  const anew = new Map(values.map((value) => [value.quantity, value]));
  const span = anew.get('length');
  const { profile } = before;
  const former = profile?.distances.at(-1) || 1;
  return {
    ...before,
    calibration,
    values: before.values.map((value) => anew.get(value.quantity) ?? value),
    profile: profile &&
      span && {
        ...profile,
        distances: profile.distances.map((distance) => (distance / former) * span.value),
        distanceUnit: span.unit === 'mm' ? 'mm' : 'px',
      },
  };
}
