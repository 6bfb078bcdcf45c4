import { expect, test } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { baseUrl, openRoom, pixels, viewport } from './support/room.ts';

const truth = demoTruth();
const current = truth.studies.find(({ key }) => key === 'current');
const main = current?.series.toSorted((a, b) => b.instances.length - a.instances.length)[0];
if (!current || !main) throw new Error('the demo has no current study');

/** Mean of the pixels within `radius` columns and rows around a place. */
function meanAround(
  image: { columns: number; values: number[] },
  column: number,
  row: number,
  radius: number,
): number {
  const values: number[] = [];
  for (let y = row - radius; y <= row + radius; y++)
    for (let x = column - radius; x <= column + radius; x++)
      values.push(image.values[y * image.columns + x] as number);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

test('HU at the landmarks are the truth of the generator', async ({ page }) => {
  await openRoom(page, [current.studyInstanceUid]);
  const radius = 2;
  const samples = (2 * radius + 1) ** 2;
  for (const { name, point, hu } of current.landmarks) {
    await page.evaluate((place) => window.yunying?.scrollTo(0, { point: place }), point);
    const image = await pixels(page);
    expect(image.unit).toBe('HU');
    const [x, y] = main.instances[(await viewport(page)).sliceIndex]?.imagePositionPatient ?? [0, 0];
    const column = Math.round((point[0] - x) / main.pixelSpacingMm[1]);
    const row = Math.round((point[1] - y) / main.pixelSpacingMm[0]);
    // CT noise is correlated over a few pixels: the mean of 25 counts as some 6 independent ones.
    const allowed = (4 * main.noiseSdHu) / Math.sqrt(samples / 4) + 3;
    expect(Math.abs(meanAround(image, column, row, radius) - hu), `${name} should be ${hu} HU`).toBeLessThan(
      allowed,
    );
  }
});

test('the value under the mouse is the stored value, rescaled', async ({ page, request }) => {
  await openRoom(page, [current.studyInstanceUid]);
  const landmark = current.landmarks.find(({ tissue }) => tissue !== 'air') ?? current.landmarks[0];
  if (!landmark) throw new Error('the truth has no landmarks');
  await page.evaluate((point) => window.yunying?.scrollTo(0, { point }), landmark.point);
  const { sliceIndex, studyInstanceUID, seriesInstanceUID, sopInstanceUID } = await viewport(page);
  const [x, y] = main.instances[sliceIndex]?.imagePositionPatient ?? [0, 0];
  const column = Math.round((landmark.point[0] - x) / main.pixelSpacingMm[1]);
  const row = Math.round((landmark.point[1] - y) / main.pixelSpacingMm[0]);

  // The same pixel by another way: the frame's bytes as the server gives them, little endian, rescaled by hand.
  const frame = await request.get(
    `${baseUrl()}/dicom-web/studies/${studyInstanceUID}/series/${seriesInstanceUID}/instances/${sopInstanceUID}/frames/1`,
    { headers: { Accept: 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1' } },
  );
  expect(frame.status()).toBe(200);
  const stored = (await frame.body()).readUInt16LE((row * main.columns + column) * 2);
  const hu = stored - 1024;

  const canvas = await page.evaluate((point) => window.yunying?.worldToCanvas(0, point), [
    x + column * main.pixelSpacingMm[1],
    y + row * main.pixelSpacingMm[0],
    main.instances[sliceIndex]?.imagePositionPatient[2] ?? 0,
  ] as [number, number, number]);
  const box = await page.locator('[data-viewport="0"]').boundingBox();
  if (!canvas || !box) throw new Error('there is no viewport');
  await page.mouse.move(box.x + canvas[0], box.y + canvas[1]);
  await expect(page.getByTestId('probe')).toHaveText(`${hu} HU  (${column}, ${row})`);
  const asked = await page.evaluate((point) => window.yunying?.valueAt(0, point), landmark.point);
  expect(asked).toEqual({ value: hu, unit: 'HU' });
});

test('a point outside the image has no value', async ({ page }) => {
  await openRoom(page, [current.studyInstanceUid]);
  await expect(page.evaluate(() => window.yunying?.valueAt(0, [10_000, 0, 0]))).rejects.toThrow('outside');
});
