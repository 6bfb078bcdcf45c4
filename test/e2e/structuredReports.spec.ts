import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import type { MeasurementReport, MeasurementRequest } from '../../viewer/app/automation/index.ts';
import { storeInstances } from '../../viewer/dicomweb/index.ts';
import { element } from '../../viewer/imaging/reports/contentItem.ts';
import { writePart10 } from '../../viewer/imaging/reports/writePart10.ts';
import { baseUrl, openRoom, seriesComplete, toCanvas, viewport } from './support/room.ts';
import { startSystemProcess } from './support/startSystemProcess.ts';

const studyOf = (key: string) => {
  const study = demoTruth().studies.find((one) => one.key === key);
  if (!study) throw new Error(`the demo has no study ${key}`);
  return study;
};
const current = studyOf('current');
const prior = studyOf('prior');
const root = fileURLToPath(new URL('../../', import.meta.url));
const shared = fileURLToPath(new URL('../../../shared/dicom/', import.meta.url));
const dcmtk = spawnSync('which', ['dsrdump']).status === 0;
const saveButton = (page: Page) => page.getByRole('button', { name: /^保存测量与关键图像/ }).first();

test('what was measured is saved as a report, read by DCMTK, and back after a reload; saved anew it replaces the first', async ({
  page,
}) => {
  test.skip(!dcmtk, 'DCMTK is absent');
  await openRoom(page, [current.studyInstanceUid]);
  await expect(saveButton(page)).toBeDisabled();
  const drawn = await addOneOfEach(page);
  await expect(saveButton(page)).toHaveAccessibleName(`保存测量与关键图像 · ${drawn.length} 项未保存`);
  await saveButton(page).click();
  await expect(saveButton(page)).toHaveAccessibleName('保存测量与关键图像 · 已保存');
  // The list of series has it at once.
  await expect(page.getByRole('navigation').getByTitle('云影测量').first()).toBeVisible();

  const [report, ...others] = await documents(current.studyInstanceUid, 'SR');
  expect(others).toEqual([]);
  const said = dump(report as string, current.studyInstanceUid);
  for (const { tool, values } of drawn)
    for (const { quantity, value } of values) {
      const figures = [...said.matchAll(/NUM:\([^)]*"([^"]+)"\)="([^"]+)"/g)].map(([, , figure]) =>
        Number(figure),
      );
      const nearest = Math.min(...figures.map((figure) => Math.abs(figure - value)));
      expect(nearest, `${tool} ${quantity} ${value}`).toBeLessThan(1e-6);
    }
  expect(said).toContain('"Comment")="结节, 左肺"');
  expect(judgeValidity(report as string, current.studyInstanceUid)).not.toMatch(/^Error/m);

  await page.reload();
  await openRoom(page, [current.studyInstanceUid]);
  await expect.poll(async () => (await measurements(page)).length).toBe(drawn.length);
  const back = await measurements(page);
  for (const before of drawn) {
    const after = back.find(({ id }) => id === before.id);
    expect(after).toMatchObject({ tool: before.tool, label: before.label, foreign: false });
    expect(after?.sopInstanceUID).toBe(before.sopInstanceUID);
    expect(after?.values.map(({ quantity, unit }) => [quantity, unit])).toEqual(
      before.values.map(({ quantity, unit }) => [quantity, unit]),
    );
    before.values.forEach(({ value }, i) => expect(after?.values[i]?.value).toBeCloseTo(value, 6));
    before.points
      .flat()
      .forEach((value, i) => expect(Math.abs((after?.points.flat()[i] ?? NaN) - value)).toBeLessThan(0.01));
  }
  await expect(saveButton(page)).toBeDisabled();

  const length = drawn.find(({ tool }) => tool === 'length') as MeasurementReport;
  await page.evaluate((id) => window.yunying?.changeMeasurement(id, { label: '改名' }), length.id);
  await page.evaluate((id) => window.yunying?.removeMeasurement(id), (drawn.at(-1) as MeasurementReport).id);
  await expect(saveButton(page)).toHaveAccessibleName('保存测量与关键图像 · 2 项未保存');
  await page.keyboard.press('Control+s');
  await expect(saveButton(page)).toHaveAccessibleName('保存测量与关键图像 · 已保存');
  const both = await documents(current.studyInstanceUid, 'SR');
  expect(both).toHaveLength(2);
  const second = dump(both.find((one) => one !== report) as string, current.studyInstanceUid);
  expect(second).toContain('Predecessor Docs    : 1');
  await page.reload();
  await openRoom(page, [current.studyInstanceUid]);
  await expect.poll(async () => (await measurements(page)).length).toBe(drawn.length - 1);
  expect((await measurements(page)).find(({ id }) => id === length.id)?.label).toBe('改名');
});

