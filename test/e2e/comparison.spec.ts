import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import type { Automation, RegistrationReport } from '../../viewer/app/automation/index.ts';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { makeInstance, store } from '../integration/support/instances.ts';
import { baseUrl, openRoom, pixels, viewport } from './support/room.ts';
import { unlinked } from './support/unlinked.ts';

const volumes = fileURLToPath(new URL('../../../shared/dicom/volumes/', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));
const current = '1.2.840.113654.2.55.242841386983064378162007136685545369722';
const prior = '1.2.826.0.1.3680043.8.498.94464573688686791542989227987343424650';

type Point = [number, number, number];

/** What the prior was made with: where a point of the current exam lies in it. */
const truth = ([x, y, z]: Point): Point => [x - 0.86, y + 0.24, z + 37.5];

type Links = Parameters<Automation['setLinks']>[0];

const links = (page: Page, wanted: Links) =>
  page.evaluate((change) => window.yunying?.setLinks(change), wanted);

/** Opens the comparison and waits until the exams are registered; gives what was known when. */
async function openRegistered(page: Page): Promise<RegistrationReport[]> {
  await openRoom(page, [current, prior]);
  return page.evaluate(
    () =>
      new Promise<RegistrationReport[]>((resolve) => {
        const found: RegistrationReport[] = [];
        void window.yunying?.on('registration', (registration) => {
          const { matrix, quality, method, seconds, fromIndex, toIndex } = registration;
          if (fromIndex !== 0 || toIndex !== 1) return;
          found.push({ matrix: [...matrix], quality, method, seconds });
          if (method === 'rigid') resolve(found);
        });
      }),
  );
}

/** Places of the slices of a study's image series along the patient, in the order of their numbers, from the metadata. */
async function placesOf(study: string): Promise<number[]> {
  const get = async (path: string) =>
    (await (await fetch(`${baseUrl()}/dicom-web/studies/${study}/${path}`)).json()) as Record<
      string,
      { Value?: unknown[] }
    >[];
  const [series] = await get('series?Modality=CT');
  const instances = await get(`series/${String(series?.['0020000E']?.Value?.[0])}/metadata`);
  return instances
    .map((one) => [Number(one['00200013']?.Value?.[0]), Number(one['00200032']?.Value?.[2])] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, z]) => z);
}

/** Which slice of the prior lies nearest to a slice of the current exam, by the places in their metadata. */
async function nearestTo(sliceIndex: number): Promise<number> {
  const [here, there] = await Promise.all([placesOf(current), placesOf(prior)]);
  const [, , z] = truth([0, 0, here[sliceIndex] as number]);
  return indexNearest(there, z);
}

function indexNearest(places: readonly number[], z: number): number {
  const distances = places.map((place) => Math.abs(place - z));
  return distances.indexOf(Math.min(...distances));
}

/** Grey of the screen in a viewport at a point of the patient. */
const greyAt = (page: Page, index: number, point: Point): Promise<number> =>
  page.evaluate(
    async ([viewportIndex, place]) => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const [x, y] = (await window.yunying?.worldToCanvas(viewportIndex, place)) ?? [0, 0];
      const canvas = document.querySelector<HTMLCanvasElement>(
        `[data-viewport="${viewportIndex}"] canvas.cornerstone-canvas`,
      );
      const copy = document.createElement('canvas');
      copy.width = copy.height = 1;
      const context = copy.getContext('2d');
      if (!canvas || !context) throw new Error('the viewport has no canvas');
      context.drawImage(canvas, -Math.round(x), -Math.round(y));
      return context.getImageData(0, 0, 1, 1).data[0] as number;
    },
    [index, point] as const,
  );

const canvasOf = async (page: Page, index: number, point: Point): Promise<[number, number]> =>
  (await page.evaluate(([one, place]) => window.yunying?.worldToCanvas(one, place), [
    index,
    point,
  ] as const)) as [number, number];

