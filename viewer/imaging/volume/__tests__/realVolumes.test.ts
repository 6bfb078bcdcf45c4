import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeFrame } from '../../../../pixels/index.ts';
import { readDicom } from '../../../../pixels/__tests__/readDicom.ts';
import { toModalityValues } from '../../frames/modalityValues.ts';
import type { FrameRef } from '../../series/frameRef.ts';
import { buildStack } from '../../series/stack.ts';
import { deriveStack } from '../deriveStack.ts';
import { describeVolume } from '../describeVolume.ts';
import type { GridSampling } from '../derivedSlice.ts';
import { resliceGrid } from '../resliceGrid.ts';
import { resliceTrilinearRows } from '../resliceTrilinear.ts';
import type { VolumeGeometry } from '../volumeGeometry.ts';
import type { VoxelArray, Voxels } from '../voxels.ts';
import { placeOf } from './slowReslice.ts';
import { storeOf, volumeOf } from './syntheticVolume.ts';

const root = new URL('../../../../../shared/dicom/volumes/', import.meta.url).pathname;
const present = existsSync(root);
if (!present) process.stderr.write(`${root} is absent: volumes of real series are not tested\n`);

/** The frames of a folder's series in reading order, with their modality values where asked for. */
async function read(folder: string): Promise<FrameRef[]> {
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith('.dcm'));
  return buildStack(
    '1',
    '2',
    files.map((name) => readDicom(join(root, folder, name)).dataSet),
  ).frames;
}

async function decoded(folder: string, frames: readonly FrameRef[]): Promise<VoxelArray[]> {
  const images = new Map<string, VoxelArray>();
  for (const name of readdirSync(join(root, folder)).filter((file) => file.endsWith('.dcm'))) {
    const { dataSet, frames: stored, image, transferSyntaxUid } = readDicom(join(root, folder, name));
    const uid = String(dataSet['00080018']?.Value?.[0]);
    const frame = frames.find(({ sopInstanceUid }) => sopInstanceUid === uid);
    if (!frame) continue;
    const { values } = await decodeFrame(stored[0] as Uint8Array, transferSyntaxUid, image);
    images.set(
      uid,
      toModalityValues(values, frame.rescale.slope, frame.rescale.intercept).values as VoxelArray,
    );
  }
  return frames.map(({ sopInstanceUid }) => images.get(sopInstanceUid) as VoxelArray);
}

const chest = 'ct_chest_nlst_101287_T0/CT_9089952642';
const head = 'ct_head_ge_tilt_variable_spacing';
const prostate = 'mr_prostatex_0207';
const petCt = 'petct_acrin_nsclc_042';

