import type { Matrix4, Vec3 } from './geometry/index.ts';
import { apply, length, applyLinear, toMatrix4 } from './geometry/index.ts';
import type { Tissue } from './phantom/index.ts';
import { landmarkPoints, tissues } from './phantom/index.ts';
import type { SeriesPlan, StudyPlan } from './plan.ts';
import { DEFAULT_SEED, demoPlan, priorFromCurrent, slicePosition, sopInstanceUid } from './plan.ts';

/** Points and distances in mm, patient coordinates (LPS) of the study they are listed under; matrices 16 numbers row-major. */
export interface DemoTruth {
  seed: string;
  /** Noise-free HU of each tissue. */
  tissuesHu: Record<Tissue, number>;
  studies: StudyTruth[];
  currentStudyInstanceUid: string;
  priorStudyInstanceUid: string;
  /** World mm of the current study to world mm of the prior one; rigid. */
  currentToPrior: Matrix4;
}

export interface StudyTruth {
  key: StudyPlan['key'];
  patientId: string;
  patientName: string;
  studyInstanceUid: string;
  frameOfReferenceUid: string;
  /** YYYYMMDD */
  studyDate: string;
  accessionNumber: string;
  series: SeriesTruth[];
  nodules: NoduleTruth[];
  landmarks: LandmarkTruth[];
}

export interface SeriesTruth {
  seriesInstanceUid: string;
  seriesNumber: number;
  rows: number;
  columns: number;
  /** [between rows, between columns] */
  pixelSpacingMm: [number, number];
  sliceThicknessMm: number;
  sliceSpacingMm: number;
  imageOrientationPatient: [number, number, number, number, number, number];
  /** Instance n (from 1) is at index n - 1; from head to feet. */
  instances: { sopInstanceUid: string; instanceNumber: number; imagePositionPatient: Vec3 }[];
  /** Standard deviation in the middle of the body, HU; it falls to 0.6 of this at the skin. */
  noiseSdHu: number;
  defaultWindow: { center: number; width: number };
}

export interface NoduleTruth {
  centre: Vec3;
  diameterMm: number;
  volumeMm3: number;
  hu: number;
}

export interface LandmarkTruth {
  name: string;
  tissue: Tissue;
  point: Vec3;
  /** Noise-free HU at the point and within 3 mm of it. */
  hu: number;
}

function seriesTruth(seed: string, series: SeriesPlan): SeriesTruth {
  const window = series.windows[0];
  return {
    seriesInstanceUid: series.seriesInstanceUid,
    seriesNumber: series.seriesNumber,
    rows: series.rows,
    columns: series.columns,
    pixelSpacingMm: [series.pixelSpacingMm, series.pixelSpacingMm],
    sliceThicknessMm: series.sliceThicknessMm,
    sliceSpacingMm: series.sliceSpacingMm,
    imageOrientationPatient: [1, 0, 0, 0, 1, 0],
    instances: Array.from({ length: series.sliceCount }, (_, index) => ({
      sopInstanceUid: sopInstanceUid(seed, series, index),
      instanceNumber: index + 1,
      imagePositionPatient: slicePosition(series, index),
    })),
    noiseSdHu: series.noiseSdHu,
    defaultWindow: { center: window?.center ?? 0, width: window?.width ?? 1 },
  };
}

function studyTruth(seed: string, study: StudyPlan): StudyTruth {
  const world = study.worldFromPhantom;
  const scale = length(applyLinear(world, [1, 0, 0]));
  return {
    key: study.key,
    patientId: study.patient.id,
    patientName: study.patient.name,
    studyInstanceUid: study.studyInstanceUid,
    frameOfReferenceUid: study.frameOfReferenceUid,
    studyDate: study.date,
    accessionNumber: study.accessionNumber,
    series: study.series.map((series) => seriesTruth(seed, series)),
    nodules: study.nodules.map(({ centre, radius }) => {
      const diameterMm = 2 * radius * scale;
      const volumeMm3 = (Math.PI / 6) * diameterMm ** 3;
      return { centre: apply(world, centre), diameterMm, volumeMm3, hu: tissues.nodule };
    }),
    landmarks: landmarkPoints.map(({ name, tissue, point, hu }) => ({
      name,
      tissue,
      point: apply(world, point),
      hu,
    })),
  };
}

/** What is known about the demo studies without looking at them: to test against. */
export function demoTruth(seed: string = DEFAULT_SEED): DemoTruth {
  const plan = demoPlan(seed);
  const uidOf = (key: StudyPlan['key']) => plan.find((study) => study.key === key)?.studyInstanceUid ?? '';
  return {
    seed,
    tissuesHu: { ...tissues },
    studies: plan.map((study) => studyTruth(seed, study)),
    currentStudyInstanceUid: uidOf('current'),
    priorStudyInstanceUid: uidOf('prior'),
    currentToPrior: toMatrix4(priorFromCurrent),
  };
}
