import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import type { ReportPanelReport } from '../../viewer/app/automation/index.ts';
import { makeInstance, store } from '../integration/support/instances.ts';
import { dumpedValues } from './support/dcmdump.ts';
import { dumpedReport } from './support/dsrdump.ts';
import { madePdf, madeReport, type ReportedStudy } from './support/madeReports.ts';
import { baseUrl, firstImage, openRoom, seriesComplete, viewport } from './support/room.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const volumes = fileURLToPath(new URL('../../../shared/dicom/volumes/', import.meta.url));
const slices = 5;
const side = 64;

/** A study of one series of slices 2.5 mm apart, in a frame of reference of its own. */
interface MadeStudy extends ReportedStudy {
  series: string;
  /** SOP Instance UIDs from the first slice. */
  images: string[];
  files: Buffer[];
}

function madeStudy(patientId: string, studyDate: string): MadeStudy {
  const study = `2.25.${Array.from({ length: 4 }, () => randomInt(1e8, 1e9)).join('')}`;
  const made = Array.from({ length: slices }, (_, index) => {
    const values = Buffer.alloc(2 * side * side);
    for (let i = 0; i < side * side; i++) values.writeUInt16LE(900 + 40 * index + (i % side), 2 * i);
    return makeInstance({
      study,
      patientId,
      studyDate,
      number: index + 1,
      more: [
        [0x00180015, 'CS', ['CHEST']],
        [0x00200037, 'DS', ['1', '0', '0', '0', '1', '0']],
        [0x00200052, 'UI', `${study}.52`],
        [0x00280010, 'US', side],
        [0x00280011, 'US', side],
        [0x7fe00010, 'OW', values],
      ],
    });
  });
  const [first] = made;
  if (!first) throw new Error('no slice was made');
  return {
    study,
    patientId,
    studyDate,
    series: first.series,
    images: made.map(({ instance }) => instance),
    files: made.map(({ file }) => file),
  };
}

/** Three dates of one patient: reports of every kind, one report, none. */
function madePatient() {
  const patientId = `RP${randomInt(1e8, 1e9)}`;
  const [now, before, without] = ['20260701', '20251220', '20240105'].map((date) =>
    madeStudy(patientId, date),
  );
  if (!now || !before || !without) throw new Error('not all dates were made');
  const image = ({ study, series, images }: MadeStudy, slice: number) => ({
    study,
    series,
    instance: images[slice] ?? '',
  });
  const ids = {
    draft: `${now.study}.88.1`,
    final: `${now.study}.88.2`,
    measured: `${now.study}.88.3`,
    pdf: `${now.study}.104.1`,
    before: `${before.study}.88.1`,
  };
  const files = [
    ...[now, before, without].flatMap((one) => one.files),
    madeReport({ ...now, instance: ids.draft, date: '20260701', time: '110000', text: '草稿' }),
    madeReport({
      ...now,
      instance: ids.final,
      date: '20260701',
      time: '120000',
      text: '右肺上叶结节较前增大',
      image: image(now, 1),
      replaces: ids.draft,
    }),
    madeReport({
      ...now,
      instance: ids.measured,
      date: '20260703',
      time: '0900',
      text: '8 mm',
      kind: 'measurements',
    }),
    madePdf({ ...now, instance: ids.pdf, title: '会诊意见', date: '20260630' }),
    madeReport({
      ...before,
      instance: ids.before,
      date: '20251221',
      time: '083000',
      text: '右肺上叶结节',
      image: image(before, 4),
    }),
  ];
  return { now, before, without, ids, files };
}

const patient = madePatient();
const { now, before, without, ids } = patient;

const panelOf = (page: Page) => page.getByRole('complementary', { name: '报告', exact: true });

const read = (page: Page): Promise<ReportPanelReport | null | undefined> =>
  page.evaluate(() => window.yunying?.getReport());

