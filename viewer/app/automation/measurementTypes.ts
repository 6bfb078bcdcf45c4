import type { Calibration, LineProfile, MeasurementTool, Point3 } from '../../imaging/index.ts';

/** A figure of a measurement as the automation interface tells it. */
export interface MeasuredValueReport {
  quantity: string;
  value: number;
  /** `mm`, `mm²`, `°`, `px`, `px²`, `HU`, `SUVbw`, …; empty for counts and for stored values without a unit. */
  unit: string;
}

export interface MeasurementReport {
  id: string;
  tool: MeasurementTool;
  /** Patient mm (LPS); on an image without a place in the patient, in its own plane. */
  points: Point3[];
  label: string;
  visible: boolean;
  values: MeasuredValueReport[];
  /** Where the millimetres come from. */
  calibration: Calibration;
  /** What the pixels say is of a picture that was not complete; `measurement` tells when it was measured again. */
  provisional: boolean;
  /** Of a line profile. */
  profile: LineProfile | null;
  studyInstanceUID: string;
  seriesInstanceUID: string;
  /** Null on a plane that is computed from many images. */
  sopInstanceUID: string | null;
  /** 1-based. */
  frameNumber: number | null;
  slab: { mode: 'none' | 'mip' | 'minip' | 'avgip'; thicknessMm: number } | null;
  /** Tracking Unique Identifier (112040, DCM) of the finding it is of, shared by its measurements of other dates; null where a report names none. */
  trackingUID: string | null;
  /** Read from a report: shown, not changed. */
  foreign: boolean;
}

export interface MeasurementEventReport {
  action: 'added' | 'changed' | 'removed';
  measurement: MeasurementReport;
}

export interface MeasurementRequest {
  tool: MeasurementTool;
  /**
   * Patient mm. length, profile: 2; arrow: tip, tail; angle: 3, the vertex second; cobb: 2 for each line; bidirectional: 2 for
   * each axis; ellipse: the ends of one axis, of the other; rectangle: 4 corners in order; freehand: 3 and more; probe: 1.
   */
  points: Point3[];
  /** The viewport on whose image it is measured. */
  index: number;
  label?: string;
}

/** The calls that measure. Those that change something resolve once the browser keeps it, or has said that it cannot. */
export interface MeasurementCalls {
  addMeasurement(request: MeasurementRequest): Promise<MeasurementReport>;
  getMeasurements(): Promise<MeasurementReport[]>;
  changeMeasurement(id: string, change: { label?: string; visible?: boolean }): Promise<MeasurementReport>;
  removeMeasurement(id: string): Promise<void>;
  /**
   * Sets the size of the pixels of the series (in projection radiography of the image) so that the length `id`, drawn on it, is
   * `lengthMm`; null drops that.
   */
  calibrate(id: string, lengthMm: number | null): Promise<MeasurementReport>;
  /** False where there is nothing to undo, or redo. */
  undo(): Promise<boolean>;
  redo(): Promise<boolean>;
}
