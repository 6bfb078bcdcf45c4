import { chromium, expect, test } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { baseUrl, expectSlice, openRoom, pixels, toCanvas, viewport } from './support/room.ts';
import { startSystemProcess, type SystemProcess } from './support/startSystemProcess.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
if (!current) throw new Error('the demo has no current study');

test('a study that is not there is said to be not there', async ({ page }) => {
  await page.goto(`${baseUrl()}/viewer?StudyInstanceUIDs=1.2.3.4.5`);
  await expect(page.getByRole('alert')).toContainText('没有找到这个检查');
  await expect(page.getByRole('link', { name: '返回检查列表' }).last()).toBeVisible();
});

test('an address without a study says what to do', async ({ page }) => {
  await page.goto(`${baseUrl()}/viewer?StudyInstanceUIDs=not-a-uid`);
  await expect(page.getByRole('alert')).toContainText('链接中没有指明检查');
});

test('without WebGL the processor draws, and the viewport says so', async () => {
  const { launchOptions } = test.info().project.use;
  const browser = await chromium.launch({
    ...launchOptions,
    args: ['--no-sandbox', '--disable-3d-apis', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ locale: 'zh-CN' });
    expect(await page.evaluate(() => document.createElement('canvas').getContext('webgl2'))).toBeNull();
    await openRoom(page, [current.studyInstanceUid]);
    await expect(page.locator('[data-viewport="0"]')).toContainText('CPU 渲染');
    // The middle of a fitted image lies in the middle of the viewport, also where the engine counts from a pixel's edge.
    const { rows, columns, indexToWorld: m } = await pixels(page);
    const [column, row] = [(columns - 1) / 2, (rows - 1) / 2];
    const along = (line: number): number =>
      (m[line] as number) * column + (m[line + 1] as number) * row + (m[line + 3] as number);
    const [x, y] = await toCanvas(page, [along(0), along(4), along(8)]);
    const box = await page.locator('[data-viewport="0"]').boundingBox();
    expect(x).toBeCloseTo((box?.width ?? 0) / 2, 0);
    expect(y).toBeCloseTo((box?.height ?? 0) / 2, 0);
    await page.keyboard.press('2');
    await expect.poll(async () => (await viewport(page)).voi).toEqual({ center: 40, width: 400 });
    await page.keyboard.press('Home');
    await expectSlice(page, 0);
  } finally {
    await browser.close();
  }
});

test('a series that is on its way leaves no other picture in its place; one that fails says so', async ({
  page,
}) => {
  await openRoom(page, [current.studyInstanceUid]);
  const other = current.series.toSorted((a, b) => a.instances.length - b.instances.length)[0];
  if (!other) throw new Error('the demo has one series only');
  const metadata = `**/series/${other.seriesInstanceUid}/metadata`;
  await page.route(metadata, (route) =>
    route.fulfill({ status: 500, json: { error: { code: 'x', message: 'no' } } }),
  );
  const pane = page.locator('[data-viewport="0"]');
  await page.locator('nav button').nth(1).click();
  await expect(pane.getByRole('alert')).toContainText('序列无法打开');
  await expect(pane.locator('canvas.cornerstone-canvas')).toBeHidden();
  await page.unroute(metadata);
  // Held back, so that the moment in between can be looked at.
  const held = Promise.withResolvers<void>();
  await page.route(`**/series/${other.seriesInstanceUid}/instances/**`, async (route) => {
    await held.promise;
    await route.continue();
  });
  await pane.getByRole('button', { name: '重试' }).press('Enter');
  await expect(pane.getByRole('alert')).toBeHidden();
  await expect(pane.locator('canvas.cornerstone-canvas')).toBeHidden();
  held.resolve();
  await expect.poll(async () => (await viewport(page)).sopInstanceUID).not.toBeNull();
  await expect(pane.locator('canvas.cornerstone-canvas')).toBeVisible();
  expect((await viewport(page)).seriesInstanceUID).toBe(other.seriesInstanceUid);
});

test.describe('with a system of its own', () => {
  let system: SystemProcess;
  test.beforeAll(async () => {
    system = await startSystemProcess({ brokenStudy: true });
  });
  test.afterAll(async () => system.close());

  test('a frame that cannot be decoded is named with the reason, and the others go on', async ({ page }) => {
    const { broken } = system;
    if (!broken) throw new Error('the study was not stored');
    await page.goto(`${system.url}/viewer?StudyInstanceUIDs=${broken.studyInstanceUid}`);
    const pane = page.locator('[data-viewport="0"]');
    await expect(pane.getByRole('alert')).toContainText('第 3 幅图像无法解码');
    await expect(pane.getByRole('alert')).toContainText('JPEG-LS');
    // No other picture may stand where the broken one should be.
    await expect(pane.locator('canvas.cornerstone-canvas')).toBeHidden();
    for (const [key, index] of [
      ['ArrowDown', 3],
      ['ArrowDown', 4],
      ['Home', 0],
      ['ArrowDown', 1],
    ] as const) {
      await page.keyboard.press(key);
      await expectSlice(page, index);
      expect((await viewport(page)).sopInstanceUID).toBe(broken.sopInstanceUids[index]);
      await expect(pane.locator('canvas.cornerstone-canvas')).toBeVisible();
    }
    await page.keyboard.press('ArrowDown');
    await expect(pane.getByRole('alert')).toContainText('第 3 幅图像无法解码');
  });

  test('with the archive down, worklist and reading room say so and what is safe', async ({ page }) => {
    await system.stopArchive();
    await page.goto(system.url);
    await expect(page.getByRole('alert')).toContainText('影像归档暂时不可用', { timeout: 30_000 });
    await page.goto(`${system.url}/viewer?StudyInstanceUIDs=1.2.3.4.5`);
    await expect(page.getByRole('alert')).toContainText('影像归档暂时不可用', { timeout: 30_000 });
    const ready = await page.request.get(`${system.url}/readyz`);
    expect(ready.status()).toBe(503);
  });
});