test('projections are linked in window and scale, without a registration', async ({ page }) => {
  const uid = (): string => `2.25.${Array.from({ length: 4 }, () => randomInt(1e8, 1e9)).join('')}`;
  const studies = [uid(), uid()];
  const files = studies.map(
    (study, place) =>
      makeInstance({
        study,
        patientId: `DX${studies[0]?.slice(-6)}`,
        modality: 'DX',
        studyDate: `202601${20 - place}`,
        more: [
          [0x00180015, 'CS', ['CHEST']],
          [0x00185101, 'CS', ['PA']],
          // Between rows and columns, mm: the prior's pixels are twice as large.
          [0x00280030, 'DS', [String(place + 1), String(place + 1)]],
          [0x00280010, 'US', 256],
          [0x00280011, 'US', 256],
          [0x7fe00010, 'OW', Buffer.alloc(2 * 256 * 256, 0x0a)],
        ],
      }).file,
  );
  expect((await store(`${baseUrl()}/dicom-web`, files)).status).toBe(200);
  await openRoom(page, studies);
  await expect
    .poll(async () => (await viewport(page, 1)).studyInstanceUID, { timeout: 30_000 })
    .toBe(studies[1]);
  await expect.poll(async () => (await viewport(page, 1)).fidelity, { timeout: 30_000 }).toBe('lossless');
  await page.evaluate(() => window.yunying?.setWindow(0, { center: 1000, width: 300 }));
  expect((await viewport(page, 1)).voi).toEqual({ center: 1000, width: 300 });
  await page.evaluate(() => window.yunying?.setCamera(0, { zoom: 3, pan: [30, 10] }));
  const zooms = [(await viewport(page, 0)).zoom, (await viewport(page, 1)).zoom];
  // As many mm on the screen: a picture of half as many pixels to the mm, and so twice as large, is twice as near.
  expect((zooms[1] as number) / (zooms[0] as number)).toBeCloseTo(2, 3);
  await page.evaluate(() => window.yunying?.setInvert(1, true));
  expect((await viewport(page, 0)).invert).toBe(true);
  expect(await page.evaluate(() => window.yunying?.getRegistration(0, 1))).toBeNull();
});

test('both exams are painted before the engine has come, each as it will show it', async ({ page }) => {
  const dates = demoTruth().studies.filter(({ patientId }) => patientId === 'YY-DEMO-0001');
  const engine = Promise.withResolvers<void>();
  await page.route('**/assets/engineRoom*', async (route) => {
    await engine.promise;
    await route.continue();
  });
  await page.goto(
    `${baseUrl()}/viewer?StudyInstanceUIDs=${dates.map(({ studyInstanceUid }) => studyInstanceUid).join(',')}`,
  );
  const early = page.locator('[data-viewport="1"] .opening canvas');
  await expect(early).toBeVisible();
  await expect(page.locator('[data-viewport="0"] .opening canvas')).toBeVisible();
  const greys = (selector: string) =>
    page.evaluate(async (wanted) => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const canvas = document.querySelector<HTMLCanvasElement>(wanted);
      const copy = document.createElement('canvas');
      const context = copy.getContext('2d');
      if (!canvas || !context) throw new Error(`there is no ${wanted}`);
      [copy.width, copy.height] = [64, 64];
      context.drawImage(canvas, 0, 0, 64, 64);
      const { data } = context.getImageData(0, 0, 64, 64);
      return Array.from({ length: 64 * 64 }, (_, at) => data[4 * at] as number);
    }, selector);
  const painted = await greys('[data-viewport="1"] .opening canvas');
  expect(new Set(painted).size).toBeGreaterThan(24);
  // Whose image it is, of which day, and that it is the prior one stands over it.
  await expect(page.locator('[data-viewport="1"]')).toContainText('2025');
  engine.resolve();
  await expect(early).toHaveCount(0);
  await page.evaluate(() => window.yunying?.setLinks({ scroll: false }));
  await expect.poll(async () => (await viewport(page, 1)).fidelity).toBe('lossless');
  // The link has given it the current exam's scale meanwhile, so it is compared with how another slice looks.
  const difference = async (sliceIndex: number): Promise<number> => {
    await page.evaluate((index) => window.yunying?.scrollTo(1, { sliceIndex: index }), sliceIndex);
    const drawn = await greys('[data-viewport="1"] canvas.cornerstone-canvas');
    return drawn.reduce((sum, grey, at) => sum + Math.abs(grey - (painted[at] as number)), 0) / drawn.length;
  };
  const { sliceCount } = await viewport(page, 1);
  const [middle, other] = [await difference(sliceCount >> 1), await difference(sliceCount >> 3)];
  console.log(`mean difference in grey from the painted picture: ${middle}; of another slice ${other}`);
  expect(middle).toBeLessThan(other / 3);
});

