import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { lay, overlayColour, overlayPixels, overlaysOf, samplesAt } from './support/overlays.ts';
import { ctPoint, overlayPhantom, phantom } from './support/overlayPhantom.ts';
import { baseUrl, openRoom, toCanvas, viewport } from './support/room.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

test.beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'yunying-overlays-'));
  overlayPhantom().forEach((file, index) => writeFileSync(join(folder, `${index}.dcm`), file));
  execFileSync(process.execPath, ['scripts/import.ts', '--url', baseUrl(), folder], {
    cwd: root,
    stdio: 'ignore',
  });
  rmSync(folder, { recursive: true });
});

/** Half opaque is 127 or 128, as the browser rounds. */
const wash = (alpha: number): number => (alpha === 127 ? 128 : alpha);

const slice = (page: Page, sliceIndex: number) =>
  page.evaluate((index) => window.yunying?.scrollTo(0, { sliceIndex: index }), sliceIndex);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test('a binary segmentation lies on the pixels it was made on, with its colours, and can be switched by segment', async ({
  page,
}) => {
  await openRoom(page, [phantom.studyUid]);
  const reports = await overlaysOf(page);
  const report = reports.find(({ id }) => id === phantom.binaryUid);
  expect(report).toMatchObject({ kind: 'segmentation', fault: null, notes: [] });
  expect(report?.parts.map(({ number, label }) => [number, label])).toEqual([
    [1, 'Red box'],
    [2, 'Other box'],
  ]);
  for (const [seen, wanted] of (report?.parts[0]?.colour ?? []).map(
    (value, n) => [value, [255, 0, 0][n] as number] as const,
  ))
    expect(Math.abs(seen - wanted)).toBeLessThanOrEqual(2);
  const ofSlice = async (index: number): Promise<number[]> => {
    await slice(page, index);
    return Promise.all(
      [1, 2].map(async (number) => sum((await overlayPixels(page, phantom.binaryUid, number)).values)),
    );
  };
  await lay(page, phantom.binaryUid, { outline: false, opacity: 0.5 });
  expect(await ofSlice(2)).toEqual([0, 0]);
  expect(await ofSlice(3)).toEqual([100, 0]);
  expect(await ofSlice(5)).toEqual([100, 0]);
  expect(await ofSlice(6)).toEqual([0, 0]);
  expect(await ofSlice(4)).toEqual([100, 100]);
  // The corners of the box, inside and just outside.
  for (const [i, j, alpha] of [
    [10, 20, 128],
    [12, 29, 128],
    [19, 20, 128],
    [9, 20, 0],
    [20, 20, 0],
    [10, 19, 0],
    [10, 30, 0],
  ] as const) {
    const colour = await overlayColour(page, ctPoint(i, j, 4));
    expect(Math.abs((colour[3] as number) - alpha), `alpha at ${i}, ${j}`).toBeLessThanOrEqual(1);
    if (alpha > 0) expect(colour[0]).toBeGreaterThan(250);
    if (alpha > 0) expect(colour[1]).toBeLessThan(6);
  }
  expect(await samplesAt(page, ctPoint(17, 27, 4))).toMatchObject([
    {
      id: phantom.binaryUid,
      parts: [
        { number: 1, share: 1 },
        { number: 2, share: 1 },
      ],
    },
  ]);
  await page.getByTestId('overlay-legend-0').getByRole('switch', { name: 'Red box' }).click();
  await expect.poll(async () => (await overlayColour(page, ctPoint(12, 22, 4)))[3]).toBe(0);
  expect((await overlayColour(page, ctPoint(22, 32, 4)))[3]).toBeGreaterThan(100);
  expect(await samplesAt(page, ctPoint(17, 27, 4))).toMatchObject([{ parts: [{ number: 2 }] }]);
});

test('on a coronal plane a segment is as high as its slices and as wide as its pixels', async ({ page }) => {
  await openRoom(page, [phantom.studyUid]);
  await page.evaluate(() => window.yunying?.setOrientation(0, 'coronal'));
  // Row 24 of the axial slices.
  await page.evaluate((point) => window.yunying?.scrollTo(0, { point }), ctPoint(15, 24, 4));
  await lay(page, phantom.binaryUid, { outline: false });
  const { values, rows, columns, indexToWorld } = await overlayPixels(page, phantom.binaryUid, 1);
  const areaMm2 = sum(values) * Math.abs((indexToWorld[0] as number) * (indexToWorld[9] as number));
  // 10 pixels of 2 mm, 3 slices of 5 mm.
  expect([rows > 0, columns > 0, areaMm2]).toEqual([true, true, 10 * 2 * 3 * 5]);
  for (const [x, z, inside] of [
    [10, 3, true],
    [19, 5, true],
    [9, 4, false],
    [20, 4, false],
    [12, 2, false],
    [12, 6, false],
  ] as const)
    expect((await overlayColour(page, ctPoint(x, 24, z)))[3] ?? 0, `column ${x}, slice ${z}`)[
      inside ? 'toBeGreaterThan' : 'toBe'
    ](inside ? 50 : 0);
});