const open = (page: Page, target?: { studyInstanceUID?: string; reportId?: string }): Promise<void> =>
  page.evaluate((wanted) => window.yunying?.openReport(wanted), target) as Promise<void>;

/** What the report on the screen says under "Finding". */
async function finding(page: Page): Promise<string | undefined> {
  const details = (await read(page))?.details;
  return details?.kind === 'report' ? details.lines.at(1)?.value : undefined;
}

const viewportCount = (page: Page) =>
  page.evaluate(async () => (await window.yunying?.getViewports())?.length);

test.beforeAll(async () => {
  expect((await store(`${baseUrl()}/dicom-web`, patient.files)).status).toBe(200);
});

test('nothing is asked for before the panel is opened, by button or key', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (/instances\?SOPClassUID|\/Reports-|ReportPane-/.test(request.url())) asked.push(request.url());
  });
  await openRoom(page, [now.study]);
  await seriesComplete(page);
  expect(asked).toEqual([]);
  expect(await read(page)).toBeNull();
  await expect(panelOf(page)).toHaveCount(0);
  await page.keyboard.press('Shift+B');
  await expect(panelOf(page)).toContainText('右肺上叶结节较前增大');
  // One study, as long as no other date is chosen.
  expect(asked.filter((url) => url.includes('SOPClassUID'))).toHaveLength(1);
  await page.getByRole('button', { name: '报告', exact: true }).click();
  await expect(panelOf(page)).toHaveCount(0);
  expect(await read(page)).toBeNull();
});

test('the reports of both compared dates are read beside their images, and lead to them', async ({
  page,
}) => {
  await openRoom(page, [now.study, before.study]);
  await expect.poll(async () => (await viewport(page, 1)).studyInstanceUID).toBe(before.study);
  await expect.poll(async () => (await viewport(page, 1)).fidelity).toBe('lossless');
  await open(page);
  expect(await read(page)).toMatchObject({
    studyInstanceUID: now.study,
    relation: 'current',
    reportId: ids.final,
  });
  expect(await finding(page)).toBe('右肺上叶结节较前增大');
  const panel = panelOf(page);
  await expect(panel).toContainText('本次 · 2026-07-01 · CT');
  expect(await viewportCount(page)).toBe(2);

  await panel.locator(`[data-sop-instance="${now.images[1]}"]`).click();
  await expect.poll(async () => (await viewport(page, 0)).sopInstanceUID).toBe(now.images[1]);

  await panel.getByRole('button', { name: '历史 2025-12-20' }).click();
  await expect.poll(() => finding(page)).toBe('右肺上叶结节');
  expect(await read(page)).toMatchObject({ studyInstanceUID: before.study, relation: 'prior' });
  await expect(panel).toContainText('历史 · 2025-12-20 · CT');
  await panel.locator(`[data-sop-instance="${before.images[4]}"]`).click();
  await expect.poll(async () => (await viewport(page, 1)).sopInstanceUID).toBe(before.images[4]);
  // Each date stays where it was laid out.
  expect(await viewportCount(page)).toBe(2);
  expect((await viewport(page, 0)).studyInstanceUID).toBe(now.study);
  await expect(panel).toBeVisible();
});

test('all reports of a date are offered: readings first, what was replaced last and marked', async ({
  page,
}) => {
  await openRoom(page, [now.study]);
  await open(page);
  const { reports = [], unread } = (await read(page)) ?? {};
  expect(reports.map(({ id, kind, replaced }) => [id, kind, replaced])).toEqual([
    [ids.final, 'reading', false],
    [ids.pdf, 'reading', false],
    [ids.measured, 'measurements', false],
    [ids.draft, 'reading', true],
  ]);
  expect(unread).toEqual([]);
  const panel = panelOf(page);
  await panel.getByRole('combobox', { name: '此检查的 4 份报告' }).selectOption(ids.draft);
  await expect.poll(() => finding(page)).toBe('草稿');
  await expect(panel).toContainText('此报告已被更新的报告取代');
  // Whichever was chosen is there again when its date is.
  await open(page, { studyInstanceUID: before.study });
  await open(page, { studyInstanceUID: now.study });
  expect(await finding(page)).toBe('草稿');
  await expect(open(page, { studyInstanceUID: '1.2.3' })).rejects.toThrow(/no study 1\.2\.3/);
  await expect(open(page, { reportId: '1.2.3' })).rejects.toThrow(/no report 1\.2\.3/);
});

