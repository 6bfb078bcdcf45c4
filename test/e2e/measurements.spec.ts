import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, type APIRequestContext, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { valuesByDcmtk } from './support/dcmtkValues.ts';
import {
  add,
  all,
  distanceMm,
  dragFinger,
  dragMouse,
  expectStatistics,
  inEllipse,
  inPolygon,
  onPage,
  pixelAt,
  statistics,
  valueOf,
  whole,
  worldOf,
  type Slice,
} from './support/measuring.ts';
import { baseUrl, expectSlice, openRoom, pixels, viewport } from './support/room.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
const main = current?.series.toSorted((a, b) => b.instances.length - a.instances.length)[0];
if (!current || !main) throw new Error('the demo has no current study');

/** The shown slice of the demo as the server stores it: little-endian bytes, rescaled by hand; its place from the truth. */
async function demoSlice(page: Page, request: APIRequestContext): Promise<Slice> {
  if (!main) throw new Error('no series');
  const { sliceIndex, studyInstanceUID, seriesInstanceUID, sopInstanceUID } = await viewport(page);
  const frame = await request.get(
    `${baseUrl()}/dicom-web/studies/${studyInstanceUID}/series/${seriesInstanceUID}/instances/${sopInstanceUID}/frames/1`,
    { headers: { Accept: 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1' } },
  );
  const bytes = await frame.body();
  const values = Int32Array.from(
    { length: main.rows * main.columns },
    (_, at) => bytes.readUInt16LE(2 * at) - 1024,
  );
  const [rowSpacing, columnSpacing] = main.pixelSpacingMm;
  const origin = main.instances[sliceIndex]?.imagePositionPatient;
  if (!origin) throw new Error(`no slice ${sliceIndex}`);
  return {
    values,
    rows: main.rows,
    columns: main.columns,
    origin: [...origin],
    spacing: [columnSpacing, rowSpacing],
  };
}

async function openDemo(page: Page, request: APIRequestContext): Promise<Slice> {
  await openRoom(page, [current?.studyInstanceUid ?? '']);
  return demoSlice(page, request);
}

/** Measures by automation and compares with plain arithmetic on the slice's values. */
async function expectArithmetic(page: Page, slice: Slice): Promise<void> {
  const at = (column: number, row: number) => worldOf(slice, [column, row]);
  const measure = (tool: 'length', points: [number, number, number][]) =>
    add(page, { tool, points, index: 0 });
  const tool = (name: string) => name as 'length';

  const length = await measure('length', [at(100.25, 200), at(180, 320.5)]);
  expect(valueOf(length, 'length')).toBeCloseTo(distanceMm(slice, [100.25, 200], [180, 320.5]), 6);
  expect(length.calibration).toBe('geometry');

  // The law of cosines, where the viewer uses an arc tangent.
  const angle = await measure(tool('angle'), [at(300, 100), at(250, 180), at(330, 260)]);
  const [a, b, c] = [
    distanceMm(slice, [300, 100], [250, 180]),
    distanceMm(slice, [330, 260], [250, 180]),
    distanceMm(slice, [300, 100], [330, 260]),
  ];
  const cosine = (a * a + b * b - c * c) / (2 * a * b);
  expect(valueOf(angle, 'angle')).toBeCloseTo((Math.acos(cosine) * 180) / Math.PI, 6);

  const [centre, axes, degrees] = [[256.3, 240.7], [40.2, 22.6], 33] as const;
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const end = (u: number, v: number) => at(centre[0] + u * cos - v * sin, centre[1] + u * sin + v * cos);
  const ends = [end(axes[0], 0), end(-axes[0], 0), end(0, axes[1]), end(0, -axes[1])];
  const ellipse = await measure(tool('ellipse'), ends);
  expectStatistics(ellipse, statistics(slice, inEllipse(centre, axes, degrees)));
  const [dx, dy] = slice.spacing;
  expect(valueOf(ellipse, 'area') / (Math.PI * axes[0] * axes[1] * dx * dy)).toBeCloseTo(1, 6);

  const corners = [
    [150.5, 300.5],
    [220.5, 300.5],
    [220.5, 340.5],
    [150.5, 340.5],
  ] as const;
  const rectangle = await measure(
    tool('rectangle'),
    corners.map(([x, y]) => at(x, y)),
  );
  expectStatistics(
    rectangle,
    statistics(slice, (x, y) => x > 150.5 && x < 220.5 && y > 300.5 && y < 340.5),
  );
  expect(valueOf(rectangle, 'pixels')).toBe(70 * 40);
  expect(valueOf(rectangle, 'area')).toBeCloseTo(70 * 40 * dx * dy, 6);

  const outline = [
    [200.1, 150.3],
    [260.7, 170.2],
    [290.4, 230.9],
    [240.6, 215.3],
    [190.2, 250.8],
  ] as const;
  const freehand = await measure(
    tool('freehand'),
    outline.map(([x, y]) => at(x, y)),
  );
  expectStatistics(freehand, statistics(slice, inPolygon(outline)));

  const probe = await measure(tool('probe'), [at(250.3, 199.8)]);
  expect(valueOf(probe, 'value')).toBe(slice.values[200 * slice.columns + 250]);

  const profile = await measure(tool('profile'), [at(100, 256), at(400, 256)]);
  expect(profile.profile?.values).toHaveLength(301);
  profile.profile?.values.forEach((value, step) =>
    expect(value).toBeCloseTo(slice.values[256 * slice.columns + 100 + step] as number, 6),
  );
  expect(profile.profile?.distances.at(-1)).toBeCloseTo(300 * dx, 6);
}

test('lengths, angles, regions, points and profiles of the phantom are plain arithmetic on its pixels', async ({
  page,
  request,
}) => {
  await expectArithmetic(page, await openDemo(page, request));
});

test('what the mouse draws is measured where the mouse was', async ({ page, request }) => {
  const slice = await openDemo(page, request);
  const place = async (column: number, row: number) => whole(await onPage(page, slice, [column, row]));
  const last = async () => (await all(page)).at(-1)!;

  // By dragging.
  const [from, to] = [await place(150, 200), await place(300, 260)];
  await page.keyboard.press('l');
  await dragMouse(page, [from, await place(200, 220), to]);
  const [a, b] = [await pixelAt(page, slice, from), await pixelAt(page, slice, to)];
  expect(Math.abs(valueOf(await last(), 'length') - distanceMm(slice, a, b))).toBeLessThan(0.01);

  // By clicking place after place; the mouse moves in between.
  const clicks = [await place(350, 330), await place(300, 380), await place(380, 400)] as const;
  await page.keyboard.press('a');
  for (const click of clicks) {
    await page.mouse.move(click[0] - 5, click[1] + 4);
    await page.mouse.click(...click);
  }
  const [p, vertex, q] = await Promise.all(clicks.map((click) => pixelAt(page, slice, click)));
  const arms = [
    distanceMm(slice, p!, vertex!),
    distanceMm(slice, q!, vertex!),
    distanceMm(slice, p!, q!),
  ] as const;
  const cosine = (arms[0] ** 2 + arms[1] ** 2 - arms[2] ** 2) / (2 * arms[0] * arms[1]);
  expect(Math.abs(valueOf(await last(), 'angle') - (Math.acos(cosine) * 180) / Math.PI)).toBeLessThan(0.01);

  const corners = [await place(180, 290), await place(240, 350)] as const;
  await page.keyboard.press('e');
  await dragMouse(page, [corners[0], await place(200, 300), corners[1]]);
  const [c0, c1] = await Promise.all(corners.map((corner) => pixelAt(page, slice, corner)));
  const centre = [(c0![0] + c1![0]) / 2, (c0![1] + c1![1]) / 2] as const;
  const half = [Math.abs(c1![0] - c0![0]) / 2, Math.abs(c1![1] - c0![1]) / 2] as const;
  expectStatistics(await last(), statistics(slice, inEllipse(centre, half, 0)));

  const box = [await place(260, 130), await place(330, 190)] as const;
  await page.keyboard.press('r');
  await dragMouse(page, [box[0], await place(300, 150), box[1]]);
  const [b0, b1] = await Promise.all(box.map((corner) => pixelAt(page, slice, corner)));
  const outline = [b0!, [b1![0], b0![1]], b1!, [b0![0], b1![1]]] as const;
  expectStatistics(await last(), statistics(slice, inPolygon(outline)));

  await page.keyboard.press('d');
  const round = await Promise.all(
    Array.from({ length: 24 }, (_, step) =>
      place(120 + 25 * Math.cos(step / 4), 260 + 20 * Math.sin(step / 4)),
    ),
  );
  await dragMouse(page, round);
  const drawn = await Promise.all(round.map((spot) => pixelAt(page, slice, spot)));
  expectStatistics(await last(), statistics(slice, inPolygon(drawn)));
  expect((await all(page)).map(({ tool }) => tool)).toEqual([
    'length',
    'angle',
    'ellipse',
    'rectangle',
    'freehand',
  ]);
});

test('zoom, pan, flips and rotation change no value, and what is drawn then is true too', async ({
  page,
  request,
}) => {
  const slice = await openDemo(page, request);
  const at = (column: number, row: number) => worldOf(slice, [column, row]);
  await add(page, { tool: 'length', points: [at(200, 200), at(300, 280)], index: 0 });
  await add(page, {
    tool: 'ellipse',
    points: [at(220, 250), at(280, 250), at(250, 230), at(250, 270)],
    index: 0,
  });
  const before = await all(page);
  await page.evaluate(() => window.yunying?.setCamera(0, { zoom: 1.7, pan: [40, -25] }));
  await page.keyboard.press('h');
  await page.keyboard.press('.');
  await page.keyboard.press('v');
  expect(await all(page)).toEqual(before);
  await page.keyboard.press('Escape');

  // The drawing is where its points are: the ends of the line lie under the handles' places.
  const shape = page.locator('[data-testid="measurements-0"] [data-tool="length"] path').first();
  const d = (await shape.getAttribute('d')) ?? '';
  const box = await page.locator('[data-viewport="0"]').boundingBox();
  const ends = [await onPage(page, slice, [200, 200]), await onPage(page, slice, [300, 280])];
  const drawnEnds = [...d.matchAll(/[ML]([-\d.]+) ([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
  ends.forEach(([x, y], index) => {
    expect(drawnEnds[index]?.[0]).toBeCloseTo(x - (box?.x ?? 0), 1);
    expect(drawnEnds[index]?.[1]).toBeCloseTo(y - (box?.y ?? 0), 1);
  });

  const [from, to] = [
    whole(await onPage(page, slice, [260, 190])),
    whole(await onPage(page, slice, [310, 240])),
  ];
  await page.keyboard.press('l');
  await dragMouse(page, [from, to]);
  const [a, b] = [await pixelAt(page, slice, from), await pixelAt(page, slice, to)];
  const drawn = (await all(page)).at(-1)!;
  expect(Math.abs(valueOf(drawn, 'length') - distanceMm(slice, a, b))).toBeLessThan(0.01);
});

test('handles and whole measurements are dragged; undo and redo, Escape and Delete', async ({
  page,
  request,
}) => {
  const slice = await openDemo(page, request);
  const place = async (column: number, row: number) => whole(await onPage(page, slice, [column, row]));
  const [from, to] = [await place(200, 200), await place(300, 200)];
  await page.keyboard.press('l');
  await dragMouse(page, [from, to]);
  const lengths = async () => (await all(page)).map((one) => Math.round(valueOf(one, 'length') * 1e6) / 1e6);
  const [drawn] = await lengths();

  // The handle is taken off its middle and stays under the mouse: it moves by as much as the mouse did.
  await dragMouse(page, [
    [to[0] + 3, to[1] - 2],
    [to[0] + 30, to[1] - 2],
    [to[0] + 53, to[1] - 2],
  ]);
  const moved = await pixelAt(page, slice, [to[0] + 50, to[1]]);
  const expected = distanceMm(slice, await pixelAt(page, slice, from), moved);
  expect((await lengths())[0]).toBeCloseTo(expected, 3);
  await page.keyboard.press('Control+z');
  expect(await lengths()).toEqual([drawn]);
  await page.keyboard.press('Control+y');
  expect((await lengths())[0]).toBeCloseTo(expected, 3);

  // The whole keeps its length.
  const [before] = await all(page);
  const middle = await place(250, 200);
  await dragMouse(page, [middle, [middle[0], middle[1] + 20], [middle[0] + 10, middle[1] + 40]]);
  const [after] = await all(page);
  expect(valueOf(after!, 'length')).toBeCloseTo(expected, 3);
  expect(after!.points[0]).not.toEqual(before!.points[0]);

  // Escape gives up what is being drawn, and takes a drag back.
  await page.mouse.move(...(await place(150, 350)));
  await page.mouse.down();
  await page.mouse.move(...(await place(220, 380)));
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await all(page)).toEqual([after]);

  await page.mouse.click(middle[0] + 10, middle[1] + 40);
  await page.keyboard.press('Delete');
  expect(await all(page)).toEqual([]);
  await page.keyboard.press('Control+z');
  expect(await all(page)).toEqual([after]);
  for (let step = 0; step < 3; step++) await page.evaluate(() => window.yunying?.undo());
  expect(await all(page)).toEqual([]);
  expect(await page.evaluate(() => window.yunying?.undo())).toBe(false);
});

test('with a measuring tool the wheel, the middle and the right button do what they always do', async ({
  page,
  request,
}) => {
  const slice = await openDemo(page, request);
  const { sliceIndex, zoom } = await viewport(page);
  await page.keyboard.press('l');
  const place = whole(await onPage(page, slice, [256, 256]));
  await page.mouse.move(...place);
  await page.mouse.down({ button: 'right' });
  await page.mouse.move(place[0], place[1] - 60);
  await page.mouse.up({ button: 'right' });
  expect((await viewport(page)).zoom).not.toBeCloseTo(zoom, 2);
  const focus = (await viewport(page)).focalPoint;
  await page.mouse.down({ button: 'middle' });
  await page.mouse.move(place[0] + 50, place[1]);
  await page.mouse.up({ button: 'middle' });
  expect((await viewport(page)).focalPoint).not.toEqual(focus);
  await page.mouse.wheel(0, 100);
  await expectSlice(page, sliceIndex + 1);
  expect(await all(page)).toEqual([]);
});

test('a measurement is shown on its slice alone; the list leads back, renames, hides and deletes', async ({
  page,
  request,
}) => {
  const slice = await openDemo(page, request);
  const { sliceIndex } = await viewport(page);
  const drawing = page.locator('[data-testid="measurements-0"] [data-measurement]');
  const points = [worldOf(slice, [200, 200]), worldOf(slice, [300, 200])];
  const { id } = await add(page, { tool: 'length', points, index: 0 });
  await expect(drawing).toHaveCount(1);
  await page.evaluate((index) => window.yunying?.scrollTo(0, { sliceIndex: index }), sliceIndex + 3);
  await expect(drawing).toHaveCount(0);
  const list = page.getByRole('complementary', { name: '测量' });
  await list.getByRole('button', { name: /^转到 1/ }).click();
  await expectSlice(page, sliceIndex);
  await expect(drawing).toHaveCount(1);

  await list.getByRole('button', { name: '改名' }).click();
  await page.keyboard.type('主动脉');
  await page.keyboard.press('Enter');
  expect((await all(page))[0]?.label).toBe('主动脉');
  await expect(drawing.locator('text')).toContainText('主动脉');
  await list.getByRole('button', { name: '隐藏', exact: true }).click();
  await expect(drawing).toHaveCount(0);
  await list.getByRole('button', { name: '删除' }).click();
  expect(await all(page)).toEqual([]);
  await expect(list).toContainText('还没有测量');

  const told = page.evaluate(
    () => new Promise((resolve) => void window.yunying?.on('measurement', ({ action }) => resolve(action))),
  );
  await page.evaluate(() => window.yunying?.undo());
  expect(await told).toBe('added');
  expect((await all(page))[0]?.id).toBe(id);
});

test('an arrow takes its text when it is drawn', async ({ page, request }) => {
  const slice = await openDemo(page, request);
  await page.evaluate(() => window.yunying?.setTool('arrow'));
  await dragMouse(page, [
    whole(await onPage(page, slice, [200, 200])),
    whole(await onPage(page, slice, [260, 160])),
  ]);
  await page.getByRole('textbox', { name: '标注文字' }).fill('结节 l e');
  await page.keyboard.press('Enter');
  expect((await all(page)).map(({ tool, label }) => [tool, label])).toEqual([['arrow', '结节 l e']]);
});

test('points that do not lie on the shown slice, or are too few, are refused', async ({ page, request }) => {
  const slice = await openDemo(page, request);
  const [x, y, z] = worldOf(slice, [200, 200]);
  await expect(
    add(page, {
      tool: 'length',
      points: [
        [x, y, z],
        [x + 9, y, z + 20],
      ],
      index: 0,
    }),
  ).rejects.toThrow('outside');
  await expect(
    add(page, {
      tool: 'angle',
      points: [
        [x, y, z],
        [x + 9, y, z],
      ],
      index: 0,
    }),
  ).rejects.toThrow('3 points');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('one finger draws and drags; two fingers draw nothing', async ({ page, request }) => {
    const slice = await openDemo(page, request);
    await page.evaluate(() => window.yunying?.setTool('length'));
    const place = async (column: number, row: number) => whole(await onPage(page, slice, [column, row]));
    const [from, to] = [await place(150, 200), await place(330, 260)];
    await dragFinger(page, [from, await place(200, 230), to]);
    const [a, b] = [await pixelAt(page, slice, from), await pixelAt(page, slice, to)];
    const lengths = async () => (await all(page)).map((one) => valueOf(one, 'length'));
    expect(Math.abs((await lengths())[0]! - distanceMm(slice, a, b))).toBeLessThan(0.01);

    // 15 px beside the handle is near enough for a finger.
    await dragFinger(page, [
      [to[0] + 15, to[1]],
      [to[0], to[1] + 20],
      [to[0] + 5, to[1] + 40],
    ]);
    const moved = await pixelAt(page, slice, [to[0] - 10, to[1] + 40]);
    expect(Math.abs((await lengths())[0]! - distanceMm(slice, a, moved))).toBeLessThan(0.01);

    const session = await page.context().newCDPSession(page);
    const { zoom } = await viewport(page);
    const [left, right] = [await place(200, 350), await place(300, 350)];
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', spread: number, fingers: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: [
          { x: left[0] - spread, y: left[1], id: 1 },
          { x: right[0] + spread, y: right[1], id: 2 },
        ].slice(0, fingers),
      });
    await send('touchStart', 0, 1);
    await send('touchStart', 0, 2);
    for (const spread of [10, 20, 30, 40]) await send('touchMove', spread, 2);
    await send('touchEnd', 40, 0);
    expect(await lengths()).toHaveLength(1);
    await expect.poll(async () => (await viewport(page)).zoom).toBeGreaterThan(zoom * 1.1);
  });
});

const volumes = fileURLToPath(new URL('../../../shared/dicom/volumes/', import.meta.url));

test.describe('a real patient’s images', () => {
  test.skip(!existsSync(volumes), '../shared/dicom is absent');

  test('are measured as plain arithmetic does on what DCMTK decodes', async ({ page }) => {
    const folder = `${volumes}ct_chest_nlst_101287_T0`;
    execFileSync(process.execPath, ['scripts/import.ts', '--url', baseUrl(), folder], {
      cwd: fileURLToPath(new URL('../../', import.meta.url)),
      stdio: 'ignore',
    });
    await openRoom(page, ['1.2.840.113654.2.55.242841386983064378162007136685545369722']);
    for (const sliceIndex of [40, 71, 110]) {
      await page.evaluate((index) => window.yunying?.scrollTo(0, { sliceIndex: index }), sliceIndex);
      const { indexToWorld } = await pixels(page);
      const [dx, , , x, , dy, , y, , , , z] = indexToWorld as [number, ...number[]];
      const { sopInstanceUID } = await viewport(page);
      const slice: Slice = {
        values: valuesByDcmtk(folder, sopInstanceUID ?? ''),
        ...{ columns: 512, rows: 512, origin: [x!, y!, z!], spacing: [dx, dy!] },
      };
      await expectArithmetic(page, slice);
    }
  });
});
