import { execFileSync, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import type {
  FollowUpReport,
  MeasurementReport,
  MeasurementRequest,
} from '../../viewer/app/automation/index.ts';
import { makeInstance, store } from '../integration/support/instances.ts';
import { openRoom, viewport } from './support/room.ts';
import { startSystemProcess, type SystemProcess } from './support/startSystemProcess.ts';

type Point = [number, number, number];

const volumes = fileURLToPath(new URL('../../../shared/dicom/volumes/', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const dcmtk = spawnSync('which', ['dsrdump']).status === 0;

/** What is saved here would be met by other tests: the archive is this file's own. */
let system: SystemProcess;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  system = await startSystemProcess({ demo: true });
});
test.afterAll(() => system.close());

test.describe('the nodule of the demo patient', () => {
  const truth = demoTruth();
  const [current, prior] = ['current', 'prior'].map((key) =>
    truth.studies.find((one) => one.key === key),
  ) as [(typeof truth.studies)[0], (typeof truth.studies)[0]];
  const [now, before] = [current.nodules[0], prior.nodules[0]] as [
    (typeof current.nodules)[0],
    (typeof current.nodules)[0],
  ];

  test('is proposed by its place, confirmed by hand, told with change and doubling time, undone and saved', async ({
    page,
  }) => {
    test.setTimeout(240_000);
    await openRegistered(page, [current.studyInstanceUid, prior.studyInstanceUid]);
    const [a, b] = [
      await addAcross(page, 0, now.centre as Point, now.diameterMm, '右上叶结节'),
      await addAcross(page, 1, before.centre as Point, before.diameterMm),
    ];
    // Of no finding of the other date.
    const alone = await addAcross(
      page,
      0,
      [...now.centre.slice(0, 1), now.centre[1] + 40, now.centre[2]] as Point,
      6,
    );
    const { findings, proposals } = await followUp(page);
    expect(findings).toEqual([]);
    expect(proposals.map(({ measurementIds }) => measurementIds)).toEqual([[b.id, a.id]]);
    // Where the one lies in the other exam by the matrix the images were made with.
    const wanted = distance(apply(truth.currentToPrior, middle(a)), middle(b));
    expect(Math.abs((proposals[0]?.distanceMm ?? NaN) - wanted)).toBeLessThan(1);

    const panel = page.getByRole('complementary', { name: '测量' });
    const proposed = panel.getByRole('article', { name: '可能是同一病灶' });
    await expect(proposed).toContainText('2026-07-01');
    await expect(proposed).toContainText('9.0 × 9.0 mm');
    await proposed.getByRole('button', { name: '确认为同一病灶' }).click();
    const card = panel.getByRole('article', { name: '右上叶结节' });
    await expect(card.locator('tbody tr').nth(0)).toHaveText('2025-12-209.0 × 9.0 mm平均径 9.0 mm首次');
    // 5 mm of 9 mm; the volumes of the truth: 193 · ln 2 / ln(1436.755 / 381.7035) = 100.93.
    await expect(card.locator('tbody tr').nth(1)).toContainText('+5.0 mm+55.6%');
    await expect(card.locator('tbody tr').nth(2)).toHaveText(
      '间隔 193 天 · 体积倍增时间 101 天 · 长径 +55.6%',
    );
    const [finding] = (await followUp(page)).findings;
    const doubling = (193 * Math.LN2) / Math.log(now.volumeMm3 / before.volumeMm3);
    expect(doubling).toBeCloseTo(100.93, 2);
    expect(finding?.entries[1]?.sincePrevious).toMatchObject({
      comparable: true,
      days: 193,
      doubling: { kind: 'days', days: expect.closeTo(doubling, 6) as unknown as number },
      withinError: false,
    });

    await page.keyboard.press('Control+z');
    await expect(proposed).toBeVisible();
    await expect(card).toHaveCount(0);
    await page.keyboard.press('Control+y');
    await expect(card).toBeVisible();
    expect((await followUp(page)).findings[0]?.trackingUID).toBe(finding?.trackingUID);

    await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 3 }));
    await expect.poll(async () => (await viewport(page, 1)).sopInstanceUID).not.toBe(b.sopInstanceUID);
    await card.getByRole('button', { name: '转到 2025-12-20 的 右上叶结节' }).click();
    await expect.poll(async () => (await viewport(page, 0)).sopInstanceUID).toBe(a.sopInstanceUID);
    await expect.poll(async () => (await viewport(page, 1)).sopInstanceUID).toBe(b.sopInstanceUID);

    await save(page);
    test.skip(!dcmtk, 'DCMTK is absent');
    const said = await Promise.all([current, prior].map((study) => reportOf(study.studyInstanceUid)));
    // In each study its own measurement; what is followed under one UID, the other one alone.
    expect(trackingIn(said[0] as string)).toEqual([finding?.trackingUID, alone.id]);
    expect(trackingIn(said[1] as string)).toEqual([finding?.trackingUID]);
    expect(said[0]).toContain('NUM:(103339001,SCT,"Long Axis")="14"');
    expect(said[1]).toContain('NUM:(103339001,SCT,"Long Axis")="9"');
    // What has become of it stands in the report of the later exam, with the earlier one: 14 mm of 9 mm.
    expect(changeIn(said[0] as string)).toEqual([5, 55.5556, 193, 100.926]);
    expect(said[0]).toContain(
      `UIDREF:(121018,DCM,"Procedure Study Instance UID")="${prior.studyInstanceUid}"`,
    );
    expect(said[0]).toContain('DATE:(111060,DCM,"Study Date")="20251220"');
    expect(said[1]).not.toContain('99YUNYING,"Change');

    await page.reload();
    await openRegistered(page, [current.studyInstanceUid, prior.studyInstanceUid]);
    await expect.poll(async () => (await followUp(page)).findings.length).toBe(1);
    const [read] = (await followUp(page)).findings;
    expect(read?.trackingUID).toBe(finding?.trackingUID);
    expect(read?.entries.map(({ measurementId }) => measurementId)).toEqual([b.id, a.id]);
    expect(read?.entries[1]?.sincePrevious).toMatchObject({
      doubling: { kind: 'days', days: expect.closeTo(doubling, 3) as unknown as number },
    });
    await expect(saveButton(page)).toBeDisabled();

    // Read alone and saved again, the exam keeps what was said of the earlier one.
    await openRoom(page, [current.studyInstanceUid], system.url);
    await expect.poll(async () => (await viewport(page, 0)).fidelity, { timeout: 60_000 }).toBe('lossless');
    await expect
      .poll(() => page.evaluate(async () => (await window.yunying?.getMeasurements())?.length))
      .toBe(2);
    await page.evaluate((id) => window.yunying?.removeMeasurement(id), alone.id);
    await save(page);
    const shorter = await reportOf(current.studyInstanceUid);
    expect(trackingIn(shorter)).toEqual([finding?.trackingUID]);
    expect(changeIn(shorter)).toEqual([5, 55.5556, 193, 100.926]);

    // Without the earlier measurement nothing is said of a change, though nothing else is new in this exam.
    await openRegistered(page, [current.studyInstanceUid, prior.studyInstanceUid]);
    await expect.poll(async () => (await followUp(page)).findings.length).toBe(1);
    await page.evaluate((id) => window.yunying?.removeMeasurement(id), b.id);
    await save(page);
    expect(changeIn(await reportOf(current.studyInstanceUid))).toEqual(Array(4).fill(undefined));
    await page.keyboard.press('Control+z');
    await save(page);
    expect(changeIn(await reportOf(current.studyInstanceUid))).toEqual([5, 55.5556, 193, 100.926]);

    await card.getByRole('button', { name: '拆开配对' }).click();
    await expect(panel.getByRole('region', { name: '随访' })).toHaveCount(0);
    await save(page);
    await page.reload();
    await openRegistered(page, [current.studyInstanceUid, prior.studyInstanceUid]);
    // Taken apart by a reader: known after a reload too, until the two are paired by hand.
    await expect
      .poll(() => page.evaluate(async () => (await window.yunying?.getMeasurements())?.length))
      .toBe(2);
    expect(await followUp(page)).toEqual({ findings: [], proposals: [] });
    await pairAndUndo(page, [a.id, b.id]);
    expect((await followUp(page)).proposals).toMatchObject([{ measurementIds: [b.id, a.id] }]);
  });
});

