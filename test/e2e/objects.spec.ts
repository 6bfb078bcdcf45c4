import { execFileSync } from 'node:child_process';
import { copyFileSync, chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import type { ObjectDetails } from '../../viewer/imaging/index.ts';
import { dumpedBytes, dumpedValues, rawValues } from './support/dcmdump.ts';
import { dumpedReport } from './support/dsrdump.ts';
import { canMake, cdaObject, doseReport, stlObject } from './support/madeObjects.ts';
import { baseUrl, openRoom, viewport } from './support/room.ts';

const zoo = fileURLToPath(new URL('../../../shared/dicom/zoo/', import.meta.url));
const nlst = fileURLToPath(new URL('../../../shared/dicom/volumes/ct_chest_nlst_101287_T0', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'yunying-objects-'));

const stored = [
  'obj_sr_basictext',
  'obj_sr_comprehensive3d',
  'obj_sr_comprehensive_tid1500',
  'obj_encapsulated_pdf',
  'obj_ecg12',
  'ts_deflated_waveform',
  'obj_rtstruct',
  'mod_wsi_tiled',
  'mod_xa_cine_96f',
  'derived/ts_mpeg4_avc_h41_102',
  'derived/ts_mpeg2_mpml_100',
  'derived/ts_hevc_main_107',
  'derived/obj_ko_for_nlst',
];
const fileOf = (name: string): string => join(zoo, `${name}.dcm`);
const studyOf = (name: string): string => dumpedValues(fileOf(name), '0020,000d')[0] as string;
const bigSlide = join(scratch, 'slide.dcm');
const bigSlideStudy = '1.2.826.0.1.3680043.10.296.140';

/** Opens a study and waits until an object of it is on the screen. */
async function openObject(page: Page, study: string): Promise<void> {
  await page.goto(`${baseUrl()}/viewer?StudyInstanceUIDs=${study}`);
  await page.waitForFunction(() => window.yunying !== undefined);
  await page.evaluate(
    () => new Promise<void>((resolve) => void window.yunying?.on('object-shown', () => resolve())),
  );
}

async function details<Kind extends ObjectDetails['kind']>(
  page: Page,
  kind: Kind,
  index = 0,
): Promise<Extract<ObjectDetails, { kind: Kind }>> {
  const found = await page.evaluate((at) => window.yunying?.getObject(at), index);
  if (found?.kind !== kind) throw new Error(`viewport ${index} shows ${found?.kind}`);
  return found as Extract<ObjectDetails, { kind: Kind }>;
}

test.describe('what moves and what is no image', () => {
  test.skip(!existsSync(zoo), '../shared/dicom/zoo is absent');

  test.beforeAll(() => {
    copyFileSync(fileOf('mod_wsi_jpeg_140tiles'), bigSlide);
    chmodSync(bigSlide, 0o600);
    // As it came its Study Instance UID is empty.
    execFileSync('dcmodify', ['-q', '-nb', '-m', `0020,000d=${bigSlideStudy}`, bigSlide]);
    execFileSync(
      process.execPath,
      [
        'scripts/import.ts',
        '--url',
        baseUrl(),
        ...stored.map(fileOf),
        bigSlide,
        ...(existsSync(nlst) ? [nlst] : []),
      ],
      { cwd: root, stdio: 'ignore' },
    );
  });
  test.afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  test.describe('in English', () => {
    test.use({ locale: 'en-US' });
    for (const name of ['obj_sr_comprehensive_tid1500', 'obj_sr_comprehensive3d', 'obj_sr_basictext'])
      test(`${name} reads as DCMTK dumps it, item by item`, async ({ page }) => {
        await openObject(page, studyOf(name));
        const { lines } = await details(page, 'report');
        const dumped = dumpedReport(fileOf(name));
        expect(lines.map(({ level, name: words }) => [level, words])).toEqual(
          dumped.map(({ level, name: words }) => [level, words]),
        );
        for (const [i, { valueType, value }] of dumped.entries()) {
          const read = lines[i]?.value ?? '';
          const quoted = [...value.matchAll(/"([^"]*)"/g)].map(([, text]) => text as string);
          if (valueType === 'NUM') expect(Number(read.split(' ')[0]), value).toBe(Number(quoted[0]));
          else if (valueType === 'CODE') expect(read).toBe(quoted.at(-1));
          else if (valueType === 'TEXT' || valueType === 'UIDREF') expect(read).toBe(quoted[0]);
          else if (valueType === 'DATE')
            expect(new Date(`${read} UTC`).toISOString().slice(0, 10).replaceAll('-', '')).toBe(quoted[0]);
        }
        // And all of it stands on the page.
        const page1 = await page.locator('[data-object-kind="report"] article').innerText();
        for (const { value, name: words } of lines.filter((line) => !line.value.includes(';'))) {
          if (words) expect(page1).toContain(words);
          if (value && value.length < 60 && !/image|segment/i.test(value)) expect(page1).toContain(value);
        }
      });
  });

  test('a report names standard codes in Chinese, and says how far it is', async ({ page }) => {
    await openObject(page, studyOf('obj_sr_comprehensive_tid1500'));
    const article = page.locator('[data-object-kind="report"] article');
    await expect(article).toContainText('影像测量报告');
    await expect(article).toContainText('测量方法');
    await expect(article).toContainText('33.5824 ml');
    await expect(article).toContainText('未审核');
    expect(await viewport(page)).toMatchObject({ kind: 'report', sliceCount: 0 });
  });

  test('an encapsulated PDF is drawn, and comes out as it went in', async ({ page }) => {
    await openObject(page, studyOf('obj_encapsulated_pdf'));
    const [original] = dumpedBytes(fileOf('obj_encapsulated_pdf'), '0042,0011') as [Buffer];
    expect(original).toHaveLength(7948);
    expect(await details(page, 'document')).toMatchObject({
      page: 1,
      pages: 1,
      mediaType: 'application/pdf',
    });
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载 PDF 文件' }).click();
    const saved = readFileSync((await (await saving).path()) as string);
    // The element is of even length: the last byte is no part of the document.
    expect(saved.equals(original.subarray(0, saved.length))).toBe(true);
    expect(original.length - saved.length).toBeLessThanOrEqual(1);
    // Where Ghostscript's bbox device finds ink on the page of 612 x 792 points, from its upper left corner.
    const expected = [72.126, 792 - 703.782, 170.712, 792 - 690.03];
    const ink = await page.locator('[data-page="1"] canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, width, height) as ImageData;
      const box = [Infinity, Infinity, 0, 0] as [number, number, number, number];
      for (let i = 0; i < width * height; i++) {
        if ((data[4 * i] as number) >= 230) continue;
        const [x, y] = [i % width, Math.floor(i / width)];
        box[0] = Math.min(box[0], x);
        box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x + 1);
        box[3] = Math.max(box[3], y + 1);
      }
      return box.map(
        (edge, side) => (edge * (side % 2 === 0 ? 612 : 792)) / (side % 2 === 0 ? width : height),
      );
    });
    for (const [side, edge] of expected.entries())
      expect(Math.abs((ink[side] as number) - edge), `side ${side}`).toBeLessThan(2);
  });

  test('an ECG is drawn to scale: a sample stands where its time and voltage say', async ({ page }) => {
    await openObject(page, studyOf('obj_ecg12'));
    const shown = await details(page, 'waveform');
    expect(shown).toMatchObject({
      label: 'RHYTHM',
      channels: ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'],
      samplingHz: 1000,
      seconds: 10,
      mmPerSecond: 25,
      mmPerMillivolt: 10,
    });
    // 12 channels of 10,000 signed words, 1.25 µV each; the highest R of lead II in the first two seconds.
    const [bytes] = dumpedBytes(fileOf('obj_ecg12'), '5400,1010') as [Buffer];
    expect(bytes).toHaveLength(240_000);
    const lead = Array.from({ length: 2000 }, (_, i) => bytes.readInt16LE((i * 12 + 1) * 2));
    const peak = lead.indexOf(Math.max(...lead));
    const millivolts = ((lead[peak] as number) * 1.25) / 1000;
    expect(millivolts).toBeGreaterThan(0.5);
    const drawn = await page.evaluate(() => {
      const svg = document.querySelector<SVGSVGElement>('[data-testid="waveform"]');
      const group = svg?.querySelector('g[data-channel="1"]');
      const box = svg?.getBoundingClientRect();
      const [pulse, ...pieces] = [...(group?.querySelectorAll('path') ?? [])].map((one) =>
        one.getAttribute('d'),
      );
      return { width: box?.width, viewBox: svg?.viewBox.baseVal.width, pulse, trace: pieces.join('') };
    });
    // A millimetre of the sheet is one of CSS: 96 pixels are an inch.
    expect((drawn.width as number) / (drawn.viewBox as number)).toBeCloseTo(96 / 25.4, 3);
    const [, x = '', y = ''] = /^M([\d.]+) ([\d.]+)h1\.5v-10h3v10h1\.5$/.exec(drawn.pulse ?? '') ?? [];
    const zero = { x: Number(x) + 8, y: Number(y) };
    const points = [...drawn.trace.matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)].map(([, px, py]) => [
      Number(px),
      Number(py),
    ]);
    const expected = [zero.x + (peak / 1000) * 25, zero.y - millivolts * 10] as const;
    const nearest = points.reduce((best, point) =>
      Math.hypot((point[0] as number) - expected[0], (point[1] as number) - expected[1]) <
      Math.hypot((best[0] as number) - expected[0], (best[1] as number) - expected[1])
        ? point
        : best,
    );
    expect(nearest[0]).toBeCloseTo(expected[0], 3);
    expect(nearest[1]).toBeCloseTo(expected[1], 3);
    await page.getByLabel('走纸速度').selectOption('50');
    expect(await details(page, 'waveform')).toMatchObject({ mmPerSecond: 50 });
    await expect(page.locator('[data-object-kind="waveform"]')).toContainText('RITMO SINUSALE');
  });

  test('calipers measure time and voltage', async ({ page }) => {
    await openObject(page, studyOf('ts_deflated_waveform'));
    const box = await page.getByTestId('waveform').boundingBox();
    if (!box) throw new Error('no sheet');
    // 25 mm to the right are a second, 5 mm down half a millivolt.
    const px = 96 / 25.4;
    await page.mouse.move(box.x + 60, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + 60 + 25 * px, box.y + 60 + 5 * px, { steps: 3 });
    await page.mouse.up();
    // The last of the mouse's steps is drawn with the next picture of the page.
    await expect.poll(async () => (await details(page, 'waveform')).calipers?.seconds).toBeCloseTo(1, 2);
    const { calipers } = await details(page, 'waveform');
    expect(calipers?.amplitude).toBeCloseTo(0.5, 2);
    expect(calipers?.unit).toBe('mV');
  });

  test('an H.264 film is played, frame by frame', async ({ page }) => {
    const study = studyOf('derived/ts_mpeg4_avc_h41_102');
    await openObject(page, study);
    await expect
      .poll(() => details(page, 'video'))
      .toMatchObject({ playable: true, frames: 60, columns: 1280, rows: 720, frameNumber: 1, seconds: 2.4 });
    const { sopInstanceUID, seriesInstanceUID } = await viewport(page);
    await page.keyboard.press('Space');
    await expect.poll(async () => (await details(page, 'video')).playing).toBe(true);
    await page.keyboard.press('Space');
    await expect.poll(async () => (await details(page, 'video')).playing).toBe(false);
    await page.keyboard.press('Home');
    await expect.poll(async () => (await details(page, 'video')).frameNumber).toBe(1);
    await page.getByRole('button', { name: '下一帧' }).click();
    await expect.poll(async () => (await details(page, 'video')).frameNumber).toBe(2);
    await page.keyboard.press('End');
    await expect.poll(async () => (await details(page, 'video')).frameNumber).toBe(60);
    const path = `${baseUrl()}/dicom-web/studies/${study}/series/${seriesInstanceUID}/instances/${sopInstanceUID}/rendered`;
    const answer = await fetch(path);
    expect(answer.headers.get('content-type')).toBe('video/mp4');
    const stream = rawValues(fileOf('derived/ts_mpeg4_avc_h41_102')).at(-1) as Buffer;
    expect(Buffer.from(await answer.arrayBuffer()).equals(stream)).toBe(true);
    const part = await fetch(path, { headers: { range: 'bytes=1000-1999' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([
      206,
      `bytes 1000-1999/${stream.length}`,
    ]);
    expect(Buffer.from(await part.arrayBuffer()).equals(stream.subarray(1000, 2000))).toBe(true);
  });

  for (const [name, coded] of [
    ['derived/ts_mpeg2_mpml_100', 'MPEG2 Main Profile, Main Level'],
    ['derived/ts_hevc_main_107', 'HEVC/H.265 Main Profile'],
  ] as const)
    test(`${name}, which this browser may not play, is explained and can be had`, async ({ page }) => {
      await openObject(page, studyOf(name));
      const film = await details(page, 'video');
      expect(film).toMatchObject({ frames: 60, framesPerSecond: 25 });
      if (film.playable) return;
      const notice = page.locator('[data-object-kind="video"] [role="alert"]');
      await expect(notice).toContainText(coded);
      const saving = page.waitForEvent('download');
      await notice.getByRole('button', { name: /^下载 \S+ 文件$/ }).click();
      const stream = rawValues(fileOf(name)).at(-1) as Buffer;
      expect(readFileSync(await (await saving).path()).equals(stream)).toBe(true);
    });

  test('a slide shows each tile in its place and colour', async ({ page }) => {
    await openObject(page, studyOf('mod_wsi_tiled'));
    await expect.poll(async () => (await details(page, 'slide')).complete).toBe(true);
    const { levels, seen, scale } = await details(page, 'slide');
    expect(levels).toMatchObject([{ columns: 50, rows: 50 }]);
    // 25 tiles of 10 x 10 RGB pixels, one after the other.
    const raw = rawValues(fileOf('mod_wsi_tiled')).find(({ length }) => length === 7500) as Buffer;
    const colourAt = (column: number, row: number): number[] => {
      const tile = Math.floor(row / 10) * 5 + Math.floor(column / 10);
      const at = (tile * 100 + (row % 10) * 10 + (column % 10)) * 3;
      return [...raw.subarray(at, at + 3)];
    };
    const places: [number, number][] = [
      [4, 4],
      [15, 13],
      [25, 18],
      [23, 19],
      [47, 3],
      [2, 45],
      [33, 33],
    ];
    const canvasColours = await page.evaluate(
      ({ places: wanted, left, top, zoom }) => {
        const canvas = document.querySelector<HTMLCanvasElement>(
          '[data-testid="slide-0"] .openseadragon-canvas canvas',
        );
        const context = canvas?.getContext('2d');
        return wanted.map(([column, row]) => {
          const x = Math.floor((column + 0.5 - left) * zoom);
          const y = Math.floor((row + 0.5 - top) * zoom);
          return [...(context?.getImageData(x, y, 1, 1).data ?? [])].slice(0, 3);
        });
      },
      { places, left: seen.left, top: seen.top, zoom: scale },
    );
    for (const [i, [column, row]] of places.entries())
      for (const [channel, value] of colourAt(column, row).entries())
        expect(
          Math.abs((canvasColours[i]?.[channel] ?? -99) - value),
          `${column}/${row}`,
        ).toBeLessThanOrEqual(6);
  });

  test('a slide of 140 tiles comes whole, with a scale bar', async ({ page }) => {
    await openObject(page, bigSlideStudy);
    await expect.poll(async () => (await details(page, 'slide')).complete).toBe(true);
    const slide = await details(page, 'slide');
    expect(slide).toMatchObject({
      levels: [{ columns: 3175, rows: 2281 }],
      tilesFailed: 0,
      mmPerPixel: 1.03424,
    });
    const bar = page.getByTestId('slide-bar-0');
    const width = (await bar.boundingBox())?.width ?? 0;
    // 50 cm: 500 mm at 1.03424 mm for a pixel.
    await expect(bar).toHaveText('50 cm');
    expect(width).toBeCloseTo((500 / 1.03424) * slide.scale, 0);
    await page.getByRole('button', { name: '1:1' }).click();
    await expect.poll(async () => (await details(page, 'slide')).scale).toBeCloseTo(1, 2);
  });

  test('a structure set is explained, with what it holds', async ({ page }) => {
    await openObject(page, studyOf('obj_rtstruct'));
    await page.evaluate(() => window.yunying?.getViewports());
    const pane = page.locator('[data-object-kind="other"]');
    await expect(pane).toContainText('放疗结构集');
    await expect(pane).toContainText('Tumor Bed');
    expect((await details(page, 'other')).references).toHaveLength(98);
    await expect(page.evaluate(() => window.yunying?.getPixels(0))).rejects.toThrow(
      'no image but an object: other',
    );
  });

  test('key objects open the images they name, in their order', async ({ page }) => {
    test.skip(!existsSync(nlst), 'the volume it refers to is absent');
    const file = fileOf('derived/obj_ko_for_nlst');
    await openRoom(page, [studyOf('derived/obj_ko_for_nlst')]);
    const series = dumpedValues(file, '0020,000e')[0] as string;
    await page.getByRole('button', { name: /KO/ }).click();
    await expect.poll(async () => (await viewport(page)).seriesInstanceUID).toBe(series);
    // The evidence names them first, then the content.
    const named = dumpedValues(file, '0008,1155').slice(-3);
    await expect.poll(async () => (await viewport(page)).sopInstanceUID).toBe(named[0]);
    expect(await viewport(page)).toMatchObject({
      kind: 'key-images',
      sliceIndex: 0,
      sliceCount: 3,
      error: null,
    });
    await expect(page.getByTestId('key-image-banner')).toContainText('值得关注 — derived key images');
    await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 2 }));
    expect((await viewport(page)).sopInstanceUID).toBe(named[2]);
  });

  test('a report leads to the image, the slice and the region it speaks of', async ({ page }) => {
    test.skip(!existsSync(nlst), 'the volume is absent');
    const name = readdirSync(nlst, { recursive: true, encoding: 'utf8' }).find((one) =>
      /^SR_.*\.dcm$/.test(one),
    );
    const file = join(nlst, name as string);
    const images = dumpedReport(file).filter(({ valueType }) => valueType === 'IMAGE').length;
    const [named] = dumpedValues(file, '0008,1155').slice(-images);
    const [, column, row] = /POLYLINE,([\d.]+)\/([\d.]+)/.exec(
      dumpedReport(file).find(({ valueType }) => valueType === 'SCOORD')?.value ?? '',
    ) as unknown as [string, string, string];
    await openRoom(page, [dumpedValues(file, '0020,000d')[0] as string]);
    await page.getByRole('button', { name: /Sybil/ }).click();
    await page.getByRole('button', { name: '折线，5 点' }).first().click();
    await expect
      .poll(async () => (await viewport(page, 1).catch(() => undefined))?.sopInstanceUID)
      .toBe(named);
    expect(await viewport(page, 0)).toMatchObject({ kind: 'report' });
    const points = await page.getByTestId('pointed-out-1').locator('polyline').getAttribute('points');
    const [x, y] = (points?.split(' ')[0] ?? '').split(',').map(Number);
    // The upper left corner of the first pixel is 0, 0 in reports; the matrix is of pixel centres.
    const expected = await page.evaluate(
      async ([c, r]) => {
        const { indexToWorld: m } = (await window.yunying?.getPixels(1)) as { indexToWorld: number[] };
        const at = (i: number): number =>
          (m[i] as number) * c + (m[i + 1] as number) * r + (m[i + 3] as number);
        return window.yunying?.worldToCanvas(1, [at(0), at(4), at(8)]);
      },
      [Number(column) - 0.5, Number(row) - 0.5] as const,
    );
    expect(x).toBeCloseTo(expected?.[0] as number, 1);
    expect(y).toBeCloseTo(expected?.[1] as number, 1);
  });

  test('a loop is played at the rate of its header', async ({ page }) => {
    await openRoom(page, [studyOf('mod_xa_cine_96f')]);
    // Frame Time 33 ms.
    const { cine, sliceCount, kind } = await viewport(page);
    expect([kind, sliceCount]).toEqual(['image', 96]);
    expect(cine?.rateFrom).toBe('header');
    expect(cine?.framesPerSecond).toBeCloseTo(1000 / 33, 6);
  });
});

