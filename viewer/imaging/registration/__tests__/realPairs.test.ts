import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeVolume } from '../../volume/index.ts';
import { coarseVolumeOf } from '../coarseVolumeOf.ts';
import type { CoarseVolume } from '../coarseVolume.ts';
import { findRigid, findShift, searchOfTwo, type Found } from '../findRegistration.ts';
import { registerSeries } from '../registerSeries.ts';
import type { Registration } from '../registration.ts';
import type { Point3 } from '../../geometry/vector.ts';
import { mapPoint, turnAbout } from '../rigidMatrix.ts';
import { FiledSeries } from './filedSeries.ts';
import { rescanned, seeded } from './rescanned.ts';

const root = new URL('../../../../../shared/dicom/volumes/', import.meta.url).pathname;
const present = existsSync(root);
if (!present) process.stderr.write(`${root} is absent: registration of real exams is not tested\n`);

/** Places in both lungs of the NLST chest, from the apices to the bases, patient mm. */
const lungs: readonly Point3[] = [
  [-80, -60, 1170],
  [60, -60, 1170],
  [-90, -30, 1130],
  [70, -30, 1130],
  [-95, -40, 1090],
  [75, -40, 1090],
  [-95, 0, 1050],
  [75, 0, 1050],
  [-95, -20, 1010],
  [75, -20, 1010],
];
const errorMm = (matrix: Registration['matrix'], truth: (point: Point3) => Point3): number =>
  Math.max(
    ...lungs.map((point) => {
      const [found, right] = [mapPoint(matrix, point), truth(point)];
      return Math.hypot(found[0] - right[0], found[1] - right[1], found[2] - right[2]);
    }),
  );
/** As the worker of a registration finds it. */
function shiftedThenTurned(first: CoarseVolume, second: CoarseVolume): Found {
  const search = searchOfTwo();
  search('shift', first, second);
  return search('rigid', first, second);
}
/** As the data's description says. */
const inPrior = ([x, y, z]: Point3): Point3 => [x - 0.86, y + 0.24, z + 37.5];

async function coarse(series: FiledSeries): Promise<CoarseVolume> {
  const volume = describeVolume(series.frames);
  if (volume.kind === 'fault') throw new Error(volume.code);
  return coarseVolumeOf(volume, series);
}