test('lesions of a real chest and its prior are paired each with its own by the registration', async ({
  page,
}) => {
  test.setTimeout(240_000);
  test.skip(!existsSync(volumes), '../shared/dicom is absent');
  const folders = ['ct_chest_nlst_101287_T0', 'ct_chest_nlst_101287_SYNTHPRIOR'];
  execFileSync(
    process.execPath,
    ['scripts/import.ts', '--url', system.url, ...folders.map((name) => `${volumes}${name}`)],
    { cwd: root, stdio: 'ignore' },
  );
  const current = '1.2.840.113654.2.55.242841386983064378162007136685545369722';
  const prior = '1.2.826.0.1.3680043.8.498.94464573688686791542989227987343424650';
  /** What the prior was made with: where a point of the current exam lies in it. */
  const truth = ([x, y, z]: Point): Point => [x - 0.86, y + 0.24, z + 37.5];
  await openRegistered(page, [current, prior]);
  const [x, y, z] = (await viewport(page, 0)).focalPoint as Point;
  // Two lesions 22 mm apart: either is nearer to its own than to the other.
  const places: Point[] = [
    [x - 60, y, z],
    [x - 60, y + 22, z],
  ];
  const here: MeasurementReport[] = [];
  const there: MeasurementReport[] = [];
  for (const [at, place] of places.entries()) {
    here.push(await addLength(page, 0, place, 10 - at));
    there.unshift(await addLength(page, 1, truth(places[1 - at] as Point), 8 + at));
  }
  const { proposals } = await followUp(page);
  expect(proposals.map(({ measurementIds }) => measurementIds)).toEqual([
    [there[0]?.id, here[0]?.id],
    [there[1]?.id, here[1]?.id],
  ]);
  for (const [at, { distanceMm }] of proposals.entries()) {
    const wanted = distance(
      truth(middle(here[at] as MeasurementReport)),
      middle(there[at] as MeasurementReport),
    );
    expect(Math.abs(distanceMm - wanted)).toBeLessThan(0.5);
  }
  const refused = await page.evaluate(async ([, second]) => {
    await window.yunying?.refuseProposal(second?.measurementIds ?? []);
    return window.yunying?.getFollowUp();
  }, proposals);
  expect(refused?.proposals).toHaveLength(1);
  // The first ones, 9 mm in the prior as it was drawn second there, and 10 mm: 362 · ln 2 / (3 · ln(10 / 9)) = 793.87.
  const paired = await page.evaluate(
    (ids) => window.yunying?.pairMeasurements(ids),
    proposals[0]?.measurementIds ?? [],
  );
  expect(paired?.entries.map(({ studyDate, sizes }) => [studyDate, sizes[0]?.unit])).toEqual([
    ['19980105', 'mm'],
    ['19990102', 'mm'],
  ]);
  const change = paired?.entries[1]?.sincePrevious;
  expect(change).toMatchObject({
    comparable: true,
    days: 362,
    doubling: { kind: 'days', days: expect.closeTo(793.87, 1) as unknown as number },
    withinError: true,
  });
  await expect(page.getByText('间隔 362 天 · 体积倍增时间 794 天 · 不足 2 mm，可能是测量误差')).toBeVisible();
  const csv = await page.evaluate(
    async (ids) => {
      const found = (await window.yunying?.getMeasurements()) ?? [];
      return found.filter(({ id }) => ids.includes(id)).map(({ trackingUID }) => trackingUID);
    },
    paired?.entries.map(({ measurementId }) => measurementId) ?? [],
  );
  expect(csv).toEqual([paired?.trackingUID, paired?.trackingUID]);
  await save(page);
  test.skip(!dcmtk, 'DCMTK is absent');
  for (const study of [current, prior])
    expect(trackingIn(await reportOf(study))).toContain(paired?.trackingUID);

  await page.reload();
  await openRegistered(page, [current, prior]);
  await expect.poll(async () => (await followUp(page)).findings.length).toBe(1);
  await expect
    .poll(() => page.evaluate(async () => (await window.yunying?.getMeasurements())?.length))
    .toBeGreaterThanOrEqual(4);
  const second = proposals[1]?.measurementIds ?? [];
  expect((await followUp(page)).proposals).toEqual([]);
  await pairAndUndo(page, second);
  expect((await followUp(page)).proposals).toMatchObject([{ measurementIds: second }]);
  await page.reload();
  await openRegistered(page, [current, prior]);
  await expect.poll(async () => (await followUp(page)).proposals.length).toBe(1);
});