test('a PDF is drawn in the panel as in a viewport', async ({ page }) => {
  await openRoom(page, [now.study]);
  await open(page, { reportId: ids.pdf });
  expect((await read(page))?.details).toMatchObject({
    kind: 'document',
    mediaType: 'application/pdf',
    title: '会诊意见',
    page: 1,
    pages: 1,
  });
  // A black square of half the width in the middle of the page.
  const [middle, corner] = await panelOf(page)
    .locator('[data-page="1"] canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const context = canvas.getContext('2d');
      const grey = (x: number, y: number): number | undefined =>
        context?.getImageData(Math.round(x * canvas.width), Math.round(y * canvas.height), 1, 1).data[0];
      return [grey(0.5, 0.5), grey(0.2, 0.2)];
    });
  expect([middle, corner]).toEqual([0, 255]);
  expect((await viewport(page, 0)).kind).toBe('image');
});

test('a date that is not laid out is compared when its report leads there', async ({ page }) => {
  await openRoom(page, [now.study]);
  await open(page, { studyInstanceUID: before.study });
  expect(await viewportCount(page)).toBe(1);
  await panelOf(page).locator(`[data-sop-instance="${before.images[4]}"]`).click();
  await expect
    .poll(async () => (await viewport(page, 1).catch(() => undefined))?.sopInstanceUID, { timeout: 30_000 })
    .toBe(before.images[4]);
  expect((await viewport(page, 0)).studyInstanceUID).toBe(now.study);
  await expect(page.locator('[data-viewport="1"]')).toContainText('历史 2025-12-20');
  expect(page.url()).toContain(`${now.study},${before.study}`);
});

test('a study without a report says so, and shows one that has come meanwhile', async ({ page }) => {
  await openRoom(page, [now.study]);
  await open(page, { studyInstanceUID: without.study });
  const panel = panelOf(page);
  await expect(panel).toContainText('此检查没有报告');
  expect(await read(page)).toMatchObject({ status: 'ready', reports: [], reportId: null, details: null });
  const late = madeReport({
    ...without,
    instance: `${without.study}.88.1`,
    date: '20240106',
    time: '080000',
    text: '补发报告',
  });
  expect((await store(`${baseUrl()}/dicom-web`, [late])).status).toBe(200);
  await panel.getByRole('button', { name: '重新查找报告' }).click();
  await expect.poll(() => finding(page)).toBe('补发报告');
});

test('where reports cannot be listed it is said, and tried again', async ({ page }) => {
  await openRoom(page, [now.study]);
  const path = /instances\?SOPClassUID=/;
  await page.route(path, (route) => route.fulfill({ status: 503, body: '' }));
  await expect(open(page)).rejects.toThrow();
  await expect(panelOf(page).getByRole('alert')).toContainText('未能查找报告');
  expect((await read(page))?.status).toBe('failed');
  await page.unroute(path);
  await panelOf(page).getByRole('button', { name: '重试' }).click();
  await expect.poll(() => finding(page)).toBe('右肺上叶结节较前增大');
});

test('paging draws nothing of the panel anew', async ({ page }) => {
  await openRoom(page, [now.study, before.study]);
  await expect.poll(async () => (await viewport(page, 1)).fidelity).toBe('lossless');
  await open(page);
  const changes = await page.evaluate(async () => {
    const panel = document.querySelector('[data-report]')?.closest('aside');
    if (!panel) throw new Error('there is no panel');
    let count = 0;
    const observer = new MutationObserver((records) => (count += records.length));
    observer.observe(panel, { subtree: true, childList: true, attributes: true, characterData: true });
    for (const sliceIndex of [0, 3, 1, 4]) await window.yunying?.scrollTo(0, { sliceIndex });
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    observer.disconnect();
    return count;
  });
  expect(changes).toBe(0);
});

