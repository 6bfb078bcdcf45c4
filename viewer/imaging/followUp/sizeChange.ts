import type { Calibration, Measurement } from '../measurements/index.ts';
import { volumeDoubling, type VolumeDoubling } from './volumeDoubling.ts';
import { sizesOf, type SizeQuantity } from './findingSize.ts';
import { daysBetween } from './studyInterval.ts';

/** How much one size has changed. */
export interface SizeDifference {
  readonly quantity: SizeQuantity;
  /** Later less earlier, in `unit`. */
  readonly absolute: number;
  readonly unit: string;
  /** Of the earlier size. */
  readonly percent: number;
}

/** Why two measurements cannot be compared. */
export type NoChangeReason =
  /** One of the exams has no date: which came first is not known. */
  | 'date-unknown'
  /** Measured with different tools: their sizes mean different things. */
  | 'tool'
  /** At least one has no millimetres. */
  | 'uncalibrated'
  /** Both have millimetres, but not of the same kind: at the detector, estimated, true. */
  | 'calibration';

export type SizeChange =
  | {
      readonly comparable: true;
      /** As `sizesOf` gives them: the diameter first. */
      readonly differences: readonly SizeDifference[];
      /** Days from the one exam to the other. */
      readonly days: number;
      readonly doubling: VolumeDoubling;
      /** The diameter differs by less than what measuring by hand can tell (see `surelyChangedMm`). */
      readonly withinError: boolean;
    }
  | { readonly comparable: false; readonly reason: NoChangeReason; readonly days: number | undefined };

/** A measurement with what has to be known of its exam. */
export interface DatedMeasurement {
  readonly measurement: Measurement;
  /** Study Date (0008,0020). */
  readonly studyDate: string | undefined;
  readonly modality: string | undefined;
}

/** A mean diameter on CT that differs by less is no proof of change (Bankier et al., Radiology 2017; 285:584). */
export const surelyChangedMm = 2;

/** Calibrations whose millimetres are those of the patient. */
const trueSizes = new Set<Calibration>(['geometry', 'fiducial', 'region', 'user']);

/** What has become of a finding from one measurement to a later one. */
export function sizeChange(earlier: DatedMeasurement, later: DatedMeasurement): SizeChange {
  const days = daysBetween(earlier.studyDate, later.studyDate);
  const [before, after] = [earlier.measurement, later.measurement];
  const none = (reason: NoChangeReason): SizeChange => ({ comparable: false, reason, days });
  if (days === undefined) return none('date-unknown');
  if (before.tool !== after.tool) return none('tool');
  const [old, now] = [sizesOf(before), sizesOf(after)];
  const [from, to] = [old[0], now[0]];
  if (from?.unit !== 'mm' || to?.unit !== 'mm') return none('uncalibrated');
  const bothTrue = trueSizes.has(before.calibration) && trueSizes.has(after.calibration);
  if (!bothTrue && before.calibration !== after.calibration) return none('calibration');
  const differences = now.flatMap(({ quantity, value, unit }) => {
    const was = old.find((one) => one.quantity === quantity);
    if (!was) return [];
    const absolute = value - was.value;
    return [{ quantity, absolute, unit, percent: (100 * absolute) / was.value }];
  });
  const isCt = earlier.modality === 'CT' && later.modality === 'CT';
  return {
    comparable: true,
    differences,
    days,
    doubling: volumeDoubling({ tool: after.tool, fromMm: from.value, toMm: to.value, days, isCt }),
    withinError: Math.abs(to.value - from.value) < surelyChangedMm,
  };
}