test('key images are saved as a Key Object Selection and back after a reload; without any left that holds too', async ({
  page,
}) => {
  test.skip(!dcmtk, 'DCMTK is absent');
  await openRoom(page, [prior.studyInstanceUid]);
  await page.keyboard.press('k');
  const marked = await viewport(page);
  await page.keyboard.press('PageDown');
  await expect.poll(async () => (await viewport(page)).sliceIndex).not.toBe(marked.sliceIndex);
  await page.evaluate(() => window.yunying?.setKeyImage(0, true));
  const second = await viewport(page);
  await page.keyboard.press('Control+s');
  await expect(saveButton(page)).toHaveAccessibleName('保存测量与关键图像 · 已保存');
  const [selection] = await documents(prior.studyInstanceUid, 'KO');
  const said = dump(selection as string, prior.studyInstanceUid, '+Pu');
  expect(said).toContain('(113000,DCM,"Of Interest")');
  for (const { sopInstanceUID } of [marked, second]) expect(said).toContain(String(sopInstanceUID));
  expect(judgeValidity(selection as string, prior.studyInstanceUid)).not.toMatch(/^Error/m);

  await page.reload();
  await openRoom(page, [prior.studyInstanceUid]);
  await expect.poll(() => keyImages(page)).toEqual([marked.sopInstanceUID, second.sopInstanceUID]);
  for (const { sliceIndex } of [marked, second]) {
    await page.evaluate((index) => window.yunying?.scrollTo(0, { sliceIndex: index }), sliceIndex);
    await page.evaluate(() => window.yunying?.setKeyImage(0, false));
  }
  await page.keyboard.press('Control+s');
  await expect(saveButton(page)).toHaveAccessibleName('保存测量与关键图像 · 已保存');
  const both = await documents(prior.studyInstanceUid, 'KO');
  expect(judgeValidity(both.find((one) => one !== selection) as string, prior.studyInstanceUid)).not.toMatch(
    /^Error/m,
  );
  await page.reload();
  await openRoom(page, [prior.studyInstanceUid]);
  await expect(saveButton(page)).toBeDisabled();
  expect(await keyImages(page)).toEqual([]);
});

test('saving that fails loses nothing: it is said, kept, restored after a reload, and saved at the next try', async ({
  page,
}) => {
  const [study] = [prior.studyInstanceUid];
  const before = (await documents(study, 'SR')).length;
  await openRoom(page, [study]);
  const [drawn] = await add(page, [{ tool: 'length', points: await line(page), index: 0, label: '保留' }]);
  await page.route('**/dicom-web/studies', (route) => route.abort());
  await saveButton(page).click();
  await expect(page.getByRole('alert')).toContainText('1 项已保留在这台电脑上');
  await page.reload();
  await openRoom(page, [study]);
  await expect(page.getByRole('status').filter({ hasText: '已恢复' })).toContainText('1 项');
  expect((await measurements(page)).map(({ id, label }) => [id, label])).toEqual([[drawn?.id, '保留']]);
  await page.unroute('**/dicom-web/studies');
  await page.getByRole('status').getByRole('button', { name: '保存' }).click();
  await expect(saveButton(page)).toHaveAccessibleName('保存测量与关键图像 · 已保存');
  expect(await documents(study, 'SR')).toHaveLength(before + 1);
  await page.reload();
  await openRoom(page, [study]);
  await expect.poll(async () => (await measurements(page)).length).toBe(1);
  await expect(page.getByText('已恢复')).toHaveCount(0);
});

test('two tabs on one study keep what each has drawn; one that is closed leaves it to the next', async ({
  page,
  context,
}) => {
  const study = prior.studyInstanceUid;
  await openRoom(page, [study]);
  const [first] = await add(page, [{ tool: 'length', points: await line(page), index: 0, label: '甲' }]);
  const other = await context.newPage();
  await openRoom(other, [study]);
  const [second] = await add(other, [{ tool: 'length', points: await line(other), index: 0, label: '乙' }]);
  // Work of a tab that is open stays in that tab.
  expect((await measurements(other)).map(({ id }) => id)).not.toContain(first?.id);
  await saveButton(other).click();
  await expect(saveButton(other)).toHaveAccessibleName('保存测量与关键图像 · 已保存');
  await page.close();
  await other.reload();
  await openRoom(other, [study]);
  await expect(other.getByRole('status').filter({ hasText: '已恢复' })).toContainText('1 项');
  const ids = async () => (await measurements(other)).map(({ id }) => id);
  // What is saved comes from the archive, which may take longer than what was kept here.
  await expect.poll(ids).toEqual(expect.arrayContaining([first?.id, second?.id]));
  const all = await ids();
  expect(new Set(all).size).toBe(all.length);
});

