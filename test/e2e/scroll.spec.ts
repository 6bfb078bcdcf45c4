import { expect, test } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { expectScreen } from './support/expectScreen.ts';
import { expectSlice, openRoom, viewport } from './support/room.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
const main = current?.series.toSorted((a, b) => b.instances.length - a.instances.length)[0];
if (!current || !main) throw new Error('the demo has no current study');
const count = main.instances.length;
const middle = Math.floor(count / 2);
const uidAt = (index: number): string | undefined => main.instances[index]?.sopInstanceUid;

test.beforeEach(async ({ page }) => openRoom(page, [current.studyInstanceUid]));

test('keys show the right instance', async ({ page }) => {
  const steps: [string, number][] = [
    ['ArrowDown', middle + 1],
    ['ArrowDown', middle + 2],
    ['ArrowUp', middle + 1],
    ['PageDown', middle + 11],
    ['Home', 0],
    ['ArrowUp', 0],
    ['End', count - 1],
    ['PageUp', count - 11],
  ];
  for (const [key, index] of steps) {
    await page.keyboard.press(key);
    await expectSlice(page, index);
    expect((await viewport(page)).sopInstanceUID).toBe(uidAt(index));
  }
  await expectScreen(page, main.defaultWindow);
  await expect(page.locator('[data-viewport="0"]')).toContainText(`${count - 10}/${count}`);
});

test('the wheel goes one slice a notch, and fast turning ends where it should', async ({ page }) => {
  await page.mouse.move(700, 400);
  await page.mouse.wheel(0, 120);
  await expectSlice(page, middle + 1);
  await page.mouse.wheel(0, -120);
  await expectSlice(page, middle);
  for (let notch = 0; notch < 30; notch++) await page.mouse.wheel(0, 120);
  await expectSlice(page, middle + 30);
  expect((await viewport(page)).sopInstanceUID).toBe(uidAt(middle + 30));
  await expectScreen(page, main.defaultWindow);
});

test('the scrollbar goes to a place, dragging the scroll tool goes along', async ({ page }) => {
  const bar = page.getByRole('scrollbar');
  const box = await bar.boundingBox();
  if (!box) throw new Error('there is no scrollbar');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height * 0.25 + 1);
  await expectSlice(page, Math.floor(count * 0.25));
  await page.keyboard.press('s');
  await page.mouse.move(700, 300);
  await page.mouse.down();
  await page.mouse.move(700, 400, { steps: 10 });
  await page.mouse.up();
  await expect
    .poll(async () => (await viewport(page)).sliceIndex)
    .toBeGreaterThan(Math.floor(count * 0.25) + 5);
});

test('the automation interface scrolls to an instance and to the slice nearest a point', async ({ page }) => {
  const wanted = main.instances[7];
  if (!wanted) throw new Error('the series is too short');
  await page.evaluate((uid) => window.yunying?.scrollTo(0, { sopInstanceUID: uid }), wanted.sopInstanceUid);
  expect((await viewport(page)).sliceIndex).toBe(7);
  const [x, y, z] = main.instances[21]?.imagePositionPatient ?? [0, 0, 0];
  await page.evaluate((point) => window.yunying?.scrollTo(0, { point }), [x, y, z + 0.4] as [
    number,
    number,
    number,
  ]);
  expect((await viewport(page)).sliceIndex).toBe(21);
  await expect(page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 9999 }))).rejects.toThrow(
    'there is no slice 9999',
  );
});
