import { expect, test } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { baseUrl, firstImage, viewport } from './support/room.ts';

const truth = demoTruth();
const current = truth.studies.find(({ key }) => key === 'current');
if (!current) throw new Error('the demo has no current study');
const ideographic = current.patientName.split('=')[1]?.replace('^', '') ?? '';

test('from the worklist to the image, by keyboard alone', async ({ page }) => {
  await page.goto(baseUrl());
  await expect(page).toHaveTitle(/云影/);
  await page.keyboard.press('/');
  await page.keyboard.type(ideographic);
  const rows = page.locator('[data-study-uid]');
  await expect(rows.first()).toContainText(ideographic);
  // The newest study comes first; the prior is half a year older.
  await expect(rows.first()).toHaveAttribute('data-study-uid', current.studyInstanceUid);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/viewer\\?StudyInstanceUIDs=${current.studyInstanceUid}`));
  await firstImage(page);
  expect((await viewport(page)).studyInstanceUID).toBe(current.studyInstanceUid);
  await expect(page.locator('header')).toContainText(ideographic);
});

test('finds a study by patient ID, by accession number, and nothing where there is nothing', async ({
  page,
}) => {
  const rows = page.locator('[data-study-uid]');
  for (const typed of [current.patientId, current.accessionNumber]) {
    await page.goto(`${baseUrl()}/`);
    await page.keyboard.press('/');
    await page.keyboard.type(typed);
    await expect(rows.first()).toHaveAttribute('data-study-uid', current.studyInstanceUid);
  }
  await page.keyboard.press('/');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('NOBODY-OF-THIS-NAME');
  await expect(rows).toHaveCount(0);
});