test('with the archive gone, what was measured is said to be kept, and is', async ({ page }) => {
  test.setTimeout(180_000);
  const system = await startSystemProcess({ demo: true });
  try {
    await openRoom(page, [current.studyInstanceUid], system.url);
    await seriesComplete(page);
    const [drawn] = await add(page, [{ tool: 'length', points: await line(page), index: 0 }]);
    await system.stopArchive();
    await saveButton(page).click();
    await expect(page.getByRole('alert')).toContainText('1 项已保留在这台电脑上', { timeout: 60_000 });
    expect((await measurements(page)).map(({ id }) => id)).toEqual([drawn?.id]);
    // As it lies in the browser's own database.
    const kept = await page.evaluate(
      () =>
        new Promise((done) => {
          const opening = indexedDB.open('yunying-unsaved');
          opening.onsuccess = () => {
            const all = opening.result.transaction('studies').objectStore('studies').getAll();
            all.onsuccess = () => done(all.result);
          };
        }),
    );
    expect(kept).toMatchObject([{ changed: [{ id: drawn?.id, tool: 'length' }], removed: [] }]);
  } finally {
    await system.close();
  }
});

test('measurements are exported as CSV, and the viewport as a picture with its annotations', async ({
  page,
}) => {
  await openRoom(page, [current.studyInstanceUid]);
  await expect(page.getByText('正在')).toHaveCount(0);
  const [drawn] = await add(page, [
    { tool: 'length', points: await line(page), index: 0, label: '=1+1, "引号"' },
  ]);
  const csv = readFileSync(await downloaded(page, '测量值（CSV）'), 'utf8');
  expect(csv.startsWith('\uFEFF姓名,患者编号,')).toBe(true);
  const written = csv.split('\r\n').find((one) => one.includes(String(drawn?.id))) ?? '';
  expect(written).toContain(`"'=1+1, ""引号"""`);
  expect(written).toContain(`,length,${drawn?.values[0]?.value},mm,geometry,`);
  for (const uid of [current.studyInstanceUid, drawn?.seriesInstanceUID, drawn?.sopInstanceUID])
    expect(written).toContain(String(uid));

  const png = readFileSync(await downloaded(page, '当前图像与标注（PNG）'));
  const box = await page.locator('[data-viewport="0"]').boundingBox();
  // IHDR: width and height, PNG 11.2.2.
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
    Math.round(box?.width ?? 0),
    Math.round(box?.height ?? 0),
  ]);
});

test('the lesion boxes of the NLST report and the annotations of a presentation state lie where they belong', async ({
  page,
}) => {
  const folder = join(shared, 'volumes/ct_chest_nlst_101287_T0');
  test.skip(!existsSync(folder), '../shared/dicom is absent');
  const files = [
    folder,
    join(shared, 'zoo/derived/obj_ko_for_nlst.dcm'),
    join(shared, 'zoo/derived/obj_gsps_for_nlst_slice.dcm'),
  ];
  execFileSync(process.execPath, ['scripts/import.ts', '--url', baseUrl(), ...files], {
    cwd: root,
    stdio: 'ignore',
  });
  const study = '1.2.840.113654.2.55.242841386983064378162007136685545369722';
  await openRoom(page, [study]);
  await expect.poll(async () => (await measurements(page)).length).toBeGreaterThan(5);
  const boxes = await measurements(page);
  expect(
    boxes.every(
      ({ tool, foreign, label }) => tool === 'rectangle' && foreign && label === 'Lesion, Lung structure',
    ),
  ).toBe(true);
  const [, box] = boxes;
  await page.evaluate(
    (uid) => window.yunying?.scrollTo(0, { sopInstanceUID: String(uid) }),
    box?.sopInstanceUID,
  );
  // dcmdump: columns 271 to 306, rows 289 to 317 from the upper left corner of the first pixel.
  const { indexToWorld: m } = (await page.evaluate(() => window.yunying?.getPixels(0))) as {
    indexToWorld: number[];
  };
  const corner = (column: number, row: number) =>
    [0, 4, 8].map(
      (at) =>
        (m[at] as number) * (column - 0.5) + (m[at + 1] as number) * (row - 0.5) + (m[at + 3] as number),
    );
  const expected = [corner(271, 289), corner(306, 289), corner(306, 317), corner(271, 317)];
  box?.points.flat().forEach((value, i) => expect(value).toBeCloseTo(expected.flat()[i] as number, 4));
  const [x, y] = await toCanvas(page, box?.points[0] as [number, number, number]);
  const drawn = await page
    .getByTestId('measurements-0')
    .locator('polygon, polyline, path, rect, line')
    .first()
    .boundingBox();
  const pane = await page.locator('[data-viewport="0"]').boundingBox();
  expect(drawn && Math.abs(drawn.x - (pane?.x ?? 0) - x)).toBeLessThan(2);
  expect(drawn && Math.abs(drawn.y - (pane?.y ?? 0) - y)).toBeLessThan(2);
  // The three key images of somebody else.
  expect(await keyImages(page)).toHaveLength(3);
  await expect(saveButton(page)).toBeDisabled();
});

