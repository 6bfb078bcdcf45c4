import { expect, test } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { expectScreen } from './support/expectScreen.ts';
import { openRoom, pixels, screenGrey, viewport } from './support/room.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
const main = current?.series.toSorted((a, b) => b.instances.length - a.instances.length)[0];
if (!current || !main) throw new Error('the demo has no current study');

test('the window changes the pixels on the screen as PS3.3 C.11.2 computes', async ({ page }) => {
  await openRoom(page, [current.studyInstanceUid]);
  const { center, width } = main.defaultWindow;
  expect((await viewport(page)).voi).toEqual({ center, width });
  await expectScreen(page, { center, width });
  for (const wanted of [
    { center: 40, width: 400 },
    { center: -600, width: 1500 },
    { center: 300, width: 2000 },
  ]) {
    await page.evaluate((voi) => window.yunying?.setWindow(0, voi), wanted);
    expect((await viewport(page)).voi).toEqual(wanted);
    await expectScreen(page, wanted);
  }
  await page.keyboard.press('i');
  await expect.poll(async () => (await viewport(page)).invert).toBe(true);
  await expectScreen(page, { center: 300, width: 2000, invert: true });
});

test('number keys give the presets, dragging changes the window, 0 brings back the original', async ({
  page,
}) => {
  await openRoom(page, [current.studyInstanceUid]);
  await page.keyboard.press('2');
  await expect.poll(async () => (await viewport(page)).voi).toEqual({ center: 40, width: 400 });
  await page.mouse.move(700, 400);
  await page.mouse.down();
  await page.mouse.move(760, 430, { steps: 5 });
  await page.mouse.up();
  // The engine draws drags a frame later.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  const dragged = (await viewport(page)).voi;
  // To the right wider, downwards the centre higher or lower, but both moved.
  expect(dragged?.width).toBeGreaterThan(400);
  expect(dragged?.center).not.toBe(40);
  await page.keyboard.press('0');
  await expect.poll(async () => (await viewport(page)).voi).toEqual(main.defaultWindow);
});

test('a window of width 1 is a threshold, and the next window is not spoilt by it', async ({ page }) => {
  await openRoom(page, [current.studyInstanceUid]);
  await page.evaluate(() => window.yunying?.setWindow(0, { center: -200, width: 1 }));
  expect((await viewport(page)).voi).toEqual({ center: -200, width: 1 });
  const image = await pixels(page);
  const { grey } = await screenGrey(page);
  // Far from any edge between tissues nothing is grey: air is black, the body white.
  const share = grey.filter((value) => value > 2 && value < 253).length / grey.length;
  expect(share).toBeLessThan(0.05);
  expect(image.values.some((value) => value > -200)).toBe(true);
  expect(grey.filter((value) => value >= 253).length).toBeGreaterThan(10_000);
  await page.evaluate(() => window.yunying?.setWindow(0, { center: 40, width: 400 }));
  await expectScreen(page, { center: 40, width: 400 });
});
