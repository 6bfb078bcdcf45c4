import { expect, test, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { linearVoi } from './support/expectedGrey.ts';
import { openRoom, pixels, screenGrey, toCanvas, viewport } from './support/room.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
if (!current) throw new Error('the demo has no current study');

async function box(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const found = await page.locator('[data-viewport="0"]').boundingBox();
  if (!found) throw new Error('there is no viewport');
  return found;
}

test('a box drawn with the region tool spreads its values over the grey scale', async ({ page }) => {
  await openRoom(page, [current.studyInstanceUid]);
  await page.evaluate(() => window.yunying?.setTool('window-region'));
  const { x, y, width, height } = await box(page);
  const [left, top, right, bottom] = [width * 0.4, height * 0.42, width * 0.55, height * 0.6].map(
    Math.round,
  ) as [number, number, number, number];
  await page.mouse.move(x + left, y + top);
  await page.mouse.down();
  await page.mouse.move(x + right, y + bottom, { steps: 5 });
  await page.mouse.up();

  const image = await pixels(page);
  const [dx, , , originX, , dy, , originY, , , , z] = image.indexToWorld as number[];
  // Columns and rows whose centres lie in the box, from where the interface says two of them are.
  const [x0, y0] = await toCanvas(page, [originX as number, originY as number, z as number]);
  const [x1, y1] = await toCanvas(page, [
    (originX as number) + 100 * (dx as number),
    (originY as number) + 100 * (dy as number),
    z as number,
  ]);
  const inside: number[] = [];
  for (let row = 0; row < image.rows; row++) {
    for (let column = 0; column < image.columns; column++) {
      const at = [x0 + (column * (x1 - x0)) / 100, y0 + (row * (y1 - y0)) / 100] as const;
      if (at[0] >= left && at[0] <= right && at[1] >= top && at[1] <= bottom)
        inside.push(image.values[row * image.columns + column] as number);
    }
  }
  const [least, greatest] = [Math.min(...inside), Math.max(...inside)];
  expect(inside.length).toBeGreaterThan(1000);
  await expect
    .poll(async () => (await viewport(page)).voi)
    .toEqual({ center: (least + greatest + 1) / 2, width: greatest - least + 1 });
});

test('at 1:1 without interpolation every pixel of the screen is one pixel of the image', async ({ page }) => {
  await openRoom(page, [current.studyInstanceUid]);
  const wanted = { center: -400, width: 1600 };
  await page.evaluate((voi) => window.yunying?.setWindow(0, voi), wanted);
  await page.keyboard.press('o');
  await page.keyboard.press('Shift+I');
  const image = await pixels(page);
  const [, , , originX, , , , originY, , , , z] = image.indexToWorld as number[];
  const [x, y] = await toCanvas(page, [originX as number, originY as number, z as number]);
  // The centre of the first pixel lies on the centre of a pixel of the screen.
  expect(Math.abs(x - 0.5 - Math.round(x - 0.5))).toBeLessThan(0.01);
  expect(Math.abs(y - 0.5 - Math.round(y - 0.5))).toBeLessThan(0.01);
  const [left, top] = [Math.round(x - 0.5), Math.round(y - 0.5)];
  await expect
    .poll(async () => {
      const screen = await screenGrey(page);
      let [greatest, compared] = [0, 0];
      for (let row = 0; row < image.rows; row++) {
        for (let column = 0; column < image.columns; column++) {
          const at = { x: left + column, y: top + row };
          if (at.x < 0 || at.y < 0 || at.x >= screen.width || at.y >= screen.height) continue;
          const value = image.values[row * image.columns + column] as number;
          const grey = linearVoi(value, wanted.center, wanted.width);
          greatest = Math.max(greatest, Math.abs((screen.grey[at.y * screen.width + at.x] as number) - grey));
          compared++;
        }
      }
      return compared > 200_000 && greatest <= 1;
    })
    .toBe(true);
});

test('turning and flipping move every point as geometry says, and the reset takes all back', async ({
  page,
}) => {
  await openRoom(page, [current.studyInstanceUid]);
  const { width, height } = await box(page);
  const image = await pixels(page);
  const [dx, , , originX, , dy, , originY, , , , z] = image.indexToWorld as number[];
  const corner: [number, number, number] = [originX as number, originY as number, z as number];
  const middle: [number, number, number] = [
    (originX as number) + ((image.columns - 1) / 2) * (dx as number),
    (originY as number) + ((image.rows - 1) / 2) * (dy as number),
    z as number,
  ];
  const offset = async (): Promise<[number, number]> => {
    const [from, to] = [await toCanvas(page, middle), await toCanvas(page, corner)];
    return [to[0] - from[0], to[1] - from[1]];
  };
  const [a, b] = await offset();
  const expectOffset = async (x: number, y: number): Promise<void> => {
    await expect.poll(async () => (await offset())[0]).toBeCloseTo(x, 0);
    await expect.poll(async () => (await offset())[1]).toBeCloseTo(y, 0);
  };
  await page.keyboard.press('.');
  await expectOffset(-b, a);
  expect((await viewport(page)).rotation).toBeCloseTo(90, 6);
  await page.keyboard.press('.');
  await expectOffset(-a, -b);
  await page.keyboard.press('h');
  await expectOffset(a, -b);
  await page.keyboard.press('f');
  await expectOffset(a, b);
  // Any angle, clockwise on the screen.
  await page.evaluate(() => window.yunying?.setCamera(0, { rotation: 30 }));
  const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
  await expectOffset(a * c - b * s, a * s + b * c);
  expect(width).toBeGreaterThan(height / 2);
  await page.keyboard.press('f');
  expect((await viewport(page)).rotation).toBeCloseTo(0, 6);
});