describe.skipIf(!present)('volumes of real series', { timeout: 60_000 }, () => {
  it('are found regular where they are', async () => {
    expect(volumeOf(await read(chest))).toMatchObject({
      layers: 143,
      spacing: [0.54, 0.54, 2],
      sheared: false,
      resampled: undefined,
      notes: [],
    });
    expect(volumeOf(await read(`${petCt}/CT_5394858561`))).toMatchObject({ layers: 135, notes: [] });
    // Two of 134 steps are 3.29 mm instead of 3.27: within 1 %.
    expect(volumeOf(await read(`${petCt}/PT_7561081015`))).toMatchObject({ layers: 135, notes: [] });
    expect(volumeOf(await read(`${prostate}/MR_3692734421`))).toMatchObject({ layers: 21, sheared: false });
  });

  it('are taken phase by phase where three diffusion images share each place', async () => {
    const frames = await read(`${prostate}/MR_8812441198`);
    const phases = [0, 1, 2].map((k) => describeVolume(frames, frames[k * 19]));
    expect(phases).toEqual(
      [1, 2, 3].map((index) =>
        expect.objectContaining({
          layers: 19,
          notes: [expect.objectContaining({ code: 'phase', index, count: 3 })],
        }),
      ),
    );
  });

  it('are refused with the figures where spacing varies from 1.08 to 7 mm, and for a scout', async () => {
    expect(describeVolume(await read(head))).toEqual({
      kind: 'fault',
      code: 'variable-spacing',
      leastMm: expect.closeTo(1.08, 2),
      greatestMm: expect.closeTo(7, 2),
    });
    expect(describeVolume(await read(`${petCt}/CT_6870336581`))).toMatchObject({
      code: 'few-slices',
      count: 1,
    });
  });

  it('are sampled at their true places where the gantry was tilted', async () => {
    const frames = (await read(head)).filter(({ sliceThicknessMm }) => sliceThicknessMm === 4);
    const volume = volumeOf(frames);
    expect(volume).toMatchObject({ sheared: true, notes: [{ code: 'gantry-tilt' }] });
    expect((volume.notes[0] as { degrees: number }).degrees).toBeCloseTo(18.5, 1);
    const images = await decoded(head, volume.frames);
    const store = storeOf(volume, images);
    const coronal = deriveStack(volume, 'coronal').frames;
    const frame = coronal[Math.floor(coronal.length / 2)] as FrameRef;
    const { columns, rows } = frame.image;
    const out = new Float32Array(columns * rows);
    const sampling = frame.derived?.sampling;
    if (sampling?.kind !== 'trilinear') throw new Error('not between voxels');
    resliceTrilinearRows(store.voxels() as Voxels, sampling, 'none', out, columns, [0, rows], NaN);
    let greatest = 0;
    let checked = 0;
    for (let at = 0; at < out.length; at += 7) {
      const expected = interpolated(volume, images, placeOf(frame, at % columns, Math.floor(at / columns)));
      if (expected === undefined) continue;
      checked++;
      greatest = Math.max(greatest, Math.abs(expected - (out[at] as number)));
    }
    process.stderr.write(`tilted head, coronal: greatest deviation ${greatest} HU at ${checked} pixels\n`);
    expect(checked).toBeGreaterThan(5000);
    // Image Position (Patient) is rounded: the slices lie up to some 1e-5 mm off even steps.
    expect(greatest).toBeLessThan(0.05);
  });
});

/**
 * The value at a place by the stored images' own attributes: on the two planes nearest to it, the place is moved along the
 * line from one plane's first pixel to the other's, and the four pixels around it are weighed.
 */
function interpolated(
  { frames }: VolumeGeometry,
  images: readonly VoxelArray[],
  [x, y, z]: readonly [number, number, number],
): number | undefined {
  const planes = frames.map(({ instance }) => ({
    p: (instance['00200032']?.Value ?? []).map(Number) as [number, number, number],
    o: (instance['00200037']?.Value ?? []).map(Number) as [number, number, number, number, number, number],
    s: (instance['00280030']?.Value ?? []).map(Number) as [number, number],
  }));
  const side = ({ p, o }: (typeof planes)[number]): number => {
    const n = [o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]] as const;
    return (x - p[0]) * n[0] + (y - p[1]) * n[1] + (z - p[2]) * n[2];
  };
  for (let k = 0; k + 1 < planes.length; k++) {
    const [a, b] = [planes[k], planes[k + 1]] as [(typeof planes)[number], (typeof planes)[number]];
    const [toA, toB] = [side(a), side(b)];
    if (toA * toB > 0) continue;
    const share = toA / (toA - toB);
    const values = (
      [
        [a, k, -share],
        [b, k + 1, 1 - share],
      ] as const
    ).map(([{ p, o, s }, image, along]) => {
      const d = [x, y, z].map(
        (value, axis) =>
          value + along * ((b.p[axis] as number) - (a.p[axis] as number)) - (p[axis] as number),
      ) as [number, number, number];
      const column = (d[0] * o[0] + d[1] * o[1] + d[2] * o[2]) / s[1];
      const row = (d[0] * o[3] + d[1] * o[4] + d[2] * o[5]) / s[0];
      const [c, r] = [Math.floor(column), Math.floor(row)];
      if (c < 0 || r < 0 || c > 510 || r > 510) return undefined;
      const pixel = (dc: number, dr: number): number => images[image]?.[(r + dr) * 512 + c + dc] as number;
      const [fc, fr] = [column - c, row - r];
      return (
        pixel(0, 0) * (1 - fc) * (1 - fr) +
        pixel(1, 0) * fc * (1 - fr) +
        pixel(0, 1) * (1 - fc) * fr +
        pixel(1, 1) * fc * fr
      );
    });
    const [below, above] = values;
    return below === undefined || above === undefined ? undefined : below * (1 - share) + above * share;
  }
  return undefined;
}

