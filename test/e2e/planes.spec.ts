import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import type { Slab } from '../../viewer/imaging/index.ts';
import { baseUrl, expectSlice, openRoom, viewport } from './support/room.ts';
import { voxelsByDcmtk, type PlainVolume } from './support/voxelsByDcmtk.ts';

const volumes = fileURLToPath(new URL('../../../shared/dicom/volumes/', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const nlst = '1.2.840.113654.2.55.242841386983064378162007136685545369722';
const tilted = 'ct_head_ge_tilt_variable_spacing';

type Point = [number, number, number];

const truth = demoTruth().studies.find(({ key }) => key === 'current');
if (!truth) throw new Error('the demo has no current study');

async function complete(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((resolve) => void window.yunying?.on('mpr-complete', () => resolve())),
  );
}

/** The picture of viewport 0 as typed values. */
async function picture(page: Page) {
  return page.evaluate(async () => {
    const report = await window.yunying?.getPixels(0);
    if (!report) throw new Error('no automation interface');
    return { ...report, values: Float32Array.from(report.values) };
  });
}

/**
 * The greatest difference between a picture and the slab computed plainly from the voxels: for each pixel the box of
 * `thicknessMm` along the plane's axis, voxels being boxes too. The pixel's voxel is found by its place in the patient.
 */
function greatestDifference(
  volume: PlainVolume,
  { rows, columns, values, indexToWorld }: Awaited<ReturnType<typeof picture>>,
  slab: Slab,
): number {
  const voxelOf = (column: number, row: number): Point =>
    [0, 1, 2].map((axis) => {
      const [a, b, , d] = indexToWorld.slice(axis * 4, axis * 4 + 4) as [number, number, number, number];
      return (a * column + b * row + d - (volume.origin[axis] as number)) / (volume.spacing[axis] as number);
    }) as Point;
  const sizes: Point = [volume.columns, volume.rows, volume.layers];
  const strides: Point = [1, volume.columns, volume.columns * volume.rows];
  const [start, right, down] = [voxelOf(0, 0), voxelOf(1, 0), voxelOf(0, 1)];
  const normalAxis = [0, 1, 2].find(
    (axis) =>
      Math.abs((right[axis] as number) - (start[axis] as number)) < 1e-3 &&
      Math.abs((down[axis] as number) - (start[axis] as number)) < 1e-3,
  ) as 0 | 1 | 2;
  const mm = volume.spacing[normalAxis];
  const middle = start[normalAxis];
  const half = slab.mode === 'none' ? 1e-4 : slab.thicknessMm / 2;
  const layers: { at: number; weight: number }[] = [];
  for (let at = 0; at < sizes[normalAxis]; at++) {
    const place = (at - middle) * mm;
    const weight = Math.min(half, place + mm / 2) - Math.max(-half, place - mm / 2);
    if (weight > 1e-6) layers.push({ at, weight });
  }
  expect(layers.length).toBeGreaterThan(0);
  const whole = layers.reduce((sum, { weight }) => sum + weight, 0);
  let greatest = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const voxel = voxelOf(column, row).map(Math.round) as Point;
      voxel[normalAxis] = 0;
      const base = voxel[0] * strides[0] + voxel[1] * strides[1] + voxel[2] * strides[2];
      let [least, most, sum] = [Infinity, -Infinity, 0];
      for (const { at, weight } of layers) {
        const value = volume.values[base + at * strides[normalAxis]] as number;
        least = Math.min(least, value);
        most = Math.max(most, value);
        sum += value * weight;
      }
      const expected = slab.mode === 'minip' ? least : slab.mode === 'avgip' ? sum / whole : most;
      greatest = Math.max(greatest, Math.abs((values[row * columns + column] as number) - expected));
    }
  }
  return greatest;
}

