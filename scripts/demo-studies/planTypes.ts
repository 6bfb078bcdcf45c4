import type { Similarity, Vec3 } from './geometry/index.ts';
import type { Grain } from './noise/noiseField.ts';
import type { Sphere } from './phantom/index.ts';

export interface PatientPlan {
  name: string;
  id: string;
  birthDate: string;
  sex: 'F' | 'M' | 'O';
  sizeM: string;
  weightKg: string;
}

export interface Window {
  center: number;
  width: number;
  explanation: string;
}

export interface SeriesPlan {
  seriesInstanceUid: string;
  seriesNumber: number;
  description: string;
  kernel: string;
  columns: number;
  rows: number;
  pixelSpacingMm: number;
  /** Axial slices from head to feet. */
  sliceCount: number;
  sliceSpacingMm: number;
  sliceThicknessMm: number;
  /** Centre of the first pixel of the first slice; the slices follow along -z. */
  firstPosition: Vec3;
  windows: readonly Window[];
  /** Standard deviation in the middle of the body, HU. */
  noiseSdHu: number;
  grain: Grain;
  /** Half width of an edge, mm. */
  edgeMm: number;
  /** Positions within the thickness of a slice that are averaged. */
  samplesPerSlice: number;
}

export interface StudyPlan {
  key: 'current' | 'prior' | 'other';
  patient: PatientPlan;
  studyInstanceUid: string;
  frameOfReferenceUid: string;
  date: string;
  time: string;
  accessionNumber: string;
  studyId: string;
  description: string;
  ageYears: number;
  /** Which growth of vessels and which grain of tissue. */
  anatomySeed: string;
  worldFromPhantom: Similarity;
  /** In phantom coordinates, mm. */
  nodules: readonly Sphere[];
  /** Vessels keep out of these: the nodules at their largest. */
  keepOut: readonly Sphere[];
  /** y of the table top in world coordinates, mm. */
  tableY: number;
  series: readonly SeriesPlan[];
}
