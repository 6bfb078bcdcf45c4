import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { baseUrl, openRoom, viewport } from './support/room.ts';

const volumes = fileURLToPath(new URL('../../../shared/dicom/volumes/', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const current = demoTruth().studies.find(({ key }) => key === 'current');
const [thin, thick] = current?.series.toSorted((a, b) => b.instances.length - a.instances.length) ?? [];
if (!current || !thin || !thick) throw new Error('the demo has no current study of two series');

const seriesIn = (page: Page, count: number): Promise<(string | null | undefined)[]> =>
  page.evaluate(async (wanted) => {
    const viewports = (await window.yunying?.getViewports()) ?? [];
    return Array.from({ length: wanted }, (_, index) => viewports[index]?.seriesInstanceUID);
  }, count);

test('the layout is picked in a grid, with arrow keys as well', async ({ page }) => {
  await openRoom(page, [current.studyInstanceUid]);
  await page.getByRole('button', { name: '布局', exact: true }).click();
  await page.getByRole('button', { name: '3 × 4' }).click();
  await expect(page.locator('[data-viewport]')).toHaveCount(12);
  await page.getByRole('button', { name: '布局', exact: true }).click();
  await page.getByRole('button', { name: '3 × 4' }).focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-viewport]')).toHaveCount(6);
});

test('a series is dragged into a viewport, and viewports exchange what they show', async ({ page }) => {
  await openRoom(page, [current.studyInstanceUid]);
  await page.evaluate(() => window.yunying?.setLayout({ rows: 1, columns: 2 }));
  await page.locator('nav li').nth(1).dragTo(page.locator('[data-viewport="1"]'));
  await expect.poll(() => seriesIn(page, 2)).toEqual([thin.seriesInstanceUid, thick.seriesInstanceUid]);
  await page.evaluate(() => window.yunying?.scrollTo(1, { sliceIndex: 7 }));
  await page.locator('[data-viewport="1"]').hover({ position: { x: 150, y: 300 } });
  await page.locator('[data-viewport="1"] [draggable]').dragTo(page.locator('[data-viewport="0"]'));
  await expect.poll(() => seriesIn(page, 2)).toEqual([thick.seriesInstanceUid, thin.seriesInstanceUid]);
  await expect.poll(async () => (await viewport(page, 0)).sliceIndex).toBe(7);
});

test('without a mouse: a viewport is selected by its focus, Enter on a series shows it there', async ({
  page,
}) => {
  await openRoom(page, [current.studyInstanceUid]);
  await page.evaluate(() => window.yunying?.setLayout({ rows: 1, columns: 2 }));
  await page.locator('[data-viewport="1"]').focus();
  await page.locator('nav li button').nth(1).focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await viewport(page, 1)).seriesInstanceUID).toBe(thick.seriesInstanceUid);
});

test('chest CT hangs lung and mediastinum side by side; the first viewport keeps what it shows', async ({
  page,
}) => {
  await openRoom(page, [current.studyInstanceUid]);
  await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 30 }));
  await page.getByRole('button', { name: '挂片协议' }).click();
  await page.getByRole('button', { name: 'CT 胸部' }).click();
  await expect.poll(() => seriesIn(page, 2)).toEqual([thin.seriesInstanceUid, thick.seriesInstanceUid]);
  await expect.poll(async () => (await viewport(page, 0)).voi).toEqual({ center: -600, width: 1500 });
  await expect.poll(async () => (await viewport(page, 1)).voi).toEqual({ center: 40, width: 400 });
  expect((await viewport(page, 0)).sliceIndex).toBe(30);
});

test('an arrangement of one’s own is kept and comes by itself', async ({ page }) => {
  await openRoom(page, [current.studyInstanceUid]);
  await page.evaluate(() => window.yunying?.setLayout({ rows: 2, columns: 1 }));
  await page.evaluate((uid) => window.yunying?.show(1, { seriesInstanceUID: uid }), thick.seriesInstanceUid);
  await expect.poll(async () => (await viewport(page, 1)).sliceCount).toBe(thick.instances.length);
  await page.evaluate(() => window.yunying?.setWindow(1, { center: 70, width: 180 }));
  await page.getByRole('button', { name: '挂片协议' }).click();
  await page.getByRole('button', { name: '保存当前排列' }).click();
  await page.getByLabel('名称').fill('我的胸部');
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await openRoom(page, [current.studyInstanceUid]);
  await expect(page.locator('[data-viewport]')).toHaveCount(2);
  await expect.poll(() => seriesIn(page, 2)).toEqual([thin.seriesInstanceUid, thick.seriesInstanceUid]);
  await expect.poll(async () => (await viewport(page, 1)).voi).toEqual({ center: 70, width: 180 });
});

test.describe('real patients’ images', () => {
  test.skip(!existsSync(volumes), '../shared/dicom is absent');
  test.beforeAll(() => {
    const folders = ['mr_prostatex_0207', 'petct_acrin_nsclc_042'].map((name) => `${volumes}${name}`);
    execFileSync(process.execPath, ['scripts/import.ts', '--url', baseUrl(), ...folders], {
      cwd: root,
      stdio: 'ignore',
    });
  });

  test('PET/CT hangs the CT beside the PET in SUV 0 to 7, inverted', async ({ page }) => {
    await openRoom(page, ['1.3.6.1.4.1.14519.5.2.1.7009.2403.334240657131972136850343327463']);
    const { empty } = await page.evaluate(
      () => window.yunying?.applyHangingProtocol('petct') ?? Promise.reject(new Error('no interface')),
    );
    expect(empty).toEqual([]);
    expect((await viewport(page, 0)).voi).toEqual({ center: 40, width: 400 });
    const pet = await viewport(page, 1);
    expect(pet.invert).toBe(true);
    // SUV 7 in Bq/ml: half of it is the centre.
    expect(pet.voi?.width).toBeCloseTo(2 * (pet.voi?.center ?? 0), 0);
    expect(pet.voi?.width).toBeGreaterThan(1000);
  });

  test('the axial slice is a line in the sagittal one, at the height where it lies', async ({ page }) => {
    const study = await page.request.get(
      `${baseUrl()}/dicom-web/studies?PatientID=ProstateX-0207&includefield=all`,
    );
    const uid = (await study.json())[0]?.['0020000D']?.Value?.[0] as string;
    await openRoom(page, [uid]);
    const { empty } = await page.evaluate(
      () => window.yunying?.applyHangingProtocol('mr-prostate') ?? Promise.reject(new Error('no interface')),
    );
    expect(empty).toEqual([]);
    const line = page.locator('[data-viewport="1"] line[data-reference="0"]');
    await expect(line).toHaveCount(1);
    const point = (await viewport(page, 0)).focalPoint;
    const [, y] = await page.evaluate(
      (place) =>
        window.yunying?.worldToCanvas(1, place as never) ?? Promise.reject(new Error('no interface')),
      point,
    );
    const [y1, y2, x1, x2] = await line.evaluate((element) =>
      ['y1', 'y2', 'x1', 'x2'].map((name) => Number(element.getAttribute(name))),
    );
    const [x] = await page.evaluate(
      (place) =>
        window.yunying?.worldToCanvas(1, place as never) ?? Promise.reject(new Error('no interface')),
      point,
    );
    const onLine =
      (y1 as number) +
      (((x as number) - (x1 as number)) / ((x2 as number) - (x1 as number))) *
        ((y2 as number) - (y1 as number));
    expect(onLine).toBeCloseTo(y as number, 0);
  });
});