test('fractions and label maps: shares and labels as they are stored', async ({ page }) => {
  await openRoom(page, [phantom.studyUid]);
  await slice(page, 6);
  await lay(page, phantom.fractionalUid, { outline: false, opacity: 1 });
  const probable = (await overlayPixels(page, phantom.fractionalUid, 1)).values;
  expect(sum(probable)).toBeCloseTo(100 * 0.25 + 100, 3);
  expect((await overlayColour(page, ctPoint(35, 35, 6)))[3]).toBe(64);
  expect((await overlayColour(page, ctPoint(45, 35, 6)))[3]).toBe(255);
  expect(await samplesAt(page, ctPoint(35, 35, 6))).toMatchObject([
    { parts: [{ label: 'Probable', share: 0.25 }] },
  ]);
  await slice(page, 7);
  await lay(page, phantom.labelMapUid);
  expect(sum((await overlayPixels(page, phantom.labelMapUid, 3)).values)).toBe(25);
  expect(sum((await overlayPixels(page, phantom.labelMapUid, 7)).values)).toBe(50);
  expect(await samplesAt(page, ctPoint(50, 54, 7))).toMatchObject([
    { parts: [{ number: 7, label: 'Seventh' }] },
  ]);
  expect(await samplesAt(page, ctPoint(49, 54, 7))).toEqual([]);
});

test('what belongs to another frame of reference is said, not drawn', async ({ page }) => {
  await openRoom(page, [phantom.studyUid]);
  await slice(page, 5);
  const stranger = (await overlaysOf(page)).find(({ id }) => id === phantom.strangerUid);
  expect(stranger).toMatchObject({
    fault: { code: 'other-frame-of-reference' },
    notes: [{ code: 'references-missing', count: 1 }],
    shown: false,
  });
  await expect(lay(page, phantom.strangerUid)).rejects.toThrow(/other-frame-of-reference/);
  await page.getByRole('button', { name: '融合与叠加' }).click();
  const menu = page.getByRole('dialog', { name: '融合与叠加' });
  await expect(menu.getByRole('switch', { name: 'SEG STRANGER' })).toBeDisabled();
  await expect(menu).toContainText('与当前图像的参考坐标系不同');
});

test('contours of a structure set lie in mm where they were drawn, their channel is open, and planes cut them', async ({
  page,
}) => {
  await openRoom(page, [phantom.studyUid]);
  await slice(page, 4);
  await lay(page, phantom.structuresUid, { outline: false, opacity: 0.5 });
  const report = (await overlaysOf(page)).find(({ id }) => id === phantom.structuresUid);
  expect(report).toMatchObject({ kind: 'structures', label: 'Plan A', notes: [] });
  expect(report?.parts).toMatchObject([
    { number: 1, label: 'GTV', colour: [255, 0, 255] },
    { number: 2, label: 'Isocentre', colour: [0, 255, 0] },
  ]);
  const shapes = await page.evaluate(
    (id) => window.yunying!.getOverlayContours(0, id),
    phantom.structuresUid,
  );
  expect(shapes[0]?.areas).toEqual(
    [20, 10].map((half) => [
      [-half, -half, 20],
      [half, -half, 20],
      [half, half, 20],
      [-half, half, 20],
    ]),
  );
  expect(shapes[1]?.points).toEqual([[30, 30, 20]]);
  const alphaAt = async (x: number, y: number, z: number): Promise<number> =>
    wash((await overlayColour(page, [x, y, z]))[3] as number);
  // Half a millimetre inside and outside of the outer and the inner square.
  const { pxPerMm } = await page.evaluate(async () => {
    const [a, b] = await Promise.all([
      window.yunying!.worldToCanvas(0, [0, 0, 20]),
      window.yunying!.worldToCanvas(0, [10, 0, 20]),
    ]);
    return { pxPerMm: Math.hypot(b[0] - a[0], b[1] - a[1]) / 10 };
  });
  expect(pxPerMm).toBeGreaterThan(4);
  expect(
    await Promise.all(
      [
        [19.5, 0],
        [20.5, 0],
        [10.5, 0],
        [9.5, 0],
        [0, -19.5],
        [0, -20.5],
      ].map(([x, y]) => alphaAt(x as number, y as number, 20)),
    ),
  ).toEqual([128, 0, 128, 0, 128, 0]);
  expect(await samplesAt(page, [15, 0, 20])).toMatchObject([{ parts: [{ label: 'GTV' }] }]);
  expect(await samplesAt(page, [0, 0, 20])).toEqual([]);
  // The outline is a line of 1.5 pixels along the square.
  await lay(page, phantom.structuresUid, { outline: true, fill: false });
  const [x] = await toCanvas(page, [20, 0, 20]);
  const seen = await Promise.all([-4, -2, 0, 2, 4].map(async (off) => alphaAt(20 + off / pxPerMm, 0, 20)));
  expect(x).toBeGreaterThan(0);
  expect(seen[0]).toBe(0);
  expect(seen[4]).toBe(0);
  expect(seen[2]).toBeGreaterThan(100);
  // Beyond the last contour by more than half a step there is nothing.
  await slice(page, 6);
  await lay(page, phantom.structuresUid);
  expect(
    await page.evaluate((id) => window.yunying!.getOverlayContours(0, id), phantom.structuresUid),
  ).toEqual([]);

  await page.evaluate(() => window.yunying?.setOrientation(0, 'sagittal'));
  await page.evaluate((point) => window.yunying?.scrollTo(0, { point }), [1, 0, 20] as const);
  await lay(page, phantom.structuresUid, { outline: false, fill: true });
  const plane = (await viewport(page)).focalPoint?.[0] ?? NaN;
  expect(Math.abs(plane)).toBeLessThan(2);
  // From 15 - 2.5 to 25 + 2.5 mm, between the squares.
  const cut = [
    [15, 12.9],
    [15, 27.1],
    [15, 12.1],
    [15, 27.9],
    [5, 20],
    [-15, 20],
    [-21, 20],
  ] as const;
  expect(await Promise.all(cut.map(([y, z]) => alphaAt(plane, y, z)))).toEqual([128, 128, 0, 0, 0, 128, 0]);
});

