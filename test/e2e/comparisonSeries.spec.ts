import { randomInt } from 'node:crypto';
import { expect, test, type Page } from '@playwright/test';
import { makeInstance, store } from '../integration/support/instances.ts';
import type { Element } from '../integration/support/part10.ts';
import { baseUrl, openRoom, viewport } from './support/room.ts';

const side = 64;
const newUid = (): string => `2.25.${Array.from({ length: 4 }, () => randomInt(1e8, 1e9)).join('')}`;

const picture = (grey: number): Element[] => {
  const values = Buffer.alloc(2 * side * side);
  for (let i = 0; i < side * side; i++) values.writeUInt16LE(grey + (i % side), 2 * i);
  return [
    [0x00280010, 'US', side],
    [0x00280011, 'US', side],
    [0x7fe00010, 'OW', values],
  ];
};

/** Shows a series of the current study and has what stands beside it chosen anew. */
const compareWith = (page: Page, series: string, studies: string[]): Promise<void> =>
  page.evaluate(
    async ([seriesInstanceUID, uids]) => {
      await window.yunying?.show(0, { seriesInstanceUID });
      await window.yunying?.compare(uids);
    },
    [series, studies] as const,
  );

/** Rows and columns of each plane in the patient, and the axis that its slices lie along. */
const planes = {
  axial: { cosines: ['1', '0', '0', '0', '1', '0'], axis: 2 },
  coronal: { cosines: ['1', '0', '0', '0', '0', '-1'], axis: 1 },
  sagittal: { cosines: ['0', '1', '0', '0', '0', '-1'], axis: 0 },
} as const;
type Plane = keyof typeof planes;

