import { join } from 'node:path';
import type { Point3 } from '../../viewer/imaging/geometry/vector.ts';
import { FiledSeries } from '../../viewer/imaging/registration/__tests__/filedSeries.ts';
import { rescanned, seeded } from '../../viewer/imaging/registration/__tests__/rescanned.ts';
import {
  coarseVolumeOf,
  translationBy,
  turnAbout,
  type CoarseVolume,
  type RigidMatrix,
} from '../../viewer/imaging/registration/index.ts';
import { describeVolume } from '../../viewer/imaging/volume/index.ts';

/** Two exams of which it is known how they lie to each other. */
export interface Pair {
  readonly name: string;
  /** What is compared at first: some layers of either, where they come before the others. */
  readonly beginnings: readonly [CoarseVolume, CoarseVolume];
  readonly volumes: readonly [CoarseVolume, CoarseVolume];
  readonly truth: RigidMatrix;
}

/** Places in both lungs of the NLST chest, from the apices to the bases, patient mm. */
export const places: readonly Point3[] = [1170, 1130, 1090, 1050, 1010].flatMap((z): Point3[] => [
  [-85, -35, z],
  [70, -35, z],
]);
/** In the middle of the chest. */
const middle: Point3 = [-12.5, -23, 1070];

/** The NLST chest and the prior made of it, and the same chest scanned anew ten times, shifted and turned. */
export async function pairs(volumesFolder: string, seed: number): Promise<Pair[]> {
  const t0 = FiledSeries.inFolder(join(volumesFolder, 'ct_chest_nlst_101287_T0/CT_9089952642'));
  const prior = FiledSeries.inFolder(join(volumesFolder, 'ct_chest_nlst_101287_SYNTHPRIOR'));
  const [chest, before] = [await small(t0), await small(prior)];
  return [
    {
      name: 'NLST T0 and prior',
      beginnings: [chest.beginning, before.beginning],
      volumes: [chest.whole, before.whole],
      // As the data's description says.
      truth: translationBy([-0.86, 0.24, 37.5]),
    },
    ...(await scannedAnew(t0, chest.whole, seed)),
  ];
}

async function small(series: FiledSeries): Promise<{ beginning: CoarseVolume; whole: CoarseVolume }> {
  const volume = volumeOf(series);
  let beginning: CoarseVolume | undefined;
  const whole = await coarseVolumeOf(volume, series, { onFirst: (first) => (beginning = first) });
  return { beginning: beginning ?? whole, whole };
}

function volumeOf({ frames }: FiledSeries) {
  const volume = describeVolume(frames);
  if (volume.kind === 'fault') throw new Error(`the series is no volume: ${volume.code}`);
  return volume;
}

async function scannedAnew(series: FiledSeries, chest: CoarseVolume, seed: number): Promise<Pair[]> {
  const volume = volumeOf(series);
  const values = new Int16Array(volume.columns * volume.rows * volume.layers);
  for (const [layer, frame] of volume.frames.entries())
    values.set((await series.load(frame)).values, layer * volume.columns * volume.rows);
  const random = seeded(seed);
  const around = (): number => random() - 0.5;
  const direction = (size: number): Point3 => {
    const [x, y, z] = [around(), around(), around()];
    const by = size / Math.hypot(x, y, z);
    return [x * by, y * by, z * by];
  };
  return Array.from({ length: 10 }, (_, at): Pair => {
    const degrees = random() * 8;
    const mm = random() * 40;
    const truth = turnAbout(middle, direction((degrees * Math.PI) / 180), direction(mm));
    const scan = rescanned(
      { ...volume, values },
      {
        matrix: truth,
        centre: [middle[0] + around() * 40, middle[1] + around() * 40, middle[2] + around() * 60],
        fieldMm: 240 + random() * 100,
        heightMm: 160 + random() * 110,
        pixels: 64,
        layerMm: [3, 4, 5, 7][at % 4] as number,
        thicknessMm: [1, 4, 5, 7][at % 4] as number,
        noise: 5 + random() * 15,
        outside: -2000,
        feetFirst: at % 3 === 1,
      },
      random,
      { modality: 'CT', unit: 'HU' },
    );
    const name = `${at + 1}: ${mm.toFixed(1)} mm, ${degrees.toFixed(1)}°`;
    return { name, beginnings: [chest, scan], volumes: [chest, scan], truth };
  });
}