test('a dose is told in Gy as grid scaling gives it, washed in colours above its threshold', async ({
  page,
}) => {
  await openRoom(page, [phantom.studyUid]);
  await slice(page, 4);
  await lay(page, phantom.doseUid, { opacity: 1 });
  const report = (await overlaysOf(page)).find(({ id }) => id === phantom.doseUid);
  const most = phantom.doseAt([15, 15, 11]);
  expect(report).toMatchObject({ kind: 'dose', unit: 'Gy', fault: null });
  expect(report?.settings?.window.upper).toBeCloseTo(most, 4);
  expect(report?.settings?.threshold).toBeCloseTo(0.1 * most, 4);
  // CT pixel (i, j) lies at -63 + 2i = -60 + 8 u: u = (2 i - 3) / 8.
  for (const [i, j] of [
    [10, 20],
    [33, 40],
    [50, 7],
  ] as const) {
    const [sample] = await samplesAt(page, ctPoint(i, j, 4));
    expect(sample).toMatchObject({ id: phantom.doseUid, unit: 'Gy' });
    expect(sample?.value).toBeCloseTo(phantom.doseAt([(2 * i - 3) / 8, (2 * j - 3) / 8, 4]), 3);
  }
  await lay(page, phantom.doseUid, { threshold: 11 });
  // 10.24 + 0.16 v + 0.01 u reaches 11 Gy between v = 4 and 5 (rows 17.5 and 21.5).
  expect((await overlayColour(page, ctPoint(32, 14, 4)))[3]).toBe(0);
  expect((await overlayColour(page, ctPoint(32, 25, 4)))[3]).toBe(255);
  await page.evaluate(() => window.yunying?.setOrientation(0, 'coronal'));
  await page.evaluate((point) => window.yunying?.scrollTo(0, { point }), ctPoint(32, 30, 6));
  await lay(page, phantom.doseUid, { threshold: null });
  const y = (await viewport(page)).focalPoint?.[1] ?? NaN;
  const [sample] = await samplesAt(page, [-60 + 8 * 3, y, 30]);
  expect(sample?.value).toBeCloseTo(phantom.doseAt([3, (y + 60) / 8, 6]), 1);
});

test('a parametric map is an image in its own unit, and an overlay in the same frame of reference', async ({
  page,
}) => {
  await openRoom(page, [phantom.studyUid]);
  await slice(page, 4);
  await lay(page, phantom.mapSeriesUid, { colourMap: 'rainbow' });
  expect((await overlaysOf(page)).find(({ id }) => id === phantom.mapSeriesUid)).toMatchObject({
    kind: 'image',
    unit: 'mm2/s',
  });
  // CT pixel (i, j) lies at -63 + 2i = -62 + 4 u: u = (2 i - 1) / 4.
  for (const [i, j] of [
    [10, 20],
    [33, 40],
    [50, 7],
  ] as const) {
    const [sample] = await samplesAt(page, ctPoint(i, j, 4));
    expect(sample?.value).toBeCloseTo(phantom.mapAt([(2 * i - 1) / 4, (2 * j - 1) / 4, 4]), 3);
  }
  await page.evaluate((uid) => window.yunying?.show(0, { seriesInstanceUID: uid }), phantom.mapSeriesUid);
  await slice(page, 2);
  const pixels = await page.evaluate(async () => {
    const { values, unit, columns } = await window.yunying!.getPixels(0);
    return { values: Array.from(values), unit, columns };
  });
  expect(pixels.unit).toBe('mm2/s');
  expect(pixels.values[5 * pixels.columns + 8]).toBe(phantom.mapAt([8, 5, 2]));
  // Its window spans what is in it: black and white are not all there is.
  const { voi } = await viewport(page);
  expect(voi?.width).toBeGreaterThan(10);
});