test('annotations of a presentation state are shown on its image when chosen, and on no other', async ({
  page,
}) => {
  const [image, other] = prior.series[0]?.instances ?? [];
  await storePresentationState(String(image?.sopInstanceUid));
  await openRoom(page, [prior.studyInstanceUid]);
  const overlay = page.getByTestId('presentation-0');
  await page.evaluate(
    (uid) => window.yunying?.scrollTo(0, { sopInstanceUID: uid }),
    String(image?.sopInstanceUid),
  );
  await expect(overlay).toHaveCount(0);
  await page.getByRole('button', { name: '报告、关键图像与导出' }).first().click();
  await page.getByRole('button', { name: /ARROWS/ }).click();
  const points = (await overlay.locator('polyline').first().getAttribute('points')) ?? '';
  const drawn = points.split(' ').map((point) => point.split(',').map(Number));
  // Columns and rows from the upper left corner of the first pixel: half a pixel before its centre.
  const { indexToWorld: m } = (await page.evaluate(() => window.yunying?.getPixels(0))) as {
    indexToWorld: number[];
  };
  for (const [i, [column, row]] of [
    [100, 120],
    [200, 120],
    [200, 220],
  ].entries()) {
    const world = [0, 4, 8].map(
      (at) =>
        (m[at] as number) * ((column as number) - 0.5) +
        (m[at + 1] as number) * ((row as number) - 0.5) +
        (m[at + 3] as number),
    );
    const [x, y] = await toCanvas(page, world as [number, number, number]);
    expect(drawn[i]?.[0]).toBeCloseTo(x, 1);
    expect(drawn[i]?.[1]).toBeCloseTo(y, 1);
  }
  await expect(overlay).toContainText('复查');
  await page.evaluate(
    (uid) => window.yunying?.scrollTo(0, { sopInstanceUID: uid }),
    String(other?.sopInstanceUid),
  );
  await expect(overlay).toHaveCount(0);
});

/** Stores a presentation state for one image of the prior study: a polyline in pixels, a text in fractions of the whole image. */
async function storePresentationState(sopInstanceUid: string): Promise<void> {
  const uid = '1.2.826.0.1.3680043.8.498.7070';
  const image = {
    '00081150': element('UI', '1.2.840.10008.5.1.4.1.1.2'),
    '00081155': element('UI', sopInstanceUid),
  };
  const file = writePart10({
    '00080005': element('CS', 'ISO_IR 192'),
    '00080016': element('UI', '1.2.840.10008.5.1.4.1.1.11.1'),
    '00080018': element('UI', `${uid}.1`),
    '00080060': element('CS', 'PR'),
    '00081115': element('SQ', {
      '00081140': element('SQ', image),
      '0020000E': element('UI', prior.series[0]?.seriesInstanceUid),
    }),
    '00100020': element('LO', prior.patientId),
    '0020000D': element('UI', prior.studyInstanceUid),
    '0020000E': element('UI', uid),
    '00700001': element('SQ', {
      '00700002': element('CS', 'LAYER'),
      '00700008': element('SQ', {
        '00700003': element('CS', 'DISPLAY'),
        '00700006': element('ST', '复查'),
        '00700010': element('FL', 0.25, 0.25),
        '00700011': element('FL', 0.5, 0.3),
      }),
      '00700009': element('SQ', {
        '00700005': element('CS', 'PIXEL'),
        '00700022': element('FL', 100, 120, 200, 120, 200, 220),
        '00700023': element('CS', 'POLYLINE'),
      }),
    }),
    '0070005A': element('SQ', {
      '00700052': element('SL', 1, 1),
      '00700053': element('SL', 512, 512),
    }),
    '00700080': element('CS', 'ARROWS'),
  });
  const { failed } = await storeInstances([file], { root: `${baseUrl()}/dicom-web` });
  expect(failed).toBe(0);
}

