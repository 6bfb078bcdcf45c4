import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { add, valueOf } from './support/measuring.ts';
import { lay, overlayColour, overlayPixels, overlaysOf, samplesAt } from './support/overlays.ts';
import { baseUrl, openRoom, viewport } from './support/room.ts';

const folder = fileURLToPath(new URL('../../../shared/dicom/volumes/petct_acrin_nsclc_042', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const study = '1.3.6.1.4.1.14519.5.2.1.7009.2403.334240657131972136850343327463';
const ctSeries = '1.3.6.1.4.1.14519.5.2.1.7009.2403.226151125820845824875394858561';
const petSeries = '1.3.6.1.4.1.14519.5.2.1.7009.2403.879445243400782656317561081015';

type Point = [number, number, number];

interface Reference {
  factor: number;
  landmarks: { point: Point; suv: number }[];
  region: {
    sopInstanceUid: string;
    corners: Point[];
    mean: number;
    maximum: number;
    pixels: number;
    fusedMean: number;
    fusedPixels: number;
  };
  /** SUV at the pixels of the CT slice, 32-bit floats in base64. */
  fused: string;
  segmentations: Record<string, { series: string; counts: Record<string, Record<string, number>> }>;
}

function byPydicom(ctSopInstanceUid: string): Reference {
  const script = fileURLToPath(new URL('./support/petCtByPydicom.py', import.meta.url));
  const printed = execFileSync('/usr/bin/python3', [script, folder, ctSopInstanceUid], {
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(printed.toString()) as Reference;
}

/** PS3.6 B.1.1, worked out by hand from its table: red to 254 in 128 steps, then green, then blue. */
function hotIron(value: number, lower: number, upper: number): [number, number, number] {
  const n = Math.min(255, Math.max(0, Math.round(((value - lower) / (upper - lower)) * 255)));
  const end = n === 255 ? 255 : undefined;
  return [
    n < 128 ? 2 * n : 255,
    end ?? Math.max(0, 2 * (n - 128)),
    end ?? Math.max(0, 4 * (n - 191) - (n > 191 ? 0 : 4)),
  ];
}

async function show(page: Page, seriesInstanceUID: string): Promise<void> {
  await page.evaluate((uid) => window.yunying?.show(0, { seriesInstanceUID: uid }), seriesInstanceUID);
}

const scrollToPlace = (page: Page, point: Point) =>
  page.evaluate((place) => window.yunying?.scrollTo(0, { point: place }), point);

test.describe('PET/CT', () => {
  test.skip(!existsSync(folder), '../shared/dicom is absent');
  test.skip(!existsSync('/usr/lib/python3/dist-packages/pydicom'), 'python3-pydicom is absent');

  let reference: Reference;
  test.beforeAll(async () => {
    test.setTimeout(180_000);
    execFileSync(process.execPath, ['scripts/import.ts', '--url', baseUrl(), folder], {
      cwd: root,
      stdio: 'ignore',
    });
  });

  test('the fused PET is trilinear SUV at the pixels of the CT, and lies where the CT lies', async ({
    page,
  }) => {
    test.setTimeout(240_000);
    await openRoom(page, [study]);
    await show(page, ctSeries);
    await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 54 }));
    const { sopInstanceUID } = await viewport(page);
    reference = byPydicom(sopInstanceUID ?? '');
    expect(await overlaysOf(page)).toContainEqual(
      expect.objectContaining({ id: petSeries, kind: 'image', unit: 'SUVbw', fault: null, shown: false }),
    );
    await lay(page, petSeries, { opacity: 1, window: { lower: 0, upper: 10 } });
    const fused = await overlayPixels(page, petSeries);
    expect(fused).toMatchObject({ rows: 512, columns: 512, unit: 'SUVbw', fidelity: 'lossless' });
    const raw = Buffer.from(reference.fused, 'base64');
    const expected = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length));
    let [greatest, most, compared, unlike] = [0, 0, 0, 0];
    fused.values.forEach((value, at) => {
      const other = expected[at] as number;
      if (Number.isNaN(value) !== Number.isNaN(other)) unlike++;
      if (Number.isNaN(other)) return;
      compared++;
      greatest = Math.max(greatest, Math.abs(value - other));
      most = Math.max(most, other);
    });
    test.info().annotations.push({
      type: 'figures',
      description: `${compared} pixels, max SUV ${most}, off by ${greatest}`,
    });
    expect(unlike).toBe(0);
    expect(compared).toBeGreaterThan(100_000);
    expect(most).toBeGreaterThan(1);
    expect(greatest).toBeLessThan(1e-4 * most);

    for (const { point } of reference.landmarks) {
      await scrollToPlace(page, point);
      await lay(page, petSeries);
      const { focalPoint } = await viewport(page);
      // On the CT slice next to it, which lies 0.02 mm from the PET's: the voxel itself, to four digits.
      const place: Point = [point[0], point[1], focalPoint?.[2] ?? NaN];
      expect(Math.abs(place[2] - point[2])).toBeLessThan(0.05);
      const around = await overlayPixels(page, petSeries);
      const at = around.indexToWorld;
      const [x, y] = [0, 1].map(
        (axis) => ((place[axis] as number) - (at[4 * axis + 3] as number)) / (at[5 * axis] as number),
      );
      const [column, row] = [Math.round(x as number), Math.round(y as number)];
      // The greatest value nearby lies in the voxel that plain arithmetic found: PET and CT are aligned.
      let best = { value: -1, column: 0, row: 0 };
      for (let r = row - 12; r <= row + 12; r++)
        for (let c = column - 12; c <= column + 12; c++) {
          const value = around.values[r * around.columns + c] as number;
          if (value > best.value) best = { value, column: c, row: r };
        }
      expect(Math.abs(best.column - (x as number)) * 0.9766).toBeLessThan(4.6875 / 2 + 0.5);
      expect(Math.abs(best.row - (y as number)) * 0.9766).toBeLessThan(4.6875 / 2 + 0.5);
      const [sample] = await samplesAt(page, place);
      expect(sample).toMatchObject({ id: petSeries, unit: 'SUVbw' });
      const value = sample?.value ?? NaN;
      expect(value).toBeCloseTo(around.values[row * around.columns + column] as number, 4);
      const pixel: Point = [
        (at[3] as number) + column * (at[0] as number),
        (at[7] as number) + row * (at[5] as number),
        place[2],
      ];
      const [red, green, blue, alpha] = (await overlayColour(page, pixel)) as [
        number,
        number,
        number,
        number,
      ];
      const colour = hotIron(value, 0, 10);
      // Between pixels the screen interpolates colours.
      for (const [seen, wanted] of [
        [red, colour[0]],
        [green, colour[1]],
        [blue, colour[2]],
      ] as const)
        expect(Math.abs(seen - wanted)).toBeLessThanOrEqual(40);
      expect(alpha).toBe(255);
    }
  });

  test('SUV of a region is what pydicom and plain arithmetic give, to four digits', async ({ page }) => {
    test.setTimeout(120_000);
    reference ??= byPydicom('');
    await openRoom(page, [study]);
    await show(page, petSeries);
    const { region, factor } = reference;
    await page.evaluate(
      (sopInstanceUID) => window.yunying?.scrollTo(0, { sopInstanceUID }),
      region.sopInstanceUid,
    );
    const measured = await add(page, { tool: 'rectangle', points: region.corners, index: 0 });
    expect(valueOf(measured, 'pixels')).toBe(region.pixels);
    expect(valueOf(measured, 'mean') / region.mean).toBeCloseTo(1, 5);
    expect(valueOf(measured, 'maximum') / region.maximum).toBeCloseTo(1, 5);
    // Laid over the CT, the same unit: the region's greatest voxel, found on the plane of the CT.
    await show(page, ctSeries);
    await scrollToPlace(page, region.corners[0] as Point);
    await lay(page, petSeries);
    const fused = await overlayPixels(page, petSeries);
    const at = fused.indexToWorld;
    const [x0, y0] = region.corners[0] as Point;
    const [x1, y1] = region.corners[2] as Point;
    let sum = 0;
    let count = 0;
    fused.values.forEach((value, n) => {
      const x = (at[3] as number) + (n % 512) * (at[0] as number);
      const y = (at[7] as number) + Math.floor(n / 512) * (at[5] as number);
      if (x < x0 || x > x1 || y < y0 || y > y1) return;
      sum += value;
      count++;
    });
    expect(count).toBe(region.fusedPixels);
    expect(sum / count / region.fusedMean).toBeCloseTo(1, 5);
    expect(factor).toBeCloseTo(0.00042111007, 10);
  });

  test('segmentations have on each slice the voxels that pydicom unpacks', async ({ page }) => {
    test.setTimeout(300_000);
    reference ??= byPydicom('');
    await openRoom(page, [study]);
    let slices = 0;
    for (const [id, { series, counts }] of Object.entries(reference.segmentations)) {
      await show(page, series);
      await lay(page, id);
      const places = new Set(Object.values(counts).flatMap((byPlace) => Object.keys(byPlace)));
      for (const place of [...places].filter((_, n) => n % 4 === 0)) {
        await scrollToPlace(page, [0, 0, Number(place)]);
        for (const [segment, byPlace] of Object.entries(counts)) {
          const { values } = await overlayPixels(page, id, Number(segment));
          expect(
            values.reduce((sum, value) => sum + value, 0),
            `${id} segment ${segment} at ${place}`,
          ).toBe(byPlace[place] ?? 0);
          slices++;
        }
      }
    }
    test.info().annotations.push({ type: 'figures', description: `${slices} masks compared` });
    expect(slices).toBeGreaterThan(40);
  });

  test('fusion is switched by a key, goes with zoom and planes, and says its values under the mouse', async ({
    page,
  }) => {
    test.setTimeout(120_000);
    await openRoom(page, [study]);
    await show(page, ctSeries);
    await page.keyboard.press('g');
    const canvas = page.locator('[data-viewport="0"] canvas[data-overlays]');
    await expect(canvas).toHaveAttribute('data-drawn', petSeries);
    await expect(page.getByTestId('overlay-legend-0')).toContainText('SUVbw');
    const box = await page.locator('[data-viewport="0"]').boundingBox();
    await page.mouse.move((box?.x ?? 0) + 380, (box?.y ?? 0) + 380);
    await page.mouse.move((box?.x ?? 0) + 385, (box?.y ?? 0) + 380);
    await expect(page.getByTestId('probe')).toContainText(/HU[\s\S]*PT [\d.]+ SUVbw/);
    await page.evaluate(() => window.yunying?.setCamera(0, { zoom: 2 }));
    await expect(canvas).toHaveAttribute('data-drawn', petSeries);
    await page.evaluate(() => window.yunying?.showMpr(0));
    await expect(page.locator('canvas[data-overlays]')).toHaveCount(4);
    for (const index of [0, 1, 2, 3])
      await expect(page.locator(`canvas[data-overlays="${index}"]`)).toHaveAttribute('data-drawn', petSeries);
    await page.evaluate(() => window.yunying?.leaveMpr());
    await page.keyboard.press('Shift+G');
    await expect(canvas).toHaveAttribute('data-drawn', '');
    await page.keyboard.press('Shift+G');
    await expect(canvas).toHaveAttribute('data-drawn', petSeries);
    await page.keyboard.press('g');
    await expect(canvas).toHaveAttribute('data-drawn', '');
  });
});
