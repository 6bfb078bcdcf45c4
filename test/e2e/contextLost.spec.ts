import { expect, test } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { expectScreen } from './support/expectScreen.ts';
import { openRoom, viewport } from './support/room.ts';
import { gatherContexts, loseContexts } from './support/webgl.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
if (!current) throw new Error('the demo has no current study');

declare global {
  interface Window {
    /** Resolves when the page says that it draws anew, however short it says so. */
    noticed?: Promise<void>;
  }
}

const notice = '显卡资源被浏览器收回';

test('when the browser takes the graphics memory away, the same picture comes back; on the CPU in the end', async ({
  page,
}) => {
  await gatherContexts(page);
  await openRoom(page, [current.studyInstanceUid]);
  const wanted = { center: 40, width: 400 };
  await page.evaluate((voi) => window.yunying?.setWindow(0, voi), wanted);
  await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 40 }));
  await page.evaluate(() => window.yunying?.setCamera(0, { zoom: 1.5 }));
  const before = await viewport(page);

  for (let loss = 1; loss <= 3; loss++) {
    expect(await loseContexts(page), `contexts before loss ${loss}`).toBeGreaterThan(0);
    // The viewport is made anew: its canvas is another one.
    await expect
      .poll(async () => (await viewport(page)).sopInstanceUID, { message: `after loss ${loss}` })
      .toBe(before.sopInstanceUID);
    await expect.poll(async () => (await viewport(page)).voi).toEqual(wanted);
    await expect.poll(async () => (await viewport(page)).zoom).toBeCloseTo(1.5, 2);
    await expect(page.getByText(notice)).toBeHidden();
    if (loss < 3) await expectScreen(page, wanted);
  }
  // Lost three times in two minutes: it is not trusted any more.
  await expect(page.getByText('CPU').first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect.poll(async () => (await viewport(page)).sliceIndex).toBe(41);
});

test('what had no picture yet when the graphics memory went is shown all the same', async ({ page }) => {
  await gatherContexts(page);
  await openRoom(page, [current.studyInstanceUid]);
  const other = current.series.find(
    ({ seriesInstanceUid }) => seriesInstanceUid !== current.series[0]?.seriesInstanceUid,
  );
  if (!other) throw new Error('the demo study has one series only');
  const held = Promise.withResolvers<void>();
  await page.route(`**/series/${other.seriesInstanceUid}/**`, async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.evaluate(() => window.yunying?.setLayout({ rows: 1, columns: 2 }));
  await page.evaluate((seriesInstanceUID) => {
    void window.yunying?.show(1, { seriesInstanceUID }).catch(() => undefined);
  }, other.seriesInstanceUid);
  await page.evaluate((text) => {
    window.noticed = new Promise((resolve) => {
      const look = (): void => {
        if (document.body.textContent?.includes(text)) resolve();
      };
      new MutationObserver(look).observe(document.body, {
        childList: true,
        subtree: true,
        characterData: true,
      });
    });
  }, notice);
  expect(await loseContexts(page)).toBeGreaterThan(0);
  await page.evaluate(() => window.noticed);
  await expect(page.getByText(notice)).toBeHidden();
  held.resolve();
  await expect.poll(async () => (await viewport(page, 1)).fidelity).toBe('lossless');
  await expect(page.locator('[data-viewport="1"] [data-blank="false"] canvas')).toBeVisible();
});
