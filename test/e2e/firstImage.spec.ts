import { expect, test } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { baseUrl, openRoom, seriesComplete, viewport } from './support/room.ts';

const truth = demoTruth();
const current = truth.studies.find(({ key }) => key === 'current');
const main = current?.series.toSorted((a, b) => b.instances.length - a.instances.length)[0];
if (!current || !main) throw new Error('the demo has no current study');

test('opens in the middle of the largest series, lossless, and marks what the reader felt', async ({
  page,
}) => {
  await openRoom(page, [current.studyInstanceUid]);
  const shown = await viewport(page);
  const middle = Math.floor(main.instances.length / 2);
  expect(shown).toMatchObject({
    seriesInstanceUID: main.seriesInstanceUid,
    sliceIndex: middle,
    sliceCount: main.instances.length,
    sopInstanceUID: main.instances[middle]?.sopInstanceUid,
    fidelity: 'lossless',
  });
  await seriesComplete(page);
  const marks = await page.evaluate(() =>
    Object.fromEntries(performance.getEntriesByType('mark').map(({ name, startTime }) => [name, startTime])),
  );
  expect(Object.keys(marks)).toEqual(
    expect.arrayContaining(['first-preview', 'first-image', 'series-complete']),
  );
  expect(marks['first-preview']).toBeLessThanOrEqual(marks['first-image'] as number);
  expect(marks['first-image']).toBeLessThanOrEqual(marks['series-complete'] as number);
});

test('asks for the frames in the order of need, the first before the engine has come', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const engineArrived = page.waitForResponse((response) => response.url().includes('engineRoom'));
  await page.route('**/assets/engineRoom*', async (route) => {
    await expect.poll(() => asked.filter((path) => /\/frames\/\d+$/.test(path)).length).toBeGreaterThan(20);
    await route.continue();
  });
  await page.goto(`${baseUrl()}/viewer?StudyInstanceUIDs=${current.studyInstanceUid}`);
  await engineArrived;
  // What the page's first script fetched is handed on, not fetched again.
  const images = asked.filter((path) => /\/(metadata|frames\/\d+)$/.test(path));
  expect(new Set(images).size).toBe(images.length);
  const instances = asked
    .filter((path) => /\/frames\/\d+$/.test(path))
    .map((path) => main.instances.findIndex(({ sopInstanceUid }) => path.includes(`/${sopInstanceUid}/`)));
  const middle = Math.floor(main.instances.length / 2);
  expect(instances[0]).toBe(middle);
  // The nearest slices one after the other, on both sides: the recording may swap two that leave in the same moment.
  const distances = instances.slice(0, 20).map((index) => Math.abs(index - middle));
  expect(Math.max(...distances)).toBeLessThanOrEqual(12);
  for (const [i, distance] of distances.entries())
    expect(Math.abs(distance - Math.ceil(i / 2))).toBeLessThanOrEqual(2);
});