test.describe('planes and slabs of real volumes', () => {
  test.skip(!existsSync(volumes), '../shared/dicom is absent');

  test.beforeAll(() => {
    const folders = ['ct_chest_nlst_101287_T0', tilted].map((name) => `${volumes}${name}`);
    execFileSync(process.execPath, ['scripts/import.ts', '--url', baseUrl(), ...folders], {
      cwd: root,
      stdio: 'ignore',
    });
  });

  test('MIP, MinIP and AvgIP at any thickness are what plain arithmetic makes of the voxels', async ({
    page,
  }) => {
    test.setTimeout(240_000);
    const volume = voxelsByDcmtk(`${volumes}ct_chest_nlst_101287_T0`);
    expect(volume.layers).toBe(143);
    await openRoom(page, [nlst]);
    await page.evaluate(() => window.yunying?.setOrientation(0, 'axial'));
    await complete(page);
    const figures: string[] = [];
    for (const orientation of ['stack', 'axial', 'coronal', 'sagittal'] as const) {
      await page.evaluate((wanted) => window.yunying?.setOrientation(0, wanted), orientation);
      for (const mode of ['none', 'mip', 'minip', 'avgip'] as const) {
        const differences: number[] = [];
        for (const thicknessMm of mode === 'none' ? [1] : [1, 2, 5, 10, 37.5, 400]) {
          await page.evaluate((slab) => window.yunying?.setSlab(0, slab), { mode, thicknessMm });
          expect(await viewport(page)).toMatchObject({
            orientation,
            fidelity: 'lossless',
            ...(mode !== 'none' && { slab: { mode, thicknessMm } }),
          });
          differences.push(greatestDifference(volume, await picture(page), { mode, thicknessMm }));
        }
        figures.push(`${orientation} ${mode}: ${Math.max(...differences)}`);
        // MIP and MinIP are voxels; the mean is kept in 32-bit floats.
        expect(Math.max(...differences), `${orientation} ${mode}`).toBeLessThanOrEqual(
          mode === 'avgip' ? 1e-3 : 0,
        );
      }
    }
    console.log(`greatest deviation, HU: ${figures.join(', ')}`);
  });

  test('a series with uneven distances is refused, and says why', async ({ page, request }) => {
    const found = await request.get(
      `${baseUrl()}/dicom-web/studies?ModalitiesInStudy=CT&includefield=0020000D`,
    );
    const studies = (await found.json()) as Record<string, { Value?: string[] }>[];
    const uids = studies.map((study) => study['0020000D']?.Value?.[0] as string);
    const head = await findTilted(uids, async (uid) => {
      const answer = await request.get(`${baseUrl()}/dicom-web/studies/${uid}/metadata`);
      return ((await answer.json()) as Record<string, { Value?: number[] }>[]).map(
        (instance) => instance['00181120']?.Value?.[0] ?? 0,
      );
    });
    await openRoom(page, [head]);
    await expect(page.evaluate(() => window.yunying?.setOrientation(0, 'coronal'))).rejects.toThrow(
      /no regular volume.*(variable-spacing|gap)/,
    );
    await page.getByRole('button', { name: '平面与层块' }).first().click();
    await expect(page.getByText('此序列不能做多平面重建')).toBeVisible();
    expect((await viewport(page)).orientation).toBe('stack');
  });
});

async function findTilted(uids: string[], tiltsOf: (uid: string) => Promise<number[]>): Promise<string> {
  for (const uid of uids) if ((await tiltsOf(uid)).some((tilt) => Math.abs(tilt) > 10)) return uid;
  throw new Error('the tilted head CT was not imported');
}

test('a landmark is at its place in all three planes and in oblique ones', async ({ page }) => {
  await openRoom(page, [truth.studyInstanceUid]);
  await page.evaluate(() => window.yunying?.showMpr(0));
  await complete(page);
  const landmarks = truth.landmarks.filter(({ tissue }) => tissue !== 'air').slice(0, 3);
  expect(landmarks.length).toBe(3);
  for (const { name, point, hu } of landmarks) {
    await page.evaluate((place) => window.yunying?.setCrosshair(3, place), point);
    for (const [index, orientation] of (['axial', 'coronal', 'sagittal'] as const).entries()) {
      const shown = await viewport(page, index);
      expect(shown.orientation).toBe(orientation);
      const found = await page.evaluate(
        ([viewportIndex, place]) => window.yunying?.valueAt(viewportIndex, place),
        [index, point] as const,
      );
      expect(Math.abs((found?.value as number) - hu), `${name} ${orientation}`).toBeLessThan(100);
    }
    // Turned about each axis: the same place has the same value, to what interpolation and noise leave.
    for (const [normal, up] of obliques()) {
      await page.evaluate(([n, u]) => window.yunying?.setOrientation(0, { normal: n, up: u }), [
        normal,
        up,
      ] as const);
      await page.evaluate((place) => window.yunying?.scrollTo(0, { point: place }), point);
      const found = await page.evaluate((place) => window.yunying?.valueAt(0, place), point);
      expect(Math.abs((found?.value as number) - hu), `${name} oblique ${normal.join()}`).toBeLessThan(100);
      const { viewPlaneNormal } = await viewport(page);
      normal.forEach((component, axis) => expect(viewPlaneNormal?.[axis]).toBeCloseTo(component, 3));
    }
    await page.evaluate(() => window.yunying?.setOrientation(0, 'axial'));
  }
});

