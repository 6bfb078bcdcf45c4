import { expect, test, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { baseUrl } from './support/room.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
const main = current?.series.toSorted((a, b) => b.instances.length - a.instances.length)[0];
if (!current || !main) throw new Error('the demo has no current study');
const uid = current.studyInstanceUid;
const stage = '#opening';

const marked = (page: Page, name: string): Promise<boolean> =>
  page.evaluate((mark) => performance.getEntriesByName(mark).length > 0, name);

/** Holds what matches back until it is let go. */
async function hold(page: Page, pattern: string | RegExp): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(pattern, async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

test('a picture of the study is there before its series are known, called a preview and nothing else', async ({
  page,
}) => {
  const letMetadataGo = await hold(page, '**/metadata');
  const letFramesGo = await hold(page, /\/frames\/\d+$/);
  await page.goto(`${baseUrl()}/viewer?StudyInstanceUIDs=${uid}`);
  await expect(page.locator(`${stage}[data-unnamed] img`)).toBeVisible();
  await expect.poll(() => marked(page, 'first-preview')).toBe(true);
  await expect(page.locator(`${stage} p`)).toHaveCount(0);
  const badge = () => page.locator(stage).evaluate((element) => getComputedStyle(element, '::after').content);
  expect(await badge()).toMatch(/预览|Preview/);
  expect(await marked(page, 'first-image')).toBe(false);
  // With the metadata the same picture gets its name.
  const image = await page.locator(`${stage} img`).elementHandle();
  letMetadataGo();
  await expect(page.locator(`${stage} p`)).toHaveCount(1);
  await expect(page.locator(`${stage}[data-unnamed]`)).toHaveCount(0);
  expect(await image?.evaluate((element) => element.isConnected)).toBe(true);
  letFramesGo();
  await expect.poll(() => marked(page, 'first-image')).toBe(true);
});

test('a picture of another frame than the one to begin with goes as soon as that is known', async ({
  page,
}) => {
  const letMetadataGo = await hold(page, '**/metadata');
  const letFramesGo = await hold(page, /\/frames\/\d+$/);
  const letRenderedGo = await hold(page, '**/rendered*');
  await page.route(`**/studies/${uid}/thumbnail*`, async (route) => {
    const response = await route.fetch();
    const { 'content-location': named } = response.headers();
    const location = named?.replace(/instances\/[0-9.]+/, `instances/${main.instances[0]?.sopInstanceUid}`);
    await route.fulfill({ response, headers: { ...response.headers(), 'content-location': location ?? '' } });
  });
  await page.goto(`${baseUrl()}/viewer?StudyInstanceUIDs=${uid}`);
  await expect(page.locator(`${stage}[data-unnamed] img`)).toBeVisible();
  const right = page.waitForRequest(/\/rendered\?viewport=512,512$/);
  letMetadataGo();
  await expect(page.locator(`${stage} img`)).toHaveCount(0);
  letRenderedGo();
  const middle = main.instances[Math.floor(main.instances.length / 2)]?.sopInstanceUid;
  expect((await right).url()).toContain(`/instances/${middle}/`);
  letFramesGo();
  await expect.poll(() => marked(page, 'first-image')).toBe(true);
});

test('a picture that names no frame of the study is not shown', async ({ page }) => {
  const letMetadataGo = await hold(page, '**/metadata');
  let answered = false;
  await page.route(`**/studies/${uid}/thumbnail*`, async (route) => {
    const response = await route.fetch();
    const location = response.headers()['content-location']?.replace(uid, '1.2.3');
    await route.fulfill({ response, headers: { ...response.headers(), 'content-location': location ?? '' } });
    answered = true;
  });
  await page.goto(`${baseUrl()}/viewer?StudyInstanceUIDs=${uid}`);
  await expect.poll(() => answered).toBe(true);
  await expect(page.getByRole('region', { name: /1/ }).first()).toBeAttached();
  await expect(page.locator(`${stage} img`)).toHaveCount(0);
  expect(await marked(page, 'first-preview')).toBe(false);
  letMetadataGo();
  await expect.poll(() => marked(page, 'first-image')).toBe(true);
});
