import { expect, test } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { baseUrl, firstImage, pixels, viewport } from './support/room.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
if (!current) throw new Error('the demo has no current study');

test('over a slow line a smaller image of the first bytes comes before the whole one, and gives way to it', async ({
  page,
}) => {
  const study = `${baseUrl()}/dicom-web/studies/${current.studyInstanceUid}`;
  await expect
    .poll(
      async () => {
        const { frames, prepared } = await (await page.request.get(`${study}/prepared`)).json();
        return frames > 0 && prepared === frames;
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  // Without the server's JPEGs, so that what is seen first can only come from the frame itself.
  await page.route('**/thumbnail*', (route) => route.abort());
  await page.route('**/rendered?*', (route) => route.abort());
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 5,
    downloadThroughput: 150_000,
    uploadThroughput: 150_000,
  });
  await page.goto(`${baseUrl()}/viewer?StudyInstanceUIDs=${current.studyInstanceUid}`, {
    waitUntil: 'commit',
  });
  await expect(page.locator('#opening canvas')).toBeVisible();
  const marked = await page.evaluate(() => performance.getEntriesByName('first-image').length);
  expect(marked, 'the whole frame was there before the smaller image').toBe(0);
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  await firstImage(page);
  const marks = await page.evaluate(() =>
    ['first-preview', 'first-image'].map((name) => performance.getEntriesByName(name)[0]?.startTime ?? NaN),
  );
  expect(marks[0]).toBeLessThan(marks[1] as number);
  expect((await viewport(page)).fidelity).toBe('lossless');
  expect((await pixels(page)).rows).toBe(512);
});