async function addOneOfEach(page: Page): Promise<MeasurementReport[]> {
  const { indexToWorld: m } = (await page.evaluate(() => window.yunying?.getPixels(0))) as {
    indexToWorld: number[];
  };
  const at = (column: number, row: number): [number, number, number] => {
    const along = (line: number) =>
      (m[line] as number) * column + (m[line + 1] as number) * row + (m[line + 3] as number);
    return [along(0), along(4), along(8)];
  };
  return add(page, [
    { tool: 'length', points: [at(200, 200), at(260, 240)], index: 0, label: '结节, 左肺' },
    { tool: 'angle', points: [at(100, 200), at(150, 200), at(150, 150)], index: 0 },
    { tool: 'cobb', points: [at(100, 100), at(150, 110), at(100, 200), at(150, 180)], index: 0 },
    { tool: 'bidirectional', points: [at(300, 200), at(360, 200), at(330, 180), at(330, 220)], index: 0 },
    { tool: 'ellipse', points: [at(200, 300), at(280, 300), at(240, 280), at(240, 320)], index: 0 },
    { tool: 'rectangle', points: [at(300, 300), at(350, 300), at(350, 330), at(300, 330)], index: 0 },
    { tool: 'freehand', points: [at(100, 300), at(150, 310), at(140, 350), at(90, 340)], index: 0 },
    { tool: 'probe', points: [at(256, 256)], index: 0 },
    { tool: 'arrow', points: [at(220, 120), at(260, 100)], index: 0, label: '见此处' },
    { tool: 'profile', points: [at(100, 256), at(400, 256)], index: 0 },
  ]);
}

async function add(page: Page, requests: MeasurementRequest[]): Promise<MeasurementReport[]> {
  const added: MeasurementReport[] = [];
  for (const request of requests) {
    const report = await page.evaluate((one) => window.yunying?.addMeasurement(one), request);
    if (!report) throw new Error('no automation interface');
    added.push(report);
  }
  return added;
}

/** Two points on the shown slice. */
async function line(page: Page): Promise<[number, number, number][]> {
  const { focalPoint } = await viewport(page);
  if (!focalPoint) throw new Error('the image has no place in the patient');
  const [x, y, z] = focalPoint;
  return [
    [x, y, z],
    [x + 30, y + 40, z],
  ];
}

const measurements = async (page: Page): Promise<MeasurementReport[]> =>
  (await page.evaluate(() => window.yunying?.getMeasurements())) ?? [];

const keyImages = async (page: Page): Promise<string[]> =>
  ((await page.evaluate(() => window.yunying?.getKeyImages())) ?? []).map((one) => one.sopInstanceUID);

async function downloaded(page: Page, choice: string): Promise<string> {
  await page.getByRole('button', { name: '报告、关键图像与导出' }).first().click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: choice }).click();
  return (await download).path();
}

/** SOP Instance UIDs of a study's objects of a modality, as the proxy's search has them. */
async function documents(studyUid: string, modality: string): Promise<string[]> {
  const answer = await fetch(`${baseUrl()}/dicom-web/studies/${studyUid}/instances?Modality=${modality}`);
  if (answer.status === 204) return [];
  const found = (await answer.json()) as Record<string, { Value?: string[] }>[];
  return found
    .filter((one) => one['00080060']?.Value?.[0] === modality)
    .map(
      (one) =>
        `${one['0020000D']?.Value?.[0]}/series/${one['0020000E']?.Value?.[0]}/instances/${one['00080018']?.Value?.[0]}`,
    );
}

const dump = (path: string, study: string, ...options: string[]): string =>
  runOn(path, study, 'dsrdump', '+Pc', '+U8', ...options);

const judgeValidity = (path: string, study: string): string =>
  spawnSync('which', ['dciodvfy']).status === 0 ? runOn(path, study, 'dciodvfy') : '';

/** What a program says of a stored object as the proxy gives it out. */
function runOn(path: string, study: string, program: string, ...options: string[]): string {
  expect(path).toContain(study);
  const folder = mkdtempSync(join(tmpdir(), 'yunying-report-'));
  try {
    const address = `${baseUrl()}/dicom-web/studies/${path}`;
    const accept = 'multipart/related; type="application/dicom"';
    const answer = execFileSync('curl', ['-sf', '-H', `Accept: ${accept}`, address], { maxBuffer: 1e8 });
    const start = answer.indexOf('\r\n\r\n') + 4;
    const file = join(folder, 'report.dcm');
    writeFileSync(file, answer.subarray(start, answer.lastIndexOf('\r\n--')));
    const { stdout, stderr } = spawnSync(program, [...options, file], { encoding: 'utf8' });
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