for (const [width, height, placed] of [
  [1440, 900, 'beside'],
  [820, 1180, 'below'],
] as const)
  test(`at ${width} x ${height} the panel stands ${placed} the viewports and leaves them usable`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await openRoom(page, [now.study, before.study]);
    await expect.poll(async () => (await viewport(page, 1)).fidelity).toBe('lossless');
    await open(page);
    const boxes = await Promise.all(
      ['[data-viewport="0"]', '[data-viewport="1"]'].map((selector) => page.locator(selector).boundingBox()),
    );
    const panel = await panelOf(page).boundingBox();
    if (!panel) throw new Error('the panel has no box');
    expect(panel.x + panel.width).toBeLessThanOrEqual(width);
    expect(panel.y + panel.height).toBeLessThanOrEqual(height);
    expect(panel.width).toBeGreaterThanOrEqual(340);
    for (const box of boxes) {
      if (!box) throw new Error('a viewport has no box');
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(250);
      if (placed === 'beside') expect(box.x + box.width).toBeLessThanOrEqual(panel.x);
      else expect(box.y + box.height).toBeLessThanOrEqual(panel.y);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('it is a sheet that makes way for the image it leads to', async ({ page }) => {
    await page.goto(`${baseUrl()}/viewer?StudyInstanceUIDs=${now.study}`);
    await firstImage(page);
    await page.getByRole('toolbar').getByRole('button', { name: '报告' }).tap();
    const sheet = page.getByRole('dialog', { name: '报告' });
    await expect(sheet).toContainText('会诊意见');
    await expect(sheet).toContainText('右肺上叶结节较前增大');
    await sheet.locator(`[data-sop-instance="${now.images[1]}"]`).tap();
    await expect(sheet).toHaveCount(0);
    await expect.poll(async () => (await viewport(page, 0)).sopInstanceUID).toBe(now.images[1]);
  });
});

test.describe('a report of real images', () => {
  const folder = join(volumes, 'ct_chest_nlst_101287_T0');
  test.skip(!existsSync(folder), '../shared/dicom is absent');

  test('leads to the slice of the lesion in the compared exam, with the lesion drawn', async ({ page }) => {
    test.setTimeout(240_000);
    execFileSync(
      process.execPath,
      ['scripts/import.ts', '--url', baseUrl(), folder, join(volumes, 'ct_chest_nlst_101287_SYNTHPRIOR')],
      { cwd: root, stdio: 'ignore' },
    );
    const name = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((one) =>
      /^SR_.*\.dcm$/.test(one),
    );
    const file = join(folder, name as string);
    const images = dumpedReport(file).filter(({ valueType }) => valueType === 'IMAGE').length;
    const [named] = dumpedValues(file, '0008,1155').slice(-images);
    const [study = ''] = dumpedValues(file, '0020,000d');
    const [id] = dumpedValues(file, '0008,0018');
    const prior = '1.2.826.0.1.3680043.8.498.94464573688686791542989227987343424650';
    await openRoom(page, [study, prior]);
    await open(page);
    expect((await read(page))?.reports.map((one) => one.id)).toContain(id);
    await open(page, { reportId: id as string });
    await panelOf(page).getByRole('button', { name: '折线，5 点' }).first().click();
    await expect.poll(async () => (await viewport(page, 0)).sopInstanceUID, { timeout: 30_000 }).toBe(named);
    await expect(page.getByTestId('pointed-out-0').locator('polyline')).toHaveCount(1);
    expect((await viewport(page, 1)).studyInstanceUID).toBe(prior);
    expect(await viewportCount(page)).toBe(2);
  });
});
