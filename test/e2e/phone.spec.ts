import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { add, all } from './support/measuring.ts';
import { openRoom, pixels, toCanvas, viewport } from './support/room.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
const [, thick] = current?.series.toSorted((a, b) => b.instances.length - a.instances.length) ?? [];
if (!current || !thick) throw new Error('the demo has no current study of two series');

const sizes = { portrait: [390, 844], landscape: [844, 390], tablet: [820, 1180] } as const;

async function phone(
  browser: Browser,
  [width, height]: readonly [number, number],
): Promise<[Page, BrowserContext]> {
  const context = await browser.newContext({
    viewport: { width, height },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
    locale: 'zh-CN',
  });
  const page = await context.newPage();
  await openRoom(page, [current?.studyInstanceUid ?? '']);
  return [page, context];
}

/** Moves fingers in steps, each a list of [x, y], all at once. */
async function touch(page: Page, steps: [number, number][][]): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: [number, number][]) =>
    client.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: points.map(([x, y], id) => ({ x, y, id })),
    });
  await send('touchStart', steps[0] ?? []);
  for (const step of steps.slice(1)) await send('touchMove', step);
  await send('touchEnd', []);
}

for (const [name, size] of Object.entries(sizes)) {
  test(`${name}: nothing is cut off, the patient is named, every target is large enough`, async ({
    browser,
  }) => {
    const [page, context] = await phone(browser, size);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(size[0]);
    await expect(page.locator('header').first()).toContainText('张云山');
    const image = await page.locator('[data-viewport="0"]').boundingBox();
    expect((image?.width ?? 0) * (image?.height ?? 0)).toBeGreaterThan(size[0] * size[1] * 0.55);
    for (const button of await page.getByRole('toolbar').getByRole('button').all()) {
      const box = await button.boundingBox();
      // The chevron that opens a menu beside its button is narrow.
      if (!box || (await button.getAttribute('data-narrow')) !== null) continue;
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(40);
    }
    await page.getByRole('link', { name: '返回检查列表' }).tap();
    await expect(page.locator('a[data-study]').first()).toBeVisible();
    await context.close();
  });
}

test('in three dimensions one finger turns, two zoom and move, and the picture is not covered', async ({
  browser,
}) => {
  test.setTimeout(300_000);
  const [page, context] = await phone(browser, sizes.portrait);
  await page.evaluate(() => window.yunying?.setVolume3d(0, { preset: 'lung', view: 'A' }));
  const report = async () => {
    const found = await page.evaluate(() => window.yunying?.getVolume3d(0));
    if (!found) throw new Error('no volume is shown');
    return found;
  };
  const before = await report();
  await touch(
    page,
    [0, 20, 40, 60].map((right): [number, number][] => [[150 + right, 300]]),
  );
  // Half a degree for each pixel, as with the mouse.
  await expect.poll(async () => (await report()).viewPlaneNormal[0]).toBeCloseTo(-0.5, 2);
  expect((await report()).pxPerMm).toBe(before.pxPerMm);
  // From 80 to 160 pixels apart: twice as large; nothing turns.
  const turned = await report();
  await touch(
    page,
    [0, 10, 20, 30, 40].map((apart): [number, number][] => [
      [150 - apart, 300],
      [230 + apart, 300],
    ]),
  );
  await expect.poll(async () => (await report()).pxPerMm / before.pxPerMm).toBeCloseTo(2, 1);
  expect((await report()).viewPlaneNormal).toEqual(turned.viewPlaneNormal);
  const [image, panel] = await Promise.all([
    page.locator('[data-volume3d]').boundingBox(),
    page.getByRole('group', { name: '三维预设' }).locator('..').boundingBox(),
  ]);
  expect((panel?.height ?? Infinity) / (image?.height ?? 1)).toBeLessThan(0.35);
  for (const button of await page.locator('[data-volume3d]').getByRole('button').all()) {
    const box = await button.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(40);
  }
  await page.getByRole('button', { name: '退出三维' }).tap();
  await expect(page.locator('[data-volume3d]')).toHaveCount(0);
  await context.close();
});

test('one finger scrolls at first and windows when told; two fingers zoom', async ({ browser }) => {
  const [page, context] = await phone(browser, sizes.portrait);
  const before = await viewport(page);
  const drag = (from: number, to: number): [number, number][][] =>
    Array.from({ length: 9 }, (_, step) => [[180, from + ((to - from) * step) / 8]]);
  await touch(page, drag(400, 520));
  await expect.poll(async () => (await viewport(page)).sliceIndex).not.toBe(before.sliceIndex);
  const scrolled = await viewport(page);
  expect(scrolled.voi).toEqual(before.voi);
  await page.getByRole('button', { name: '窗宽窗位' }).tap();
  await touch(page, drag(400, 460));
  await expect.poll(async () => (await viewport(page)).voi).not.toEqual(before.voi);
  expect((await viewport(page)).sliceIndex).toBe(scrolled.sliceIndex);
  await touch(
    page,
    Array.from({ length: 9 }, (_, step) => [
      [180, 400 - step * 10],
      [180, 440 + step * 10],
    ]),
  );
  await expect.poll(async () => (await viewport(page)).zoom).toBeGreaterThan(1.3);
  await context.close();
});