test('what has no place and no millimetres is paired by hand, and not compared', async ({ page }) => {
  const uid = (): string => `2.25.${Array.from({ length: 4 }, () => randomInt(1e8, 1e9)).join('')}`;
  const studies = [uid(), uid()] as [string, string];
  const files = studies.map(
    (study, place) =>
      makeInstance({
        study,
        patientId: `DX${studies[0].slice(-6)}`,
        modality: 'DX',
        studyDate: `202601${20 - place}`,
        more: [
          [0x00180015, 'CS', ['CHEST']],
          [0x00280030, 'DS', []],
          [0x00280010, 'US', 256],
          [0x00280011, 'US', 256],
          [0x7fe00010, 'OW', Buffer.alloc(2 * 256 * 256, 0x0a)],
        ],
      }).file,
  );
  expect((await store(`${system.url}/dicom-web`, files)).status).toBe(200);
  await openRoom(page, studies, system.url);
  await expect.poll(async () => (await viewport(page, 1)).fidelity, { timeout: 30_000 }).toBe('lossless');
  const added: MeasurementReport[] = [];
  for (const [index, length] of [40, 30].entries())
    added.push(
      await add(page, {
        tool: 'length',
        index,
        points: [
          [10, 20, 0],
          [10 + length, 20, 0],
        ],
      }),
    );
  expect(added[0]?.values).toEqual([{ quantity: 'length', value: 40, unit: 'px' }]);
  expect((await followUp(page)).proposals).toEqual([]);
  const panel = page.getByRole('complementary', { name: '测量' });
  await panel.getByRole('button', { name: '与其他日期的测量配对' }).click();
  await page
    .getByRole('dialog', { name: '与其他日期的测量配对' })
    .getByRole('button', { name: /2026-01-20/ })
    .click();
  const [finding] = (await followUp(page)).findings;
  expect(finding?.entries[1]).toMatchObject({
    studyDate: '20260120',
    sincePrevious: { comparable: false, reason: 'uncalibrated', days: 1 },
  });
  await expect(panel.getByRole('article').getByText('没有毫米尺寸，不比较')).toBeVisible();
  await expect(
    page.evaluate((ids) => window.yunying?.pairMeasurements(ids), [added[0]?.id ?? '', '1.2']),
  ).rejects.toThrow(/no measurement 1\.2/);
});