test.describe('documents and reports made by DCMTK', () => {
  test.skip(!canMake, 'cda2dcm or stl2dcm of DCMTK is absent');
  const folder = mkdtempSync(join(tmpdir(), 'yunying-made-'));
  const made = canMake ? [cdaObject(folder), stlObject(folder), doseReport(folder)] : [];
  const [cda, stl, dose] = made;
  test.beforeAll(() => {
    const files = made.map(({ file }) => file);
    execFileSync(process.execPath, ['scripts/import.ts', '--url', baseUrl(), ...files], {
      cwd: root,
      stdio: 'ignore',
    });
  });
  test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('a CDA document is read by its sections', async ({ page }) => {
    await openObject(page, cda?.study ?? '');
    expect(await details(page, 'document')).toMatchObject({ mediaType: 'text/xml', page: 1 });
    const article = page.locator('[data-object-kind="document"] article');
    await expect(article.getByRole('heading', { level: 1 })).toHaveText('Discharge summary');
    await expect(article.getByRole('heading', { level: 2 })).toHaveText('Diagnosis');
    await expect(article).toContainText('右肺上叶结节');
    await expect(article).toContainText('size | 8 mm');
  });

  test('a model is explained and comes out as it went in', async ({ page }) => {
    await openObject(page, stl?.study ?? '');
    const shown = await details(page, 'document');
    expect(shown).toMatchObject({ page: null, pages: null, bytes: 134 });
    await expect(page.locator('[data-object-kind="document"]')).toContainText('STL');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: '下载 STL 文件' }).click();
    const saved = readFileSync((await (await saving).path()) as string);
    expect(saved.equals(readFileSync(join(folder, 'model.stl')))).toBe(true);
  });

  test('a dose report has its figures with their units', async ({ page }) => {
    await openObject(page, dose?.study ?? '');
    const { title, lines } = await details(page, 'report');
    expect(title).toBe('X 射线辐射剂量报告');
    expect(lines.slice(1)).toEqual([
      { level: 1, name: 'CT 采集', value: '' },
      { level: 2, name: '平均 CTDIvol', value: '12.34 mGy' },
      { level: 2, name: '剂量长度乘积（DLP）', value: '456.7 mGy·cm' },
    ]);
    await expect(page.locator('article')).toContainText('已审核');
  });
});
