import { expect, test, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { openRoom, seriesComplete, viewport } from './support/room.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
const main = current?.series.toSorted((a, b) => b.instances.length - a.instances.length)[0];
if (!current || !main) throw new Error('the demo has no current study');
const count = main.instances.length;
const middle = Math.floor(count / 2);

/** The slices that come onto the screen, in their order, until `enough` of them did. */
const watchSlices = (page: Page, enough: number): Promise<number[]> =>
  page.evaluate(async (wanted) => {
    const seen: number[] = [];
    while (seen.length < wanted) {
      const shown = (await window.yunying?.getViewports())?.[0]?.sliceIndex ?? -1;
      if (seen.at(-1) !== shown) seen.push(shown);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return seen;
  }, enough);

test.beforeEach(async ({ page }) => openRoom(page, [current.studyInstanceUid]));

test('Space plays every slice in turn, and stops', async ({ page }) => {
  await seriesComplete(page);
  await page.keyboard.press('Space');
  const seen = await watchSlices(page, 12);
  expect(seen).toEqual(seen.map((_, place) => (seen[0] as number) + place));
  const playing = (await viewport(page)).cine;
  expect(playing).toMatchObject({ playing: true, framesPerSecond: 15, rateFrom: 'default', mode: 'loop' });
  await page.keyboard.press('Space');
  await expect.poll(async () => (await viewport(page)).cine?.playing).toBe(false);
  const stopped = (await viewport(page)).sliceIndex;
  await page.waitForTimeout(300);
  expect((await viewport(page)).sliceIndex).toBe(stopped);
});

test('backwards and round: a sweep turns at the first slice, a loop goes on at the other end', async ({
  page,
}) => {
  await seriesComplete(page);
  await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 2 }));
  await page.evaluate(() =>
    window.yunying?.setCine(0, { playing: true, mode: 'sweep', direction: -1, framesPerSecond: 5 }),
  );
  // The first step may be over before anybody looks.
  const swept = (await watchSlices(page, 6)).filter((slice, place) => place > 0 || slice !== 2);
  expect(swept.slice(0, 5)).toEqual([1, 0, 1, 2, 3]);
  await page.evaluate(() => window.yunying?.setCine(0, { playing: false }));
  await page.evaluate((last) => window.yunying?.scrollTo(0, { sliceIndex: last - 1 }), count - 1);
  await page.evaluate(() =>
    window.yunying?.setCine(0, { playing: true, mode: 'loop', direction: 1, framesPerSecond: 5 }),
  );
  const looped = (await watchSlices(page, 5)).filter((slice, place) => place > 0 || slice !== count - 2);
  expect(looped.slice(0, 3)).toEqual([count - 1, 0, 1]);
});

test('scrolling by hand stops it there', async ({ page }) => {
  await seriesComplete(page);
  await page.evaluate(() => window.yunying?.setCine(0, { playing: true, framesPerSecond: 4 }));
  await watchSlices(page, 3);
  await page.keyboard.press('Home');
  await expect.poll(async () => (await viewport(page)).cine?.playing).toBe(false);
  await expect.poll(async () => (await viewport(page)).sliceIndex).toBe(0);
});

test('it says how many slices it really shows, and refuses what is no rate', async ({ page }) => {
  await seriesComplete(page);
  await page.evaluate(() => window.yunying?.setCine(0, { playing: true, framesPerSecond: 3 }));
  await expect.poll(async () => (await viewport(page)).cine?.shownPerSecond).toBe(3);
  await expect(page.locator('[data-viewport="0"]')).toContainText('实际 3 幅/秒');
  for (const rate of [0, 61])
    await expect(
      page.evaluate((wanted) => window.yunying?.setCine(0, { framesPerSecond: wanted }), rate),
    ).rejects.toThrow('no cine rate');
  expect((await viewport(page)).sliceIndex).not.toBe(middle);
});

test('two viewports play at once, each its own stack', async ({ page }) => {
  await page.evaluate(() => window.yunying?.applyHangingProtocol('ct-chest'));
  await seriesComplete(page);
  for (const index of [0, 1])
    await page.evaluate((at) => window.yunying?.setCine(at, { playing: true, framesPerSecond: 8 }), index);
  const [left, right] = [(await viewport(page, 0)).sliceIndex, (await viewport(page, 1)).sliceIndex];
  await expect.poll(async () => (await viewport(page, 0)).sliceIndex).not.toBe(left);
  await expect.poll(async () => (await viewport(page, 1)).sliceIndex).not.toBe(right);
});
