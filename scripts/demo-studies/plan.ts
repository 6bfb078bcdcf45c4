import type { Similarity, Vec3 } from './geometry/index.ts';
import { compose, rigidAbout, similarity } from './geometry/index.ts';
import type { Grain } from './noise/noiseField.ts';
import type { PatientPlan, SeriesPlan, StudyPlan, Window } from './planTypes.ts';
import { uidFor } from './random.ts';

/** Its number goes up when the generator makes other bytes: the UIDs come from it, and one UID never means two images. */
export const DEFAULT_SEED = 'yunying-demo-1';

export type { PatientPlan, SeriesPlan, StudyPlan, Window } from './planTypes.ts';

const lungWindow: Window = { center: -600, width: 1500, explanation: '肺窗' };
const mediastinalWindow: Window = { center: 40, width: 400, explanation: '纵隔窗' };

const zhang: PatientPlan = {
  name: 'Zhang^Yunshan=张^云山',
  id: 'YY-DEMO-0001',
  birthDate: '19620314',
  sex: 'M',
  sizeM: '1.72',
  weightKg: '70',
};
const li: PatientPlan = {
  name: 'Li^Qiuyue=李^秋月',
  id: 'YY-DEMO-0002',
  birthDate: '19710920',
  sex: 'F',
  sizeM: '1.58',
  weightKg: '52',
};

const NODULE_CENTRE: Vec3 = [-78, 28, 38];
const CURRENT_DIAMETER_MM = 14;
const PRIOR_DIAMETER_MM = 9;

const currentFromPhantom = similarity(1, [3.5, -12, -1152.25]);
/** World mm of the current study to world mm of the prior one: another position on another day's table. */
export const priorFromCurrent: Similarity = rigidAbout(
  [3.5, -12, -1180],
  [0.42, 0.3, 0.86],
  2.6,
  [11.5, -7.25, 38],
);
const otherFromPhantom = similarity(0.9, [-4, -6, -941.5]);

/** Places a stack so that pixel (255.5, 255.5) of its slices lies at (x, y), its first slice at `topZ`. */
function stack(columns: number, pixelSpacingMm: number, x: number, y: number, topZ: number) {
  const half = ((columns - 1) / 2) * pixelSpacingMm;
  const round = (value: number) => Math.round(value * 1e4) / 1e4;
  return {
    columns,
    rows: columns,
    pixelSpacingMm,
    firstPosition: [round(x - half), round(y - half), topZ] as Vec3,
  };
}

const lungKernel = {
  kernel: 'B60f',
  windows: [lungWindow, mediastinalWindow],
  edgeMm: 0.6,
  samplesPerSlice: 1,
};
const softKernel = {
  kernel: 'B31f',
  windows: [mediastinalWindow, lungWindow],
  edgeMm: 0.85,
  samplesPerSlice: 3,
};
const sharpGrain: Grain = { fine: 0.62, coarse: 2.2, suppression: 0.8 };
const smoothGrain: Grain = { fine: 1.15, coarse: 3.4, suppression: 0.75 };

/** What the demo consists of; everything that is not painted is decided here. The same seed gives the same plan. */
export function demoPlan(seed: string = DEFAULT_SEED): StudyPlan[] {
  const uid = (name: string) => uidFor(seed, name);
  const series = (study: string, number: number) => ({
    seriesInstanceUid: uid(`${study}/series/${number}`),
    seriesNumber: number,
  });
  const study = (key: StudyPlan['key']) => ({
    key,
    studyInstanceUid: uid(`${key}/study`),
    frameOfReferenceUid: uid(`${key}/frame-of-reference`),
  });
  const keepOut = [{ centre: NODULE_CENTRE, radius: CURRENT_DIAMETER_MM / 2 }];
  return [
    {
      ...study('current'),
      patient: zhang,
      date: '20260701',
      time: '093512',
      accessionNumber: 'A20260701017',
      studyId: '26070117',
      description: '胸部CT平扫',
      ageYears: 64,
      anatomySeed: `${seed}/zhang`,
      worldFromPhantom: currentFromPhantom,
      nodules: [{ centre: NODULE_CENTRE, radius: CURRENT_DIAMETER_MM / 2 }],
      keepOut,
      tableY: 121,
      series: [
        {
          ...series('current', 2),
          ...lungKernel,
          ...stack(512, 0.7422, 2.5, -8, -1026),
          description: '胸部平扫 2.0mm 肺',
          sliceCount: 160,
          sliceSpacingMm: 2,
          sliceThicknessMm: 2,
          noiseSdHu: 22,
          grain: sharpGrain,
        },
        {
          ...series('current', 3),
          ...softKernel,
          ...stack(512, 0.7422, 2.5, -8, -1030),
          description: '胸部平扫 5.0mm 纵隔',
          sliceCount: 60,
          sliceSpacingMm: 5,
          sliceThicknessMm: 5,
          noiseSdHu: 11,
          grain: smoothGrain,
        },
      ],
    },
    {
      ...study('prior'),
      patient: zhang,
      date: '20251220',
      time: '152047',
      accessionNumber: 'A20251220043',
      studyId: '25122043',
      description: '胸部CT平扫',
      ageYears: 63,
      anatomySeed: `${seed}/zhang`,
      worldFromPhantom: compose(priorFromCurrent, currentFromPhantom),
      nodules: [{ centre: NODULE_CENTRE, radius: PRIOR_DIAMETER_MM / 2 }],
      keepOut,
      tableY: 124,
      series: [
        {
          ...series('prior', 2),
          ...lungKernel,
          kernel: 'B50f',
          ...stack(512, 0.6836, 12, -19, -989.5),
          description: '胸部平扫 2.5mm 肺',
          sliceCount: 130,
          sliceSpacingMm: 2.5,
          sliceThicknessMm: 2.5,
          noiseSdHu: 20,
          grain: { ...sharpGrain, fine: 0.75 },
        },
      ],
    },
    {
      ...study('other'),
      patient: li,
      date: '20260629',
      time: '141903',
      accessionNumber: 'A20260629081',
      studyId: '26062981',
      description: '胸部低剂量CT平扫',
      ageYears: 54,
      anatomySeed: `${seed}/li`,
      worldFromPhantom: otherFromPhantom,
      nodules: [],
      keepOut: [],
      tableY: 118,
      series: [
        {
          ...series('other', 2),
          ...lungKernel,
          ...stack(512, 0.6641, -4, -6, -830),
          samplesPerSlice: 3,
          description: '低剂量筛查 5.0mm',
          sliceCount: 56,
          sliceSpacingMm: 5,
          sliceThicknessMm: 5,
          noiseSdHu: 24,
          grain: sharpGrain,
        },
      ],
    },
  ];
}

/** Centre of the first pixel of a slice (0 is the top), mm in the world of its study. */
export function slicePosition(series: SeriesPlan, index: number): Vec3 {
  const [x, y, z] = series.firstPosition;
  return [x, y, z - index * series.sliceSpacingMm];
}

/** SOP Instance UID of a slice. */
export const sopInstanceUid = (seed: string, series: SeriesPlan, index: number): string =>
  uidFor(seed, `${series.seriesInstanceUid}/instance/${index + 1}`);