describe.skipIf(!present)('registration of real exams', { timeout: 240_000 }, () => {
  let t0: FiledSeries;
  let prior: FiledSeries;
  let pet: FiledSeries;
  let petCt: FiledSeries;
  let chest: CoarseVolume;
  beforeAll(async () => {
    t0 = FiledSeries.inFolder(join(root, 'ct_chest_nlst_101287_T0/CT_9089952642'));
    prior = FiledSeries.inFolder(join(root, 'ct_chest_nlst_101287_SYNTHPRIOR'));
    pet = FiledSeries.inFolder(join(root, 'petct_acrin_nsclc_042/PT_7561081015'));
    petCt = FiledSeries.inFolder(join(root, 'petct_acrin_nsclc_042/CT_5394858561'));
    chest = await coarse(t0);
  }, 120_000);

  it('finds the prior of the NLST chest within 0.5 mm at ten places of the lungs, by a shift first', async () => {
    const loader = {
      status: () => 'absent' as const,
      load: (frame: (typeof t0.frames)[number]) => (t0.frames.includes(frame) ? t0 : prior).load(frame),
      loadPreview: (frame: (typeof t0.frames)[number]) =>
        (t0.frames.includes(frame) ? t0 : prior).loadPreview(frame),
    };
    const shifts: Registration[] = [];
    const search = searchOfTwo();
    const found = await registerSeries(t0.frames, prior.frames, {
      loader,
      onProgress: (shift) => shifts.push(shift),
      start: () => ({
        end: () => undefined,
        find: (kind, a, b) => Promise.resolve(search(kind, a, b)),
      }),
    });
    process.stderr.write(
      `NLST to prior: ${errorMm(found.matrix, inPrior).toFixed(3)} mm at worst of ten places\n`,
    );
    expect(found).toMatchObject({ quality: 'good', method: 'rigid', reasons: [] });
    expect(errorMm(found.matrix, inPrior)).toBeLessThan(0.5);
    expect(shifts).toMatchObject([{ method: 'translation', quality: 'good' }]);
    expect(errorMm((shifts[0] as Registration).matrix, inPrior)).toBeLessThan(2);
    // Small images only: every second slice of one, all of the other.
    expect(t0.asked).toEqual({ previews: 72 * 2, whole: 0 });
    expect(prior.asked).toEqual({ previews: 47, whole: 0 });
  });

  it('makes do with whole frames where there are no small images', async () => {
    const series = FiledSeries.inFolder(join(root, 'ct_chest_nlst_101287_SYNTHPRIOR'));
    series.hasPreviews = false;
    const found = findRigid(chest, await coarse(series));
    expect(found.quality).toBe('good');
    expect(errorMm(found.matrix, inPrior)).toBeLessThan(0.5);
    expect(series.asked.whole).toBe(47);
  });

  it('finds ten random scans within 1 mm, or says that it did not', async () => {
    const volume = describeVolume(t0.frames);
    if (volume.kind === 'fault') throw new Error(volume.code);
    const values = new Int16Array(volume.columns * volume.rows * volume.layers);
    for (const [layer, frame] of volume.frames.entries())
      values.set((await t0.load(frame)).values, layer * volume.columns * volume.rows);
    const random = seeded(20261128);
    const around = (): number => random() - 0.5;
    const direction = (size: number): Point3 => {
      const [x, y, z] = [around(), around(), around()];
      const by = size / Math.hypot(x, y, z);
      return [x * by, y * by, z * by];
    };
    const middle: Point3 = [-12.5, -23, 1070];
    const lines: string[] = [];
    const wrong: string[] = [];
    for (let n = 0; n < 10; n++) {
      const matrix = turnAbout(middle, direction((random() * 8 * Math.PI) / 180), direction(random() * 40));
      const scan = rescanned(
        { ...volume, values },
        {
          matrix,
          centre: [middle[0] + around() * 40, middle[1] + around() * 40, middle[2] + around() * 60],
          fieldMm: 240 + random() * 100,
          heightMm: 160 + random() * 110,
          pixels: 64,
          layerMm: [3, 4, 5, 7][n % 4] as number,
          thicknessMm: [1, 4, 5, 7][n % 4] as number,
          noise: 5 + random() * 15,
          outside: -2000,
          feetFirst: n % 3 === 1,
        },
        random,
        { modality: 'CT', unit: 'HU' },
      );
      const { matrix: found, quality, figures } = shiftedThenTurned(chest, scan);
      const error = errorMm(found, (point) => mapPoint(matrix, point));
      lines.push(
        `${quality} ${error.toFixed(2)} mm (halves ${figures?.inconsistencyMm.toFixed(2)} mm, blocks ${figures?.residualMm.map((mm) => mm.toFixed(1)).join(' to ')} mm)`,
      );
      if (quality === 'good' && error >= 1) wrong.push(lines.at(-1) as string);
    }
    process.stderr.write(`random scans: ${lines.join(', ')}\n`);
    expect(wrong).toEqual([]);
    expect(lines.filter((line) => line.startsWith('good')).length).toBeGreaterThanOrEqual(8);
  });

  it('calls other patients, parts and modalities poor', async () => {
    const others = await Promise.all([coarse(petCt), coarse(pet)]);
    for (const other of others)
      for (const [a, b] of [
        [chest, other],
        [other, chest],
      ] as const) {
        expect(findShift(a, b).quality).toBe('poor');
        expect(shiftedThenTurned(a, b).quality).toBe('poor');
      }
    // The same chest with left and right exchanged is somebody else's.
    const mirrored = { ...chest, columnStep: [-chest.columnStep[0], 0, 0] as const };
    expect(shiftedThenTurned(chest, mirrored).quality).toBe('poor');
    // So is the same chest 7 % smaller.
    const smaller = (step: Point3): Point3 => [step[0] * 0.93, step[1] * 0.93, step[2] * 0.93];
    const child = {
      ...chest,
      columnStep: smaller(chest.columnStep),
      rowStep: smaller(chest.rowStep),
      layerStep: smaller(chest.layerStep),
    };
    expect(shiftedThenTurned(chest, child).quality).toBe('poor');
  });

  it('refuses what is no regular volume, with the reason', async () => {
    const head = FiledSeries.inFolder(join(root, 'ct_head_ge_tilt_variable_spacing'));
    await expect(registerSeries(head.frames, prior.frames, { loader: head })).rejects.toMatchObject({
      name: 'NoVolumeError',
      first: { code: 'variable-spacing' },
      second: undefined,
    });
  });
});
