import type { Point3 } from '../geometry/vector.ts';

/** What can be measured or marked on an image. */
export const measurementTools = [
  'length',
  'angle',
  'cobb',
  'bidirectional',
  'ellipse',
  'rectangle',
  'freehand',
  'probe',
  'arrow',
  'profile',
] as const;
export type MeasurementTool = (typeof measurementTools)[number];

/** The image a measurement was drawn on. */
export interface MeasurementPlace {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  /** Of a stored frame; absent on a plane computed from many (MPR, slab). */
  readonly sopInstanceUid: string | undefined;
  /** 1-based. */
  readonly frameNumber: number | undefined;
  readonly frameOfReferenceUid: string | undefined;
  /** Unit normal of the plane it lies in, patient coordinates. */
  readonly normal: Point3;
  /** How the computed plane was made; absent on stored frames. */
  readonly slab:
    { readonly mode: 'none' | 'mip' | 'minip' | 'avgip'; readonly thicknessMm: number } | undefined;
}

/** One figure of a measurement, with the unit it is in. */
export interface MeasuredValue {
  readonly quantity:
    | 'length'
    | 'longAxis'
    | 'shortAxis'
    | 'angle'
    | 'perimeter'
    | 'area'
    | 'mean'
    | 'standardDeviation'
    | 'minimum'
    | 'maximum'
    | 'pixels'
    | 'value';
  readonly value: number;
  /**
   * UCUM where there is one (`mm`, `deg`, `mm2`, `[hnsf'U]`, `{SUVbw}g/ml`, `Bq/ml`); `px`, `px2`, `1` for counts, the
   * image's own words else, empty for stored values without a unit.
   */
  readonly unit: string;
}

/**
 * Where the millimetres of a measurement come from (PS3.3 10.7.1.3 for projection radiography).
 *
 * `geometry`: the geometry of the acquisition; `fiducial`: an object of known size in the image; `detector`: at the
 * detector, so that what lies before it is shown larger than it is; `estimated`: at the detector, divided by the
 * estimated magnification; `region`: an ultrasound region; `user`: a line of known length drawn by a reader;
 * `none`: there are no millimetres.
 */
export type Calibration = 'geometry' | 'fiducial' | 'detector' | 'estimated' | 'region' | 'user' | 'none';

/** Values along a line. */
export interface LineProfile {
  /** Distance of each sample from the line's first point, in `distanceUnit`, growing. */
  readonly distances: readonly number[];
  /** Bilinearly interpolated modality values; NaN outside the image. */
  readonly values: readonly number[];
  readonly distanceUnit: 'mm' | 'px';
  readonly unit: string;
}

/**
 * A measurement: immutable, so that undoing is putting the former one back. Points are patient mm (LPS); on an image
 * without a place in the patient they lie in its display plane (see displayPlane).
 *
 * Points by tool: length, arrow (tip first), profile: 2; angle: 3 (vertex second); cobb: 4 (two lines); bidirectional: 4
 * (long axis, short axis); ellipse: 4 (ends of one axis, ends of the other); rectangle: 4 corners in order; freehand:
 * 3 and more, closed; probe: 1.
 */
export interface Measurement {
  /** A UID below 2.25: good as the Tracking Unique Identifier of a report. */
  readonly id: string;
  /**
   * Tracking Unique Identifier (112040, DCM) of the finding this is a measurement of, where it is not `id`: measurements of other
   * dates that share it are of the same finding. Of foreign ones what the report says. See trackingOf.
   */
  readonly trackingUid?: string | undefined;
  readonly tool: MeasurementTool;
  readonly points: readonly Point3[];
  readonly place: MeasurementPlace;
  readonly label: string;
  readonly visible: boolean;
  readonly values: readonly MeasuredValue[];
  readonly calibration: Calibration;
  /**
   * What the pixels say was read from a picture that was not complete, or of which memory allowed only every so many pixels: it
   * is measured again when the picture is, and is not saved before.
   */
  readonly provisional?: boolean | undefined;
  /** Of a line profile. */
  readonly profile?: LineProfile | undefined;
  /** Where its text stands when it was moved there, patient mm. */
  readonly textAt?: Point3 | undefined;
  /** Read from a report of someone else: shown, not changed. */
  readonly foreign: boolean;
}