test.describe('two dates of one patient', () => {
  test.skip(!existsSync(volumes), '../shared/dicom is absent');

  test.beforeAll(() => {
    const folders = [
      'ct_chest_nlst_101287_T0',
      'ct_chest_nlst_101287_SYNTHPRIOR',
      'ct_prior_current_covidnysbu',
    ];
    execFileSync(
      process.execPath,
      ['scripts/import.ts', '--url', baseUrl(), ...folders.map((name) => `${volumes}${name}`)],
      { cwd: root, stdio: 'ignore' },
    );
  });

  test('every slice of the current exam brings the nearest slice of the prior', async ({ page }) => {
    test.setTimeout(240_000);
    const found = await openRegistered(page);
    console.log(found.map(({ method, seconds }) => `${method} after ${seconds.toFixed(2)} s`).join(', '));
    expect(found.at(-1)).toMatchObject({ quality: 'good', method: 'rigid' });
    const there = await placesOf(prior);
    const here = await placesOf(current);
    expect([here.length, there.length]).toEqual([143, 47]);
    expect((await viewport(page, 0)).sliceCount).toBe(143);
    const wanted = here.map((z) => {
      const [, , place] = truth([0, 0, z]);
      const distances = there.map((one) => Math.abs(one - place));
      return distances.flatMap((one, index) => (one < Math.min(...distances) + 1e-6 ? [index] : []));
    });
    const shown = await page.evaluate(async (expected) => {
      const slices: number[] = [];
      for (const [sliceIndex, nearest] of expected.entries()) {
        await window.yunying?.scrollTo(0, { sliceIndex });
        for (let tries = 0; ; tries++) {
          const slice = (await window.yunying?.getViewports())?.[1]?.sliceIndex ?? -1;
          if (nearest.includes(slice) || tries === 120) {
            slices.push(slice);
            break;
          }
          await new Promise(requestAnimationFrame);
        }
      }
      return slices;
    }, wanted);
    expect(shown.flatMap((slice, index) => (wanted[index]?.includes(slice) ? [] : [[index, slice]]))).toEqual(
      [],
    );
    expect(shown).toHaveLength(143);
    // The current exam has not been moved by the one that follows.
    expect((await viewport(page, 0)).sliceIndex).toBe(142);
  });

  test('says current and prior by word, colour and date', async ({ page }) => {
    await openRegistered(page);
    const [own, other] = [page.locator('[data-viewport="0"]'), page.locator('[data-viewport="1"]')];
    await expect(own).toContainText('本次 1999-01-02');
    await expect(other).toContainText('历史 1998-01-05');
    const colour = (pane: typeof own): Promise<string> =>
      pane.evaluate((element) => getComputedStyle(element, '::after').borderTopColor);
    expect(await colour(own)).toBe('rgb(86, 180, 224)');
    expect(await colour(other)).toBe('rgb(232, 176, 74)');
    await expect(page.getByRole('status').filter({ hasText: '配准良好' })).toBeVisible();
  });

  test('windows, scales, slabs and planes go together, each by itself', async ({ page }) => {
    await openRegistered(page);
    const middle = (await viewport(page, 0)).focalPoint as Point;

    await page.evaluate(() => window.yunying?.setWindow(0, { center: -2000, width: 10 }));
    expect((await viewport(page, 1)).voi).toEqual({ center: -2000, width: 10 });
    await expect.poll(() => greyAt(page, 1, truth(middle))).toBe(255);
    await page.evaluate(() => window.yunying?.setWindow(1, { center: 9000, width: 10 }));
    expect((await viewport(page, 0)).voi).toEqual({ center: 9000, width: 10 });
    await expect.poll(() => greyAt(page, 0, middle)).toBe(0);
    await page.evaluate(() => window.yunying?.setWindow(0, { center: 40, width: 400 }));

    await page.evaluate(() => window.yunying?.setCamera(0, { zoom: 2.5, pan: [60, -40] }));
    const end: Point = [middle[0] + 40, middle[1] + 30, middle[2]];
    const [a, b] = [await canvasOf(page, 0, middle), await canvasOf(page, 0, end)];
    const [c, d] = [await canvasOf(page, 1, truth(middle)), await canvasOf(page, 1, truth(end))];
    const pxPerMm = Math.hypot(b[0] - a[0], b[1] - a[1]) / 50;
    expect(Math.hypot(d[0] - c[0], d[1] - c[1]) / 50 / pxPerMm).toBeCloseTo(1, 3);
    // The same anatomy in the same place of either viewport, within a millimetre.
    expect(Math.hypot(c[0] - a[0], c[1] - a[1]) / pxPerMm).toBeLessThan(1);

    const before = await pixels(page, 1);
    await page.evaluate(() => window.yunying?.setSlab(0, { mode: 'mip', thicknessMm: 18 }));
    await expect
      .poll(async () => (await viewport(page, 1)).slab, { timeout: 30_000 })
      .toEqual({ mode: 'mip', thicknessMm: 18 });
    await expect.poll(async () => (await viewport(page, 1)).fidelity, { timeout: 30_000 }).toBe('lossless');
    const after = await pixels(page, 1);
    expect(after.indexToWorld[11]).toBeCloseTo(before.indexToWorld[11] as number, 3);
    // A maximum is nowhere less than the slice in its middle, and somewhere more.
    let less = 0;
    let more = 0;
    after.values.forEach((value, index) => {
      const own = before.values[index] as number;
      if (value < own) less++;
      if (value > own) more++;
    });
    expect([less, more > 1000]).toEqual([0, true]);
    await page.evaluate(() => window.yunying?.setSlab(0, { mode: 'none', thicknessMm: 0 }));

    await page.evaluate(() => window.yunying?.setOrientation(0, 'coronal'));
    await expect.poll(async () => (await viewport(page, 1)).orientation, { timeout: 30_000 }).toBe('coronal');
    await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 200 }));
    const [, own] = (await viewport(page, 0)).focalPoint as Point;
    await expect
      .poll(async () => Math.abs(((await viewport(page, 1)).focalPoint?.[1] ?? 1e9) - (own + 0.24)))
      .toBeLessThan(1);
  });

  test('what is unlinked stays as it is, and goes together again when it is linked', async ({ page }) => {
    await openRegistered(page);
    await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 40 }));
    await expect.poll(async () => (await viewport(page, 1)).sliceIndex).toBe(await nearestTo(40));
    await links(page, unlinked);
    const left = await viewport(page, 1);
    await page.evaluate(async () => {
      await window.yunying?.setWindow(0, { center: 300, width: 900 });
      await window.yunying?.setCamera(0, { zoom: 3, rotation: 90 });
      await window.yunying?.setInvert(0, true);
      await window.yunying?.scrollTo(0, { sliceIndex: 90 });
      await window.yunying?.setSlab(0, { mode: 'avgip', thicknessMm: 10 });
    });
    expect(await viewport(page, 1)).toEqual(left);
    await page.evaluate(() => window.yunying?.setSlab(0, { mode: 'none', thicknessMm: 0 }));

    await links(page, { scroll: true });
    await expect.poll(async () => (await viewport(page, 1)).sliceIndex).toBe(await nearestTo(90));
    expect((await viewport(page, 1)).voi).toEqual(left.voi);
    await links(page, { window: true, turn: true });
    expect(await viewport(page, 1)).toMatchObject({
      voi: { center: 300, width: 900 },
      invert: true,
      rotation: 90,
    });
    await expect(links(page, { scrolling: true } as Links)).rejects.toThrow(/no link: scrolling/);
  });

  test('the reader’s own link stands over the registration until it is taken back', async ({ page }) => {
    await openRegistered(page);
    const registered = (await viewport(page, 1)).sliceIndex;
    await page.evaluate(() => window.yunying?.shiftLink(1, { slices: 2 }));
    await expect.poll(async () => (await viewport(page, 1)).sliceIndex).toBe(registered + 2);
    const found = () => page.evaluate(() => window.yunying?.getRegistration(0, 1));
    expect(await found()).toMatchObject({ quality: 'manual', method: 'manual' });
    await page.evaluate(() => window.yunying?.resetLink(1));
    await expect.poll(async () => (await viewport(page, 1)).sliceIndex).toBe(registered);
    expect(await found()).toMatchObject({ quality: 'good' });

    await links(page, { scroll: false });
    await page.evaluate(() => window.yunying?.scrollTo(1, { sliceIndex: 25 }));
    await page.evaluate(() => window.yunying?.linkHere(1));
    await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 71 + 30 }));
    const [here, there] = await Promise.all([placesOf(current), placesOf(prior)]);
    const moved = (here[101] as number) - (here[71] as number);
    const wanted = indexNearest(there, (there[25] as number) + moved);
    await expect.poll(async () => (await viewport(page, 1)).sliceIndex).toBe(wanted);
    await expect(page.evaluate(() => window.yunying?.getRegistration(0, 7))).rejects.toThrow(/no viewport 7/);
  });

  test('a poor registration links nothing, says why, and is replaced by hand', async ({ page }) => {
    test.setTimeout(240_000);
    execFileSync(
      process.execPath,
      ['scripts/import.ts', '--url', baseUrl(), `${volumes}petct_acrin_nsclc_042`],
      { cwd: root, stdio: 'ignore' },
    );
    const someoneElse = '1.3.6.1.4.1.14519.5.2.1.7009.2403.334240657131972136850343327463';
    await openRoom(page, [current, someoneElse]);
    const status = page.getByRole('group', { name: '配准' }).getByRole('status');
    await expect(status).toContainText('配准不可靠', { timeout: 60_000 });
    await expect(status).toContainText('未按此配准同步');
    await expect(status).toContainText('点“在此关联”');
    const other = page.locator('[data-viewport="1"]');
    const left = (await viewport(page, 1)).sliceIndex;
    await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 40 }));
    await expect(other).toContainText('配准不可靠，翻页未同步');
    expect((await viewport(page, 1)).sliceIndex).toBe(left);

    await page.getByRole('button', { name: '在此关联' }).click();
    await expect(status).toContainText('手动关联');
    await expect(status).toContainText('自动配准不可靠');
    await expect(other).toContainText('手动关联');
    await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 60 }));
    await expect.poll(async () => (await viewport(page, 1)).sliceIndex).not.toBe(left);
    const linked = (await viewport(page, 1)).sliceIndex as number;
    await page.getByRole('button', { name: '前移一层' }).click();
    await expect.poll(async () => (await viewport(page, 1)).sliceIndex).toBe(linked + 1);
    await page.getByRole('button', { name: '恢复自动配准' }).click();
    await expect(status).toContainText('配准不可靠');
    await page.getByRole('button', { name: '仍要使用' }).click();
    await expect(status).toContainText('由读片者决定仍按此配准同步');
  });

  test('the crosshair leads the other exam to the same place', async ({ page }) => {
    await openRegistered(page);
    await links(page, { ...unlinked, crosshair: true });
    const places = await placesOf(current);
    await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 25 }));
    const point: Point = [20, -150, places[25] as number];
    await page.evaluate((place) => window.yunying?.setCrosshair(0, place), point);
    await expect.poll(async () => (await viewport(page, 1)).sliceIndex).toBe(await nearestTo(25));
    expect((await viewport(page, 0)).sliceIndex).toBe(25);
    // Where the point is drawn in the other exam it is the same place, within a millimetre.
    await page.evaluate(() => window.yunying?.setTool('crosshair'));
    const arm = page.locator('[data-viewport="1"] [data-crosshair-point] line').first();
    const [x, y] = await arm.evaluate((line) => [
      Number(line.getAttribute('x1')) - 4,
      Number(line.getAttribute('y1')),
    ]);
    const wanted = await canvasOf(page, 1, truth(point));
    const beside = await canvasOf(page, 1, truth([point[0] + 1, point[1], point[2]]));
    const pxPerMm = Math.hypot(beside[0] - wanted[0], beside[1] - wanted[1]);
    expect(Math.hypot((x as number) - wanted[0], (y as number) - wanted[1])).toBeLessThan(pxPerMm);
  });

  test('priors are offered in the room, compared without opening it anew, and put away', async ({ page }) => {
    await openRoom(page, [current]);
    await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 30 }));
    await page.evaluate(() => ((window as { stays?: boolean }).stays = true));
    await page.getByRole('button', { name: '历史检查与对比' }).click();
    const menu = page.getByRole('dialog', { name: '历史检查与对比' });
    await menu.getByRole('button', { name: /1998-01-05.*CT · CHEST.*最近同类检查/ }).click();
    await expect
      .poll(async () => (await viewport(page, 1)).studyInstanceUID, { timeout: 30_000 })
      .toBe(prior);
    await expect
      .poll(async () => (await viewport(page, 1)).sliceIndex, { timeout: 30_000 })
      .toBe(await nearestTo(30));
    expect(await viewport(page, 0)).toMatchObject({ studyInstanceUID: current, sliceIndex: 30 });
    expect(page.url()).toContain(`${current},${prior}`);
    await page.getByRole('button', { name: '退出对比' }).click();
    await expect
      .poll(async () => page.evaluate(async () => (await window.yunying?.getViewports())?.length))
      .toBe(1);
    expect(page.url()).not.toContain(prior);
    expect(await viewport(page, 0)).toMatchObject({ studyInstanceUID: current, sliceIndex: 30 });
    expect(await page.evaluate(() => (window as { stays?: boolean }).stays)).toBe(true);
  });

  test('compare() takes the study that fits, and refuses what cannot be laid out', async ({ page }) => {
    await openRoom(page, [current]);
    await page.evaluate((uids) => window.yunying?.compare(uids), [current, prior]);
    await expect.poll(async () => (await viewport(page, 1)).sliceCount, { timeout: 30_000 }).toBe(47);
    await page.evaluate((uids) => window.yunying?.compare(uids), [current]);
    expect(await page.evaluate(async () => (await window.yunying?.getViewports())?.length)).toBe(1);
    await expect(
      page.evaluate((uid) => window.yunying?.compare([uid, '1.1', '1.2', '1.3', '1.4']), current),
    ).rejects.toThrow(/at most 3/);
  });
});