/** An MR study of three planes by one sequence, told apart by nothing but their planes, each in a frame of reference of its own. */
function mrStudy(
  patientId: string,
  studyDate: string,
  order: readonly Plane[],
  count: number,
  stepMm: number,
) {
  const study = newUid();
  const files = order.flatMap((plane, place) =>
    Array.from({ length: count }, (_, index) => {
      const { cosines, axis } = planes[plane];
      const position = [0, 0, 0].map((_zero, one) => (one === axis ? String(index * stepMm) : '0'));
      return makeInstance({
        study,
        series: `${study}.${place + 1}`,
        patientId,
        studyDate,
        modality: 'MR',
        studyDescription: 'Head',
        number: index + 1,
        more: [
          [0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.4'],
          [0x0008103e, 'LO', 'T2 TSE'],
          [0x00180015, 'CS', 'HEAD'],
          [0x00180050, 'DS', String(stepMm)],
          [0x00200011, 'IS', String(place + 1)],
          [0x00200032, 'DS', position],
          [0x00200037, 'DS', cosines],
          [0x00200052, 'UI', `${study}.52.${place + 1}`],
          ...picture(500 + 30 * index),
        ],
      }).file;
    }),
  );
  const seriesOf = (plane: Plane): string => `${study}.${order.indexOf(plane) + 1}`;
  return { study, files, seriesOf };
}

test('MR: the plane that is shown is compared with the same plane, and pages by millimetres', async ({
  page,
}) => {
  const patientId = `MR${randomInt(1e8, 1e9)}`;
  const now = mrStudy(patientId, '20260701', ['axial', 'coronal', 'sagittal'], 9, 4);
  const before = mrStudy(patientId, '20251220', ['sagittal', 'axial', 'coronal'], 5, 8);
  expect((await store(`${baseUrl()}/dicom-web`, [...now.files, ...before.files])).status).toBe(200);
  await openRoom(page, [now.study, before.study]);
  for (const plane of ['coronal', 'sagittal', 'axial'] as const) {
    await compareWith(page, now.seriesOf(plane), [now.study, before.study]);
    await expect.poll(async () => (await viewport(page, 1)).seriesInstanceUID).toBe(before.seriesOf(plane));
    await expect.poll(async () => (await viewport(page, 1)).sliceCount).toBe(5);
    await expect.poll(async () => (await viewport(page, 1)).fidelity).toBe('lossless');
    expect(await viewport(page, 0)).toMatchObject({ seriesInstanceUID: now.seriesOf(plane), sliceCount: 9 });
    // The middles are the same place: 4 slices of 4 mm and 2 of 8 mm from the first one.
    await page.evaluate(async () => {
      await window.yunying?.setLinks({ scroll: false });
      await window.yunying?.scrollTo(0, { sliceIndex: 4 });
      await window.yunying?.scrollTo(1, { sliceIndex: 2 });
      await window.yunying?.linkHere(1);
    });
    for (const [own, other] of [
      [6, 3],
      [2, 1],
      [8, 4],
      [0, 0],
    ] as const) {
      await page.evaluate((sliceIndex) => window.yunying?.scrollTo(0, { sliceIndex }), own);
      await expect.poll(async () => (await viewport(page, 1)).sliceIndex, `${plane} ${own}`).toBe(other);
    }
    // And the other way: the prior leads.
    await page.evaluate(() => window.yunying?.scrollTo(1, { sliceIndex: 3 }));
    await expect.poll(async () => (await viewport(page, 0)).sliceIndex).toBe(6);
  }
});

test('MR: another series of the current study takes its match along, but not what the reader has chosen', async ({
  page,
}) => {
  const patientId = `MR${randomInt(1e8, 1e9)}`;
  const now = mrStudy(patientId, '20260701', ['axial', 'coronal', 'sagittal'], 9, 4);
  const before = mrStudy(patientId, '20251220', ['sagittal', 'axial', 'coronal'], 5, 8);
  expect((await store(`${baseUrl()}/dicom-web`, [...now.files, ...before.files])).status).toBe(200);
  await openRoom(page, [now.study, before.study]);
  const show = (index: number, seriesInstanceUID: string) =>
    page.evaluate(([at, uid]) => window.yunying?.show(at, { seriesInstanceUID: uid }), [
      index,
      seriesInstanceUID,
    ] as const);
  const beside = async () => (await viewport(page, 1)).seriesInstanceUID;
  await expect.poll(beside).toBe(before.seriesOf('axial'));
  for (const plane of ['coronal', 'sagittal'] as const) {
    await show(0, now.seriesOf(plane));
    await expect.poll(beside).toBe(before.seriesOf(plane));
    expect((await viewport(page, 0)).seriesInstanceUID).toBe(now.seriesOf(plane));
  }
  await show(1, before.seriesOf('coronal'));
  await show(0, now.seriesOf('axial'));
  await expect.poll(async () => (await viewport(page, 0)).fidelity).toBe('lossless');
  // Looking for the match takes no longer than showing it did above.
  await page.waitForTimeout(1000);
  expect(await beside()).toBe(before.seriesOf('coronal'));
  // Compared anew, all fit again.
  await page.evaluate((uids) => window.yunying?.compare(uids), [now.study, before.study]);
  await expect.poll(beside).toBe(before.seriesOf('axial'));
});

const views = ['R CC', 'L CC', 'R MLO', 'L MLO'] as const;
type View = (typeof views)[number];

/** A mammography of four series, one for each view. */
function mgStudy(patientId: string, studyDate: string, order: readonly View[]) {
  const study = newUid();
  const files = order.map((view, place) => {
    const [laterality = '', position = ''] = view.split(' ');
    return makeInstance({
      study,
      series: `${study}.${place + 1}`,
      patientId,
      studyDate,
      modality: 'MG',
      studyDescription: 'Mammography',
      more: [
        [0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.1.2'],
        [0x00080068, 'CS', 'FOR PRESENTATION'],
        [0x00180015, 'CS', 'BREAST'],
        [0x00181164, 'DS', ['0.1', '0.1']],
        [0x00185101, 'CS', position],
        [0x00200011, 'IS', String(place + 1)],
        [0x00200062, 'CS', laterality],
        ...picture(2000 + 100 * place),
      ],
    }).file;
  });
  const seriesOf = (view: View): string => `${study}.${order.indexOf(view) + 1}`;
  return { study, files, seriesOf };
}

test('MG: each view is compared with the same view of the same breast', async ({ page }) => {
  const patientId = `MG${randomInt(1e8, 1e9)}`;
  const now = mgStudy(patientId, '20260701', views);
  const before = mgStudy(patientId, '20251220', ['L MLO', 'R MLO', 'L CC', 'R CC']);
  expect((await store(`${baseUrl()}/dicom-web`, [...now.files, ...before.files])).status).toBe(200);
  await openRoom(page, [now.study, before.study]);
  for (const view of views) {
    await compareWith(page, now.seriesOf(view), [now.study, before.study]);
    await expect
      .poll(async () => (await viewport(page, 1)).seriesInstanceUID, view)
      .toBe(before.seriesOf(view));
    expect((await viewport(page, 0)).seriesInstanceUID).toBe(now.seriesOf(view));
  }
});