const saveButton = (page: Page) => page.getByRole('button', { name: /^保存测量与关键图像/ }).first();

async function save(page: Page): Promise<void> {
  await page.keyboard.press('Control+s');
  await expect(saveButton(page)).toHaveAccessibleName('保存测量与关键图像 · 已保存');
}

const followUp = (page: Page): Promise<FollowUpReport> =>
  page.evaluate(() => window.yunying?.getFollowUp()) as Promise<FollowUpReport>;

async function pairAndUndo(page: Page, ids: string[]): Promise<void> {
  await page.evaluate(async (pair) => {
    await window.yunying?.pairMeasurements(pair);
    await window.yunying?.undo();
  }, ids);
}

/** Opens the comparison and waits until the exams are registered. */
async function openRegistered(page: Page, studies: readonly [string, string]): Promise<void> {
  await openRoom(page, [...studies], system.url);
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        void window.yunying?.on('registration', ({ method, fromIndex, toIndex }) => {
          if (method === 'rigid' && fromIndex === 0 && toIndex === 1) resolve();
        });
      }),
  );
  await expect.poll(async () => (await viewport(page, 1)).fidelity, { timeout: 60_000 }).toBe('lossless');
}

async function add(page: Page, request: MeasurementRequest): Promise<MeasurementReport> {
  const report = await page.evaluate((one) => window.yunying?.addMeasurement(one), request);
  if (!report) throw new Error('no automation interface');
  return report;
}