describe.skipIf(!present)('slabs of the NLST chest CT', () => {
  let volume: VolumeGeometry;
  let images: VoxelArray[];
  beforeAll(async () => {
    volume = volumeOf(await read(chest));
    images = await decoded(chest, volume.frames);
  }, 120_000);

  it.each(['axial', 'coronal', 'sagittal'] as const)(
    '%s are those of a plain computation',
    (orientation) => {
      const store = storeOf(volume, images);
      const deviations: string[] = [];
      for (const mode of ['mip', 'minip', 'avgip'] as const)
        for (const thicknessMm of [1, 2, 5, 10, 37.5, 1000]) {
          const stack = deriveStack(volume, orientation, { mode, thicknessMm }).frames;
          const frame = stack[Math.floor(stack.length * 0.4)] as FrameRef;
          const { columns, rows } = frame.image;
          const { values } = resliceGrid(
            store.voxels() as Voxels,
            frame.derived?.sampling as GridSampling,
            mode,
            columns,
            rows,
          );
          let greatest = 0;
          for (let at = 0; at < values.length; at += 97) {
            const place = placeOf(frame, at % columns, Math.floor(at / columns));
            const expected = alongLine(volume, images, orientation, mode, thicknessMm, place);
            greatest = Math.max(greatest, Math.abs(expected - (values[at] as number)));
          }
          deviations.push(`${mode} ${thicknessMm} mm: ${greatest}`);
          if (mode === 'avgip') expect(greatest).toBeLessThan(1e-3);
          else expect(greatest).toBe(0);
        }
      process.stderr.write(`NLST ${orientation}, greatest deviation in HU: ${deviations.join(', ')}\n`);
    },
    60_000,
  );
});

/** Rows run to the left, columns to the back, slices lie at Image Position z: voxels that meet the slab, by their millimetres. */
function alongLine(
  { frames }: VolumeGeometry,
  images: readonly VoxelArray[],
  orientation: 'axial' | 'coronal' | 'sagittal',
  mode: 'mip' | 'minip' | 'avgip',
  thicknessMm: number,
  place: readonly [number, number, number],
): number {
  const { instance } = frames[0] as FrameRef;
  const [x0 = 0, y0 = 0] = (instance['00200032']?.Value ?? []).map(Number);
  const zs = frames.map((frame) => Number(frame.instance['00200032']?.Value?.[2]));
  const column = Math.round((place[0] - x0) / 0.54);
  const row = Math.round((place[1] - y0) / 0.54);
  const slice = zs.findIndex((z) => Math.abs(z - place[2]) < 1);
  const value = (c: number, r: number, k: number): number => images[k]?.[r * 512 + c] as number;
  const line =
    orientation === 'axial'
      ? zs.map((z, k) => ({ at: z, value: value(column, row, k) }))
      : Array.from({ length: 512 }, (_, n) =>
          orientation === 'coronal'
            ? { at: y0 + n * 0.54, value: value(column, n, slice) }
            : { at: x0 + n * 0.54, value: value(n, row, slice) },
        );
  const box = orientation === 'axial' ? 2 : 0.54;
  const centre = place[{ sagittal: 0, coronal: 1, axial: 2 }[orientation]] as number;
  const slab = line.flatMap(({ at, value: own }) => {
    const mm =
      Math.min(at + box / 2, centre + thicknessMm / 2) - Math.max(at - box / 2, centre - thicknessMm / 2);
    return mm > 1e-6 ? [{ own, mm }] : [];
  });
  if (mode === 'mip') return Math.max(...slab.map(({ own }) => own));
  if (mode === 'minip') return Math.min(...slab.map(({ own }) => own));
  return slab.reduce((sum, { own, mm }) => sum + own * mm, 0) / slab.reduce((sum, { mm }) => sum + mm, 0);
}
