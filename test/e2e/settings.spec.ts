import { expect, test } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { baseUrl, openRoom, viewport } from './support/room.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
if (!current) throw new Error('the demo has no current study');

test.beforeEach(async ({ page }) => openRoom(page, [current.studyInstanceUid]));

test('a key is changed, its former owner loses it, and both stay so', async ({ page }) => {
  await page.keyboard.press('Shift+S');
  await page.getByRole('tab', { name: '快捷键' }).click();
  await page.locator('[data-command="display.invert"]').click();
  await page.keyboard.press('w');
  await expect(page.getByRole('tabpanel').getByRole('status')).toContainText('窗宽窗位');
  await expect(page.locator('[data-command="tool.window"]')).toHaveText('无');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // The dialog holds the keys until it has faded away.
  await expect(async () => {
    if (!(await viewport(page)).invert) await page.keyboard.press('w');
    expect((await viewport(page)).invert).toBe(true);
  }).toPass();
  await page.keyboard.press('i');
  expect((await viewport(page)).invert).toBe(true);

  await openRoom(page, [current.studyInstanceUid]);
  await page.keyboard.press('w');
  await expect.poll(async () => (await viewport(page)).invert).toBe(true);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: '快捷键与鼠标' })).toContainText('W反色');
});

test('the wheel and the right button do what was chosen', async ({ page }) => {
  await page.keyboard.press('Shift+S');
  await page.getByRole('tab', { name: '鼠标' }).click();
  await page.getByLabel(/^滚轮/).selectOption('zoom');
  await page.getByLabel(/^右键/).selectOption('scroll');
  await page.keyboard.press('Escape');
  const before = await viewport(page);
  await page.mouse.move(600, 400);
  await page.mouse.wheel(0, -120);
  await expect.poll(async () => (await viewport(page)).zoom).toBeGreaterThan(1.05);
  expect((await viewport(page)).sliceIndex).toBe(before.sliceIndex);
  await page.mouse.down({ button: 'right' });
  await page.mouse.move(600, 480, { steps: 8 });
  await page.mouse.up({ button: 'right' });
  await expect.poll(async () => (await viewport(page)).sliceIndex).toBeGreaterThan(before.sliceIndex);
});

test('a window of one’s own gets a number key', async ({ page }) => {
  await page.keyboard.press('Shift+S');
  await page.getByRole('tab', { name: '预设窗' }).click();
  const ct = page.getByRole('region', { name: 'CT（HU）' });
  await ct.getByRole('button', { name: '删除' }).last().click();
  await ct.getByLabel('名称').fill('肾窗');
  await ct.getByLabel('窗宽').fill('220');
  await ct.getByLabel('窗位').fill('35');
  await ct.getByRole('button', { name: '添加' }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('9');
  await expect.poll(async () => (await viewport(page)).voi).toEqual({ center: 35, width: 220 });
});

test('a modality opens with its layout; damaged settings do no harm', async ({ page }) => {
  await page.evaluate(() =>
    localStorage.setItem(
      'yunying.preferences',
      JSON.stringify({
        version: 1,
        layouts: { CT: { rows: 1, columns: 2 } },
        cine: { framesPerSecond: 'fast' },
      }),
    ),
  );
  await openRoom(page, [current.studyInstanceUid]);
  await expect(page.locator('[data-viewport]')).toHaveCount(2);
  await expect.poll(async () => (await viewport(page, 1)).seriesInstanceUID).not.toBeNull();
  expect((await viewport(page)).cine?.framesPerSecond).toBe(15);
});

test('the monitor test draws one to one, says what it is, and leads back', async ({ page }) => {
  await page.goto(`${baseUrl()}/monitor-test`);
  const canvas = page.locator('canvas[data-pattern="qc"]');
  await expect(canvas).toBeVisible();
  const { width, height, cssWidth, ratio, levels } = await canvas.evaluate(
    async (element: HTMLCanvasElement) => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const data = element.getContext('2d')?.getImageData(0, 0, element.width, element.height).data ?? [];
      return {
        width: element.width,
        height: element.height,
        cssWidth: element.getBoundingClientRect().width,
        ratio: devicePixelRatio,
        levels: [...new Set(Array.from(data).filter((_, index) => index % 4 === 0))],
      };
    },
  );
  expect(width).toBe(Math.round(cssWidth * ratio));
  expect(height).toBeGreaterThan(500);
  for (const level of [0, 15, 120, 240, 255, 13, 242, 4, 251]) expect(levels).toContain(level);
  await page.getByRole('link', { name: '返回检查列表' }).click();
  await expect(page.locator('a[data-study]').first()).toBeVisible();
});
