import { expect, test } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { openRoom, viewport } from './support/room.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
const [thin, thick] = current?.series.toSorted((a, b) => b.instances.length - a.instances.length) ?? [];
if (!current || !thin || !thick) throw new Error('the demo has no current study of two series');

test('two series side by side: each scrolls for itself, what was fitted stays fitted', async ({ page }) => {
  await openRoom(page, [current.studyInstanceUid]);
  await page.getByRole('button', { name: '布局', exact: true }).click();
  await page.getByRole('button', { name: '1 × 2' }).click();
  await page.locator('[data-viewport="1"]').click({ position: { x: 100, y: 200 } });
  await page.locator('nav button').nth(1).click();
  await expect.poll(async () => (await viewport(page, 1)).seriesInstanceUID).toBe(thick.seriesInstanceUid);
  await expect(page.locator('nav button').nth(1)).toHaveAttribute('aria-current', 'true');
  await expect.poll(async () => (await viewport(page, 0)).zoom).toBeCloseTo(1, 2);

  const before = await viewport(page, 0);
  await page.keyboard.press('ArrowDown');
  await expect
    .poll(async () => (await viewport(page, 1)).sliceIndex)
    .toBe(Math.floor(thick.instances.length / 2) + 1);
  expect((await viewport(page, 0)).sliceIndex).toBe(before.sliceIndex);
});

test('a double click lets one viewport fill the room and gives the place back', async ({ page }) => {
  await openRoom(page, [current.studyInstanceUid]);
  await page.evaluate(() => window.yunying?.setLayout({ rows: 2, columns: 2 }));
  const pane = page.locator('[data-viewport="0"]');
  const small = await pane.boundingBox();
  await pane.dblclick({ position: { x: 150, y: 150 } });
  await expect(page.locator('[data-viewport="1"]')).toBeHidden();
  const large = await pane.boundingBox();
  expect(large?.width).toBeGreaterThan((small?.width ?? 0) * 1.9);
  await expect.poll(async () => (await viewport(page, 0)).zoom).toBeCloseTo(1, 2);
  await pane.dblclick({ position: { x: 150, y: 150 } });
  await expect(page.locator('[data-viewport="1"]')).toBeVisible();
});

test('a flip stays when the layout changes, the reset takes it back', async ({ page }) => {
  await openRoom(page, [current.studyInstanceUid]);
  const letter = (edge: string): Promise<string> => page.locator(`[data-edge="${edge}"]`).first().innerText();
  expect(await letter('left')).toBe('R');
  await page.keyboard.press('h');
  await expect.poll(() => letter('left')).toBe('L');
  await page.evaluate(() => window.yunying?.setLayout({ rows: 1, columns: 2 }));
  await expect
    .poll(async () => (await page.locator('[data-viewport="0"]').boundingBox())?.width)
    .toBeLessThan(700);
  expect(await letter('left')).toBe('L');
  await page.keyboard.press('f');
  await expect.poll(() => letter('left')).toBe('R');
});

test('on a phone nothing is cut off and the study can be left', async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    locale: 'zh-CN',
  });
  const page = await context.newPage();
  await openRoom(page, [current.studyInstanceUid]);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(390);
  const before = (await viewport(page)).sliceIndex;
  const box = await page.getByRole('scrollbar').boundingBox();
  if (!box) throw new Error('there is no scrollbar');
  expect(box.width).toBeGreaterThanOrEqual(40);
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height * 0.9);
  await expect.poll(async () => (await viewport(page)).sliceIndex).toBeGreaterThan(before);
  await page.getByRole('link', { name: '返回检查列表' }).tap();
  await expect(page.locator('a[data-study]').first()).toBeVisible();
  await context.close();
});
