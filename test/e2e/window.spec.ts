import { expect, test, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { bilinear, linearVoi } from './support/expectedGrey.ts';
import { openRoom, pixels, screenGrey, viewport } from './support/room.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
const main = current?.series.toSorted((a, b) => b.instances.length - a.instances.length)[0];
if (!current || !main) throw new Error('the demo has no current study');

/** Greatest difference of grey allowed: rounding of the texture's interpolation and of the 8-bit output. */
const tolerance = 2;

/** Compares the screen with VOI and interpolation computed from the values; gives how many points were compared. */
async function compareScreen(page: Page, center: number, width: number, invert = false): Promise<number> {
  const image = await pixels(page);
  const screen = await screenGrey(page);
  // World to canvas is affine: three points give it.
  const [m00, , , x0, , m11, , y0] = image.indexToWorld as number[];
  const corners = await page.evaluate(
    async (points) => Promise.all(points.map((point) => window.yunying?.worldToCanvas(0, point))),
    [
      [x0, y0, image.indexToWorld[11]],
      [
        (x0 as number) + (m00 as number) * 511,
        (y0 as number) + (m11 as number) * 511,
        image.indexToWorld[11],
      ],
    ] as [number, number, number][],
  );
  const [[left, top], [right, bottom]] = corners as [[number, number], [number, number]];
  let compared = 0;
  const worst: number[] = [];
  for (let y = 5; y < screen.height - 5; y += 7) {
    for (let x = 5; x < screen.width - 5; x += 7) {
      const column = ((x + 0.5 - left) / (right - left)) * 511;
      const row = ((y + 0.5 - top) / (bottom - top)) * 511;
      const value = bilinear(image, column, row);
      if (value === undefined) continue;
      const grey = linearVoi(value, center, width);
      worst.push(Math.abs((screen.grey[y * screen.width + x] as number) - (invert ? 255 - grey : grey)));
      compared++;
    }
  }
  expect(Math.max(...worst)).toBeLessThanOrEqual(tolerance);
  return compared;
}

test('the window changes the pixels on the screen as PS3.3 C.11.2 computes', async ({ page }) => {
  await openRoom(page, [current.studyInstanceUid]);
  const { center, width } = main.defaultWindow;
  expect((await viewport(page)).voi).toEqual({ center, width });
  expect(await compareScreen(page, center, width)).toBeGreaterThan(5000);
  for (const wanted of [
    { center: 40, width: 400 },
    { center: -600, width: 1500 },
    { center: 300, width: 2000 },
  ]) {
    await page.evaluate((voi) => window.yunying?.setWindow(0, voi), wanted);
    expect((await viewport(page)).voi).toEqual(wanted);
    await compareScreen(page, wanted.center, wanted.width);
  }
  await page.keyboard.press('i');
  await expect.poll(async () => (await viewport(page)).invert).toBe(true);
  await compareScreen(page, 300, 2000, true);
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
  const dragged = (await viewport(page)).voi;
  // To the right wider, downwards the centre higher or lower, but both moved.
  expect(dragged.width).toBeGreaterThan(400);
  expect(dragged.center).not.toBe(40);
  await page.keyboard.press('0');
  await expect.poll(async () => (await viewport(page)).voi).toEqual(main.defaultWindow);
});
