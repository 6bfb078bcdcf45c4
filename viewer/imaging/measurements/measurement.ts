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
  /** UCUM where there is one (`mm`, `deg`, `mm2`, `[hnsf'U]`); `px`, `px2`, or the image's own words else. */
  readonly unit: string;
}

/** Where the millimetres of a measurement come from (PS3.3 10.7.1.3 for projection radiography). */
export type Calibration = 'geometry' | 'detector' | 'estimated' | 'user' | 'region' | 'none';

/**
 * A measurement: immutable, so that undoing is putting the former one back. Points are patient mm (LPS); on an image
 * without a place in the patient they lie in its display plane (see displayPlane).
 *
 * Points by tool: length, arrow (tip first), profile: 2; angle: 3 (vertex second); cobb: 4 (two lines); bidirectional: 4
 * (long axis, short axis); ellipse: 4 (ends of one axis, ends of the other); rectangle: 4 corners in order; freehand:
 * 3 and more, closed; probe: 1.
 */
export interface Measurement {
  readonly id: string;
  readonly tool: MeasurementTool;
  readonly points: readonly Point3[];
  readonly place: MeasurementPlace;
  readonly label: string;
  readonly visible: boolean;
  readonly values: readonly MeasuredValue[];
  readonly calibration: Calibration;
  /** Read from a report of someone else: shown, not changed. */
  readonly foreign: boolean;
}
