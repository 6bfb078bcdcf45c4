import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { openRoom, viewport } from './support/room.ts';

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
