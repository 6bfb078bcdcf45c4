import type { Point3 } from '../geometry/vector.ts';
import type { MeasuredImage } from './measure.ts';
import type { Measurement, MeasurementTool } from './measurement.ts';
import type { UserFactors } from './userFactors.ts';

/** Everything a reader has measured. A new object whenever anything in it changed. */
export interface MeasurementState {
  /** In the order in which they were drawn. */
  readonly measurements: readonly Measurement[];
  /** What a reader has calibrated; see userFactorOf. */
  readonly userFactors: UserFactors;
  /** Id of the measurement that keys go to. */
  readonly selected: string | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface NewMeasurement {
  tool: MeasurementTool;
  /** Patient mm, as many as the tool has (see Measurement). */
  points: readonly Point3[];
  label?: string;
}

/** What may be changed. New points are measured on `image`, which becomes the measurement's place. */
export type MeasurementChange =
  | { points: readonly Point3[]; image: MeasuredImage }
  | Partial<Pick<Measurement, 'label' | 'visible' | 'textAt'>>;

/** Detail of the event `measurement`: for each one that has come, changed or gone. */
export interface MeasurementHappened {
  action: 'added' | 'changed' | 'removed';
  measurement: Measurement;
}