test('the crosshair leads by mouse, a handle turns the others, leaving gives back what was there', async ({
  page,
}) => {
  await openRoom(page, [truth.studyInstanceUid]);
  await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 50 }));
  await page.evaluate(() => window.yunying?.showMpr(0));
  await complete(page);
  await page.keyboard.press('Shift+C');
  const axial = page.locator('[data-viewport="0"]');
  const box = await axial.boundingBox();
  if (!box) throw new Error('no viewport');
  await axial.click({ position: { x: box.width * 0.4, y: box.height * 0.45 } });
  const at = await page.evaluate(async () =>
    (await window.yunying?.getViewports())?.map(({ sliceIndex }) => sliceIndex),
  );
  const lines = axial.locator('[data-crosshair="true"] g:not([data-crosshair-point]) line');
  await expect(lines).toHaveCount(4);
  // The lines are where the clicked point is.
  const x = Number(await lines.first().getAttribute('y1'));
  expect(Number.isFinite(x)).toBe(true);
  await axial.click({ position: { x: box.width * 0.6, y: box.height * 0.6 } });
  await expect
    .poll(async () =>
      (await page.evaluate(() => window.yunying?.getViewports()))?.map(({ sliceIndex }) => sliceIndex),
    )
    .not.toEqual(at);
  const handle = axial.locator('[data-crosshair="true"] circle').first();
  const before = await viewport(page, 1);
  expect(before.orientation).toBe('coronal');
  // The other planes may still be on their way to the clicked point.
  const places = async () =>
    JSON.stringify(
      (await page.evaluate(() => window.yunying?.getViewports()))?.map(({ focalPoint }) => focalPoint),
    );
  await expect(async () => {
    const once = await places();
    await page.waitForTimeout(300);
    expect(await places()).toBe(once);
  }).toPass();
  // Hovering waits until the handle stands still and nothing covers it.
  await handle.hover();
  const grip = await handle.boundingBox();
  if (!grip) throw new Error('no handle');
  await page.mouse.down();
  await page.mouse.move(grip.x + 60, grip.y + 90, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => typeof (await viewport(page, 1)).orientation).toBe('object');
  const [coronal, sagittal] = [await viewport(page, 1), await viewport(page, 2)];
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, axis) => sum + value * (b[axis] as number), 0);
  // Both were turned about the axial normal: still at right angles to it and to each other.
  await expect
    .poll(async () => {
      const [one, other] = [
        (await viewport(page, 1)).viewPlaneNormal,
        (await viewport(page, 2)).viewPlaneNormal,
      ];
      return one && other ? Math.abs(dot(one, other)) + Math.abs(one[2]) + Math.abs(other[2]) : 1;
    })
    .toBeLessThan(1e-6);
  expect(Math.abs(dot(coronal.viewPlaneNormal ?? [0, 0, 0], [0, 1, 0]))).toBeLessThan(0.995);
  expect(sagittal.orientation).not.toBe('sagittal');
  await page.evaluate(() => window.yunying?.leaveMpr());
  await expect.poll(async () => (await page.evaluate(() => window.yunying?.getViewports()))?.length).toBe(1);
  await expect.poll(async () => (await viewport(page)).sliceIndex).toBe(50);
  expect((await viewport(page)).orientation).toBe('stack');
});

test('leaving the planes gives back window, inversion, zoom, slab and slice; another layout meanwhile stays', async ({
  page,
}) => {
  await openRoom(page, [truth.studyInstanceUid]);
  const slab: Slab = { mode: 'mip', thicknessMm: 12 };
  await page.evaluate((wanted) => window.yunying?.setSlab(0, wanted), slab);
  await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 40 }));
  await page.evaluate(async () => {
    await window.yunying?.setWindow(0, { center: 300, width: 1500 });
    await window.yunying?.setInvert(0, true);
    await window.yunying?.setCamera(0, { zoom: 1.7 });
  });
  const seen = async () => {
    const { voi, invert, zoom, sliceIndex, slab: shown, orientation } = await viewport(page);
    return { voi, invert, zoom: Math.round(zoom * 100) / 100, sliceIndex, slab: shown, orientation };
  };
  const before = await seen();
  expect(before).toMatchObject({ invert: true, zoom: 1.7, sliceIndex: 40, slab });
  await page.evaluate(() => window.yunying?.showMpr(0));
  expect(await seen()).toMatchObject({ orientation: 'axial', invert: true, voi: before.voi });
  await page.evaluate(() => window.yunying?.setWindow(0, { center: 0, width: 100 }));
  await page.evaluate(() => window.yunying?.leaveMpr());
  await expect.poll(seen).toEqual(before);

  await page.evaluate(() => window.yunying?.showMpr(0));
  await page.evaluate(() => window.yunying?.setLayout({ rows: 1, columns: 2 }));
  await page.evaluate(() => window.yunying?.leaveMpr());
  expect((await page.evaluate(() => window.yunying?.getViewports()))?.length).toBe(2);
  expect((await viewport(page, 1)).orientation).toBe('coronal');
});

