/**
 * A rigid map of points: 16 numbers, row-major, from patient mm (LPS) of the one exam to patient mm of the other, for columns
 * (x, y, z, 1).
 */
export type RigidMatrix = readonly number[];

/** Why a registration is not to be trusted. */
export type PoorReason =
  /** The volumes share too little: `overlap` of the smaller one. */
  | 'overlap'
  /** What lies on each other does not look alike: `correlation`, `localCorrelation`. */
  | 'unlike'
  /** Parts of the body would have to be moved differently: `residualMm`. Another patient, or one who lies bent otherwise. */
  | 'not-rigid'
  /** Another place fits about as well, or the way back does not lead back: `ambiguity`, `inconsistencyMm`. */
  | 'ambiguous'
  /** The modalities or units of the two differ, so that their values cannot be compared. */
  | 'modality'
  /** Turned or moved farther than a patient on a table is: a match by accident. */
  | 'implausible';

/** What the quality was judged by. */
export interface RegistrationFigures {
  /** Share of the body in the smaller volume that lies in the other one, 0 to 1. */
  readonly overlap: number;
  /** Correlation coefficient of the values in the overlap, -1 to 1. */
  readonly correlation: number;
  /** Median of the correlation coefficients in blocks of some 3 cm that hold structure. */
  readonly localCorrelation: number;
  /** Median and 80th percentile of how far those blocks would still have to be moved to fit best, mm. */
  readonly residualMm: readonly [number, number];
  /** Greatest distance, mm, between where the map found from the one and the one found from the other half of the body take its corners. */
  readonly inconsistencyMm: number;
}

/** How points of one exam (the first) are found in another (the second). */
export interface Registration {
  /** Patient mm of the first exam to patient mm of the second. */
  readonly matrix: RigidMatrix;
  /** `poor` is not to be used without the reader's consent; `manual` was set by a reader. */
  readonly quality: 'good' | 'poor' | 'manual';
  /** Empty unless the quality is poor. */
  readonly reasons: readonly PoorReason[];
  /** `translation`: found from the first data, without turning; a `rigid` one follows. */
  readonly method: 'frameOfReference' | 'translation' | 'rigid' | 'manual';
  /** From the call until the result was there, loading included. */
  readonly seconds: number;
  /** Of computed ones. */
  readonly figures?: RegistrationFigures;
}
