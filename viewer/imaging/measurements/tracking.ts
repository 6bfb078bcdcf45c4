import type { Measurement } from './measurement.ts';

type Tracked = Pick<Measurement, 'id' | 'trackingUid' | 'foreign'>;

/**
 * Tracking Unique Identifier of a measurement's finding. One's own measurement stands for itself until it is paired; undefined where
 * the report of someone else names none.
 */
export const trackingOf = ({ id, trackingUid, foreign }: Tracked): string | undefined =>
  trackingUid ?? (foreign ? undefined : id);

/** The measurement under a Tracking UID; under its own id it needs none. */
export const tracked = (measurement: Measurement, uid: string): Measurement => ({
  ...measurement,
  trackingUid: uid === measurement.id ? undefined : uid,
});