test('series, cine and presets are reached from the bar', async ({ browser }) => {
  const [page, context] = await phone(browser, sizes.portrait);
  await page.getByRole('button', { name: '序列', exact: true }).tap();
  await page.getByRole('dialog').getByRole('button', { name: '纵隔' }).tap();
  await expect.poll(async () => (await viewport(page)).seriesInstanceUID).toBe(thick.seriesInstanceUid);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: '更多' }).tap();
  await page.getByRole('dialog').getByRole('button', { name: /^骨窗/ }).tap();
  await expect.poll(async () => (await viewport(page)).voi).toEqual({ center: 400, width: 1800 });
  await page.getByRole('button', { name: '播放', exact: true }).tap();
  await expect.poll(async () => (await viewport(page)).cine?.playing).toBe(true);
  await page.getByRole('button', { name: '暂停' }).tap();
  await expect.poll(async () => (await viewport(page)).cine?.playing).toBe(false);
  await context.close();
});

test('a resting finger shows the value under it and moves no slice; two taps maximise and restore', async ({
  browser,
}) => {
  const [page, context] = await phone(browser, sizes.portrait);
  const before = await viewport(page);
  const box = await page.locator('[data-viewport="0"]').boundingBox();
  if (!box) throw new Error('there is no viewport');
  const [x, y] = [Math.round(box.width / 2), Math.round(box.height / 2)];
  const client = await context.newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: [number, number]) =>
    client.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: at ? [{ x: box.x + at[0], y: box.y + at[1] }] : [],
    });
  const shown = page.getByTestId('touch-probe-0').locator('output');
  await send('touchStart', [x, y]);
  await expect(shown).toBeVisible();
  await send('touchMove', [x + 20, y - 30]);
  await send('touchMove', [x + 40, y + 60]);
  // The last move is drawn a moment later.
  await expect(async () => {
    await expect(shown).toHaveText(/HU\s+\(\d+, \d+\)/);
    const text = (await shown.textContent()) ?? '';
    const [value, column, row] = [...text.matchAll(/-?\d+/g)].map(Number) as [number, number, number];
    const { values, columns, indexToWorld: m } = await pixels(page);
    expect(value).toBe(values[row * columns + column]);
    const world = [0, 4, 8].map((at) => m[at]! * column + m[at + 1]! * row + m[at + 3]!);
    const canvas = await toCanvas(page, world as [number, number, number]);
    // Within half a pixel of the image, which is less than one of the page.
    expect(Math.hypot(canvas[0] - (x + 40), canvas[1] - (y + 60))).toBeLessThan(1);
  }).toPass();
  await send('touchEnd');
  await expect(shown).toHaveCount(0);
  expect((await viewport(page)).sliceIndex).toBe(before.sliceIndex);

  await page.evaluate(() => window.yunying?.setLayout({ rows: 2, columns: 1 }));
  const second = page.locator('[data-viewport="1"]');
  const tapTwice = async (): Promise<void> => {
    for (const type of ['touchStart', 'touchEnd', 'touchStart', 'touchEnd'] as const)
      await send(type, type === 'touchStart' ? [x, 100] : undefined);
  };
  await expect(second).toBeVisible();
  await tapTwice();
  await expect(second).toBeHidden();
  await tapTwice();
  await expect(second).toBeVisible();
  await context.close();
});

test('planes and slabs are reached from the bar; measurements are hidden and shown all at once', async ({
  browser,
}) => {
  const [page, context] = await phone(browser, sizes.portrait);
  await page.getByRole('button', { name: '更多' }).tap();
  const sheet = page.getByRole('dialog');
  await sheet.getByText('冠状位', { exact: true }).tap();
  await expect.poll(async () => (await viewport(page)).orientation).toBe('coronal');
  await sheet.getByText('MIP', { exact: true }).tap();
  await expect.poll(async () => (await viewport(page)).slab?.mode).toBe('mip');
  await sheet.getByRole('button', { name: '关闭' }).tap();
  const { indexToWorld: m } = await pixels(page);
  const at = (column: number, row: number) =>
    [0, 4, 8].map((i) => m[i]! * column + m[i + 1]! * row + m[i + 3]!) as [number, number, number];
  await add(page, { tool: 'length', index: 0, points: [at(100, 50), at(200, 80)] });
  await page.getByRole('button', { name: '测量' }).tap();
  for (const visible of [false, true]) {
    await sheet.getByRole('button', { name: visible ? '全部显示' : '全部隐藏' }).tap();
    await expect.poll(async () => (await all(page))[0]?.visible).toBe(visible);
  }
  await context.close();
});