/** Brings one viewport, and no other, to a place; gives the place on the plane that it shows. */
async function goTo(page: Page, index: number, point: Point): Promise<Point> {
  await page.evaluate(() => window.yunying?.setLinks({ scroll: false }));
  await page.evaluate(([at, place]) => window.yunying?.scrollTo(at, { point: place }), [
    index,
    point,
  ] as const);
  const { focalPoint } = await viewport(page, index);
  await page.evaluate(() => window.yunying?.setLinks({ scroll: true }));
  // Scrolling is linked again: the viewport that was paged last leads, and stays.
  return [point[0], point[1], focalPoint?.[2] ?? NaN];
}

async function addAcross(
  page: Page,
  index: number,
  centre: Point,
  diameterMm: number,
  label = '',
): Promise<MeasurementReport> {
  const [x, y, z] = await goTo(page, index, centre);
  const half = diameterMm / 2;
  const points: Point[] = [
    [x - half, y, z],
    [x + half, y, z],
    [x, y - half, z],
    [x, y + half, z],
  ];
  return add(page, { tool: 'bidirectional', points, index, label });
}

async function addLength(
  page: Page,
  index: number,
  centre: Point,
  lengthMm: number,
): Promise<MeasurementReport> {
  const [x, y, z] = await goTo(page, index, centre);
  const points: Point[] = [
    [x - lengthMm / 2, y, z],
    [x + lengthMm / 2, y, z],
  ];
  return add(page, { tool: 'length', points, index });
}

const middle = ({ points }: MeasurementReport): Point =>
  [0, 1, 2].map(
    (axis) => points.reduce((sum, point) => sum + (point[axis] as number), 0) / points.length,
  ) as Point;

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

const apply = (m: readonly number[], [x, y, z]: Point): Point =>
  [0, 4, 8].map(
    (row) =>
      (m[row] as number) * x +
      (m[row + 1] as number) * y +
      (m[row + 2] as number) * z +
      (m[row + 3] as number),
  ) as Point;

/** Change of the diameter in mm and in percent, interval and volume doubling time of a dumped report, to six digits. */
const changeIn = (said: string): (number | undefined)[] =>
  ['size-change', 'percent-change', 'interval', 'doubling-time'].map((code) => {
    const [, figure] = new RegExp(`NUM:\\(${code},99YUNYING,"[^"]+"\\)="([^"]+)"`).exec(said) ?? [];
    return figure === undefined ? undefined : Number(Number(figure).toPrecision(6));
  });

/** Tracking UIDs of a dumped report, in the order of its measurement groups. */
const trackingIn = (said: string): string[] =>
  [...said.matchAll(/UIDREF:\(112040,DCM,"Tracking Unique Identifier"\)="([^"]+)"/g)].map(
    ([, uid]) => uid as string,
  );

/** What DCMTK says of the newest report of ours in a study, as the proxy gives it out. */
async function reportOf(study: string): Promise<string> {
  const address = `${system.url}/dicom-web/studies/${study}`;
  const found = (await (
    await fetch(`${address}/instances?Modality=SR&includefield=00200013,0008103E`)
  ).json()) as Record<string, { Value?: unknown[] }>[];
  const newest = found
    .filter(
      (one) =>
        one['00080060']?.Value?.[0] === 'SR' && String(one['0020000E']?.Value?.[0]).startsWith('2.25.'),
    )
    .toSorted((a, b) => Number(a['00200013']?.Value?.[0]) - Number(b['00200013']?.Value?.[0]))
    .at(-1);
  const path = `${address}/series/${String(newest?.['0020000E']?.Value?.[0])}/instances/${String(newest?.['00080018']?.Value?.[0])}`;
  const answer = Buffer.from(
    await (
      await fetch(path, { headers: { Accept: 'multipart/related; type="application/dicom"' } })
    ).arrayBuffer(),
  );
  const folder = mkdtempSync(join(tmpdir(), 'yunying-follow-up-'));
  try {
    const file = join(folder, 'report.dcm');
    writeFileSync(file, answer.subarray(answer.indexOf('\r\n\r\n') + 4, answer.lastIndexOf('\r\n--')));
    const { stdout, stderr } = spawnSync('dsrdump', ['+Pc', '+Pu', '+U8', file], { encoding: 'utf8' });
    expect(stderr).not.toMatch(/^[EF]:/m);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
