import { expect, test, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { baseUrl, firstImage, viewport } from './support/room.ts';

const truth = demoTruth();
const current = truth.studies.find(({ key }) => key === 'current');
if (!current) throw new Error('the demo has no current study');
const ideographic = current.patientName.split('=')[1]?.replace('^', '') ?? '';

test('from the worklist to the image, by keyboard alone', async ({ page }) => {
  await page.goto(baseUrl());
  await expect(page).toHaveTitle(/云影/);
  await typeInSearch(page, ideographic);
  const rows = page.locator('a[data-study]');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText(ideographic);
  // The newest study comes first; the prior is half a year older.
  await expect(rows.first()).toHaveAttribute('data-study', current.studyInstanceUid);
  // Out of the search box, down to the prior and up again.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/viewer\\?StudyInstanceUIDs=${current.studyInstanceUid}`));
  await firstImage(page);
  expect((await viewport(page)).studyInstanceUID).toBe(current.studyInstanceUid);
  await expect(page.getByRole('banner')).toContainText(ideographic);
});

test('finds a Chinese name by its pinyin and by the initials of it', async ({ page }) => {
  await page.goto(baseUrl());
  const rows = page.locator('a[data-study]');
  for (const typed of ['zhangyunshan', 'zhang yun shan', 'zys', '云山']) {
    await typeInSearch(page, typed);
    await expect(rows).toHaveCount(2);
    await expect(rows.first()).toContainText(ideographic);
    await typeInSearch(page, '');
    await page.keyboard.press('Backspace');
    await expect(rows).not.toHaveCount(2);
  }
});

test('finds a study by patient ID, by accession number, and nothing where there is nothing', async ({
  page,
}) => {
  const rows = page.locator('a[data-study]');
  for (const typed of [current.patientId, current.accessionNumber]) {
    await page.goto(`${baseUrl()}/`);
    await typeInSearch(page, typed);
    await expect(rows.first()).toHaveAttribute('data-study', current.studyInstanceUid);
  }
  await typeInSearch(page, 'NOBODY-OF-THIS-NAME');
  await expect(rows).toHaveCount(0);
});

/** Goes to the search box by its key and replaces what is in it. */
async function typeInSearch(page: Page, text: string): Promise<void> {
  await expect(page.locator('a[data-study]').first()).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}