test('no choice of plane or slab is lost while slices are asked for and the volume comes', async ({
  page,
}) => {
  await openRoom(page, [truth.studyInstanceUid]);
  const slab: Slab = { mode: 'minip', thicknessMm: 9 };
  await page.evaluate(async (wanted) => {
    const room = window.yunying;
    if (!room) throw new Error('no automation interface');
    const scroll = async (): Promise<void> => {
      for (let turn = 0; turn < 60; turn++) {
        void room.scrollTo(0, { sliceIndex: 20 + (turn % 30) }).catch(() => undefined);
        await new Promise(requestAnimationFrame);
      }
    };
    const scrolled = scroll();
    await Promise.all([room.setOrientation(0, 'coronal'), room.setSlab(0, wanted)]);
    await scrolled;
  }, slab);
  await expect.poll(() => viewport(page)).toMatchObject({ orientation: 'coronal', slab });
  const { viewPlaneNormal } = await viewport(page);
  expect(Math.abs(viewPlaneNormal?.[1] ?? 0)).toBeCloseTo(1, 6);
});

test('who pages through a slab faster than pictures are made sees those on the way', async ({ page }) => {
  // Each picture takes longer to make than a step, and than a step is waited for.
  await page.addInitScript((lateMs) => {
    const post = Worker.prototype.postMessage as (this: Worker, ...message: unknown[]) => void;
    Worker.prototype.postMessage = function (this: Worker, ...message: unknown[]) {
      const { kind } = (message[0] ?? {}) as { kind?: string };
      if (kind === 'slice') setTimeout(() => post.apply(this, message), lateMs);
      else post.apply(this, message);
    } as typeof post;
  }, 250);
  await openRoom(page, [truth.studyInstanceUid]);
  await page.evaluate(async () => {
    await window.yunying?.setSlab(0, { mode: 'mip', thicknessMm: 9 });
    await window.yunying?.scrollTo(0, { sliceIndex: 0 });
  });
  const steps = 60;
  const shown = await page.evaluate(async (count) => {
    const seen: (number | undefined)[] = [];
    for (let step = 1; step <= count; step++) {
      void window.yunying?.scrollTo(0, { sliceIndex: step }).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 50));
      seen.push((await window.yunying?.getViewports())?.[0]?.sliceIndex);
    }
    return seen;
  }, steps);
  const onTheWay = [...new Set(shown)].filter((index) => index !== undefined && index > 0 && index < steps);
  expect(onTheWay.length).toBeGreaterThanOrEqual(3);
  expect(onTheWay).toEqual(onTheWay.toSorted((a = 0, b = 0) => a - b));
  await expectSlice(page, steps);
  expect((await viewport(page)).slab.mode).toBe('mip');
});

test('the full thickness is the whole volume from any slice, and says how much that is', async ({ page }) => {
  await openRoom(page, [truth.studyInstanceUid]);
  await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 3 }));
  await page.getByRole('button', { name: '平面与层块' }).first().click();
  await page.getByRole('button', { name: '全容积' }).click();
  await expect.poll(async () => (await viewport(page)).slab.mode).toBe('mip');
  await complete(page);
  await expect.poll(async () => (await viewport(page)).fidelity).toBe('lossless');
  const first = await picture(page);
  await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 30 }));
  const other = await picture(page);
  expect(first.values.every((value, at) => value === other.values[at])).toBe(true);
  // All layers, each as thick as the slices are apart: not the thickness asked for, which reaches beyond both ends.
  const [count, millimetres] = await page.evaluate(() => {
    const pane = document.querySelector<HTMLElement>('[data-viewport="0"]');
    const slices = pane?.querySelector<HTMLElement>('[data-slice-count]')?.dataset.sliceCount;
    return [Number(slices), Number(/MIP\s+([\d.]+)/.exec(pane?.textContent ?? '')?.[1])] as const;
  });
  const placeOf = async (sliceIndex: number): Promise<number> => {
    await page.evaluate((index) => window.yunying?.scrollTo(0, { sliceIndex: index }), sliceIndex);
    return (await picture(page)).indexToWorld[11] as number;
  };
  const apart = Math.abs((await placeOf(0)) - (await placeOf(1)));
  expect(millimetres).toBeCloseTo(count * apart, 1);
});

const obliques = (): [Point, Point][] =>
  [20, 45].flatMap((degrees): [Point, Point][] => {
    const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    return [
      [
        [0, -s, -c],
        [0, -c, s],
      ],
      [
        [-s, 0, -c],
        [0, -1, 0],
      ],
    ];
  });
