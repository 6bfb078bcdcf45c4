import { expect, test, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import type { Volume3dReport, Volume3dWish } from '../../viewer/app/automation/index.ts';
import { blockBody, storeBlockBody, storeSlices, type Box, type Point } from './support/blockBody.ts';
import { liveArrays, watchArrays } from './support/liveArrays.ts';
import {
  difference,
  drawn,
  edges,
  hullArea,
  hullDistance,
  middleOf,
  picture3d,
  type Picture,
} from './support/picture3d.ts';
import { baseUrl, openRoom, viewport } from './support/room.ts';

import { countVolumeTextures, gatherContexts, loseContexts, volumeTextures } from './support/webgl.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
const nodule = current?.nodules[0];
if (!current || !nodule) throw new Error('the demo has no current study with a nodule');

let blocks = '';
// Drawn in software: a small page is drawn sooner.
test.use({ viewport: { width: 1000, height: 640 } });
test.describe.configure({ timeout: 300_000 });

test.beforeAll(async () => {
  blocks = await storeBlockBody(baseUrl());
});

/** Half-way between 50 and 1000 HU and between air and 50 HU: where the edges of blocks are, partial volumes or not. */
const halfBone = { preset: 'bone', shift: 385 } as const;

type Direction = { normal: Point; up: Point };
const directions: Record<string, Direction> = {
  front: { normal: [0, -1, 0], up: [0, 0, 1] },
  left: { normal: [1, 0, 0], up: [0, 0, 1] },
  oblique: { normal: [0.6, -0.7, 0.4], up: [0.1, 0.2, 1] },
};

const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a: Point, b: Point): Point => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const unit = (a: Point): Point => a.map((part) => part / Math.hypot(...a)) as Point;

/** Screen directions of a view, worked out here: up at right angles to the normal, right by the right-hand rule. */
function axesOf({ normal, up }: Direction): { right: Point; up: Point; normal: Point } {
  const towards = unit(normal);
  const along = dot(up, towards);
  const upright = unit(up.map((part, axis) => part - along * (towards[axis] as number)) as Point);
  return { right: cross(upright, towards), up: upright, normal: towards };
}

/** Where a point lies in a picture whose middle is `focal`, CSS pixels. */
function predicted(
  picture: Picture,
  view: Direction,
  focal: Point,
  pxPerMm: number,
  point: Point,
): [number, number] {
  const { right, up } = axesOf(view);
  const offset = point.map((mm, axis) => mm - (focal[axis] as number)) as Point;
  return [picture.width / 2 + dot(offset, right) * pxPerMm, picture.height / 2 - dot(offset, up) * pxPerMm];
}

const corners = ([least, greatest]: Box): Point[] =>
  [0, 1, 2, 3, 4, 5, 6, 7].map(
    (bits) => [0, 1, 2].map((axis) => ((bits >> axis) & 1 ? greatest : least)[axis]) as Point,
  );

const centre = ([least, greatest]: Box): Point =>
  least.map((mm, axis) => (mm + (greatest[axis] as number)) / 2) as Point;

async function show(page: Page, wish: Volume3dWish): Promise<void> {
  await page.evaluate((wanted) => window.yunying?.setVolume3d(0, wanted), wish);
}

async function report(page: Page): Promise<Volume3dReport> {
  const found = await page.evaluate(() => window.yunying?.getVolume3d(0));
  if (!found) throw new Error('no volume is shown');
  return found;
}

test('what is known of a body appears where geometry puts it, in its true size, from front, side and oblique', async ({
  page,
}) => {
  await openRoom(page, [blocks]);
  const pxPerMm = 4;
  for (const [name, view] of Object.entries(directions)) {
    const focalPoint = centre(blockBody.bone.box);
    await show(page, { ...halfBone, view, focalPoint, pxPerMm });
    expect(await report(page)).toMatchObject({ reduced: false, voxelMm: [1.2, 1.5, 2], pxPerMm, focalPoint });
    const picture = await picture3d(page);
    const places = corners(blockBody.bone.box).map((corner) =>
      predicted(picture, view, focalPoint, pxPerMm, corner),
    );
    // What is drawn is what lies within the outline, to 0.75 mm (half of a voxel); corners are blunt by 2 mm.
    const allowed = 0.75 * pxPerMm;
    let [area, astray, missing] = [0, 0, 0];
    for (const [pixel, part] of picture.pixels()) {
      const distance = hullDistance(places, pixel);
      if (distance > 10) continue;
      if (part >= drawn) area += picture.pixel ** 2;
      if (part >= drawn && distance > allowed) astray++;
      if (part < drawn && distance < -2 * pxPerMm) missing++;
    }
    expect({ astray, missing }, name).toEqual({ astray: 0, missing: 0 });
    // The size in mm, by the area: within 2 %; from aslant the rim is a wedge that gets thin and clear, 4 %.
    const size = Math.sqrt(area / hullArea(places));
    expect(Math.abs(size - 1), `${name} size`).toBeLessThan(name === 'oblique' ? 0.04 : 0.02);
    const { left, right, top, bottom } = edges(picture, places);
    const [widthMm, heightMm] = [(right - left) / pxPerMm, (bottom - top) / pxPerMm];
    console.log(`${name}: ${widthMm} x ${heightMm} mm, ${(100 * size).toFixed(2)} % of its true size`);
    const trueMm = { front: [24, 70], left: [66, 70] }[name];
    if (trueMm) {
      // No farther off than one pixel of the canvas.
      expect(Math.abs(widthMm - (trueMm[0] as number)), `${name} width`).toBeLessThan(0.51);
      expect(Math.abs(heightMm - (trueMm[1] as number)), `${name} height`).toBeLessThan(0.51);
    }
    // The small mark, by its middle.
    const mark = predicted(picture, view, focalPoint, pxPerMm, centre(blockBody.mark.box));
    const found = middleOf(picture, mark, 12 * pxPerMm);
    expect(Math.hypot(found[0] - mark[0], found[1] - mark[1]), `${name} mark`).toBeLessThan(allowed);
    const told = await page.evaluate(
      (point) => window.yunying?.volume3dToCanvas(0, point),
      centre(blockBody.mark.box),
    );
    expect(Math.hypot((told?.[0] ?? 0) - mark[0], (told?.[1] ?? 0) - mark[1])).toBeLessThan(1e-6);
  }
});

test('the nodule of the demo patient appears where the pose puts it, from front, side and oblique', async ({
  page,
}) => {
  await openRoom(page, [current.studyInstanceUid]);
  const pxPerMm = 12;
  const [reach, point] = [11, nodule.centre as Point];
  const clip = [-reach, reach].map((mm) => point.map((part) => part + mm)) as unknown as Box;
  for (const [name, view] of Object.entries(directions)) {
    // Off the middle of the viewport, that a mirrored or turned picture be noticed.
    const focalPoint: Point = [point[0] + 6, point[1] - 4, point[2] + 5];
    await show(page, { preset: 'skin', shift: 100, view, focalPoint, pxPerMm, clip });
    const picture = await picture3d(page);
    const place = predicted(picture, view, focalPoint, pxPerMm, point);
    const found = middleOf(picture, place, reach * pxPerMm);
    const offMm = Math.hypot(found[0] - place[0], found[1] - place[1]) / pxPerMm;
    const { voxelMm } = await report(page);
    console.log(`nodule ${name}: ${offMm.toFixed(2)} mm off, voxels of ${voxelMm.join(' x ')} mm`);
    expect(offMm, name).toBeLessThan(1.2);
  }
});

test('a preset shows what its range of HU says: bone lets soft tissue vanish, shifted it does not', async ({
  page,
}) => {
  await openRoom(page, [blocks]);
  const view = directions.front as Direction;
  const [focalPoint, pxPerMm] = [blockBody.middle, 3];
  const soft = blockBody.middle.map((mm, axis) => mm + ([-30, 0, -20][axis] as number)) as Point;
  const bone = centre(blockBody.bone.box);
  const beside = blockBody.middle.map((mm, axis) => mm + ([-78, 0, 0][axis] as number)) as Point;
  const look = async (wish: Volume3dWish) => {
    await show(page, { ...wish, view, focalPoint, pxPerMm });
    const picture = await picture3d(page);
    const at = (point: Point) => picture.colour(predicted(picture, view, focalPoint, pxPerMm, point));
    return { soft: at(soft), bone: at(bone), beside: at(beside) };
  };
  const black = [0, 0, 0];
  const bright = ([red, green, blue]: number[]) => ((red ?? 0) + (green ?? 0) + (blue ?? 0)) / 3;

  // Bone begins above 50 HU: nothing of the soft block is drawn, the bone in it is, and white.
  const seen = await look({ preset: 'bone' });
  expect(seen.soft).toEqual(black);
  expect(seen.beside).toEqual(black);
  expect(bright(seen.bone)).toBeGreaterThan(170);
  expect(Math.max(...seen.bone) - Math.min(...seen.bone)).toBeLessThan(50);
  // Shifted down so far that 50 HU lies well within it, the soft block hides the bone: both rays look alike.
  const shifted = await look({ preset: 'bone', shift: -200 });
  expect(bright(shifted.soft)).toBeGreaterThan(60);
  expect(shifted.beside).toEqual(black);
  shifted.soft.forEach((part, channel) =>
    expect(Math.abs(part - (shifted.bone[channel] as number))).toBeLessThan(25),
  );
  // Skin covers everything but air.
  const skin = await look({ preset: 'skin' });
  expect(bright(skin.soft)).toBeGreaterThan(60);
  expect(skin.beside).toEqual(black);
  skin.soft.forEach((part, channel) =>
    expect(Math.abs(part - (skin.bone[channel] as number))).toBeLessThan(25),
  );
  // Lung shows neither soft tissue nor bone nor the air around the body.
  const lung = await look({ preset: 'lung' });
  expect(lung).toEqual({ soft: black, bone: black, beside: black });
  // Vessels: 50 HU is no contrast medium, bone is seen.
  const vessels = await look({ preset: 'vessels' });
  expect(vessels.soft).toEqual(black);
  expect(bright(vessels.bone)).toBeGreaterThan(150);
});

test('a clip box removes what lies outside of it, all of that and nothing else', async ({ page }) => {
  await openRoom(page, [blocks]);
  const pxPerMm = 4;
  const [least] = blockBody.bone.box;
  // Within the bone: everything in it is opaque.
  const clip: Box = [
    [least[0] + 5, least[1] + 10, least[2] + 20],
    [least[0] + 20, least[1] + 50, least[2] + 50],
  ];
  for (const [name, view] of Object.entries(directions)) {
    await show(page, { ...halfBone, view, focalPoint: blockBody.middle, pxPerMm, clip });
    expect((await report(page)).clip).toEqual(clip);
    const picture = await picture3d(page);
    const places = corners(clip).map((corner) => predicted(picture, view, blockBody.middle, pxPerMm, corner));
    let [outside, inside, missing] = [0, 0, 0];
    for (const [pixel, red] of picture.pixels()) {
      const distance = hullDistance(places, pixel);
      // A ray stands for its pixel of the canvas: one to each side of the edge.
      if (distance > 1.5 * picture.pixel && red > 0) outside++;
      if (distance < -1.5 * picture.pixel) {
        inside++;
        if (red === 0) missing++;
      }
    }
    expect(inside, name).toBeGreaterThan(500);
    expect({ outside, missing }, name).toEqual({ outside: 0, missing: 0 });
  }
  await show(page, { clip: null });
  expect((await report(page)).clip).toEqual((await report(page)).box);
  for (const box of [
    [
      [900, 0, 0],
      [901, 1, 1],
    ],
    [
      [0, 0, 0],
      [-1, 1, 1],
    ],
  ] as Box[])
    await expect(show(page, { clip: box })).rejects.toThrow(/nothing of the volume lies between/);
});

test('turning by hand is turning by automation: the same pose, the same picture', async ({ page }) => {
  await openRoom(page, [blocks]);
  await show(page, { ...halfBone, view: 'A' });
  const before = await report(page);
  const box = await page.locator('[data-viewport="0"]').boundingBox();
  if (!box) throw new Error('no viewport');
  const [x, y] = [Math.round(box.x + box.width / 3), Math.round(box.y + box.height / 3)];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y, { steps: 6 });
  await page.mouse.up();
  // Half a degree for each pixel: 30 degrees about the axis of the body, what was in front goes to the right.
  const turned = await report(page);
  const [sin, cos] = [Math.sin(Math.PI / 6), Math.cos(Math.PI / 6)];
  [-sin, -cos, 0].forEach((part, axis) => expect(turned.viewPlaneNormal[axis]).toBeCloseTo(part, 6));
  [0, 0, 1].forEach((part, axis) => expect(turned.viewUp[axis]).toBeCloseTo(part, 6));
  expect(turned.pxPerMm).toBe(before.pxPerMm);
  // And down: the head comes forward.
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 40, { steps: 4 });
  await page.mouse.up();
  const tilted = await report(page);
  expect(tilted.viewPlaneNormal[2]).toBeCloseTo(Math.sin(Math.PI / 9), 6);
  await expect(page.locator('[data-volume3d][data-still="true"]')).toBeVisible();
  const byHand = await picture3d(page);

  await show(page, { view: 'P' });
  expect(difference(byHand, await picture3d(page))).toBeGreaterThan(3);
  const { viewPlaneNormal: normal, viewUp: up, focalPoint, pxPerMm } = tilted;
  await show(page, { view: { normal, up }, focalPoint, pxPerMm });
  expect(difference(byHand, await picture3d(page))).toBeLessThan(0.5);

  // The wheel makes it larger, the middle button moves it as far as the mouse.
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -100);
  await expect.poll(async () => (await report(page)).pxPerMm).toBeCloseTo(pxPerMm * 1.1, 6);
  const place = () =>
    page.evaluate((point) => window.yunying?.volume3dToCanvas(0, point), centre(blockBody.mark.box));
  const from = await place();
  await page.mouse.down({ button: 'middle' });
  await page.mouse.move(x + 30, y - 20, { steps: 3 });
  await page.mouse.up({ button: 'middle' });
  const to = await place();
  expect((to?.[0] ?? 0) - (from?.[0] ?? 0)).toBeCloseTo(30, 4);
  expect((to?.[1] ?? 0) - (from?.[1] ?? 0)).toBeCloseTo(-20, 4);
});

test('leaving gives back slice, window and camera, and all memory', async ({ page }) => {
  await countVolumeTextures(page);
  await watchArrays(page);
  await openRoom(page, [blocks]);
  await page.evaluate(() => window.yunying?.scrollTo(0, { sliceIndex: 31 }));
  await page.evaluate(() => window.yunying?.setWindow(0, { center: 300, width: 900 }));
  await page.evaluate(() => window.yunying?.setCamera(0, { zoom: 1.7, pan: [12, -7] }));
  const before = await viewport(page);
  const slice = await slicePicture(page);
  const [columns, rows, layers] = blockBody.voxels;
  const voxels = columns * rows * layers;
  const without = await volumeTextures(page);
  expect(await liveArrays(page, voxels)).toBe(0);

  for (let time = 1; time <= 3; time++) {
    await page.locator('[data-viewport="0"]').press('Shift+V');
    await expect(page.locator('[data-volume3d="shown"]')).toBeVisible();
    await show(page, { preset: time === 2 ? 'skin' : 'bone', view: 'L' });
    const shown = await volumeTextures(page);
    expect(shown.bytes - without.bytes, `time ${time}`).toBeGreaterThanOrEqual(2 * voxels);
    expect(await liveArrays(page, voxels), `time ${time}`).toBeGreaterThan(0);
    await page.mouse.move(500, 400);
    await page.mouse.wheel(0, 300);
    // Keys of the slices turn the volume and leave the slices beneath alone; numbers choose presets.
    const { viewPlaneNormal } = await report(page);
    for (const key of ['ArrowDown', 'End', 'I', 'H', '4']) await page.keyboard.press(key);
    await expect.poll(async () => (await report(page)).preset).toBe('skin');
    expect((await report(page)).viewPlaneNormal).not.toEqual(viewPlaneNormal);
    await page.keyboard.press('Shift+V');
    await expect(page.locator('[data-volume3d]')).toHaveCount(0);
    expect(await page.evaluate(() => window.yunying?.getVolume3d(0))).toBeNull();
    await expect.poll(() => volumeTextures(page), { message: `time ${time}` }).toEqual(without);
    await expect.poll(() => liveArrays(page, voxels), { message: `time ${time}` }).toBe(0);
    expect(await viewport(page)).toEqual(before);
    expect(await slicePicture(page)).toBe(slice);
  }
  // Another series than the one shown takes its place without it, too.
  await show(page, { view: 'A' });
  await page.evaluate(() => window.yunying?.setLayout({ rows: 1, columns: 2 }));
  await page.evaluate(() => window.yunying?.setLayout({ rows: 1, columns: 1 }));
  await page.evaluate(() => window.yunying?.setVolume3d(0, null));
  await expect.poll(() => liveArrays(page, voxels)).toBe(0);
});

test('when the browser takes the graphics memory away the same picture comes back', async ({ page }) => {
  await gatherContexts(page);
  await openRoom(page, [blocks]);
  const view = directions.oblique as Direction;
  const clip: Box = [blockBody.box[0], [blockBody.middle[0] + 45, blockBody.box[1][1], blockBody.box[1][2]]];
  await show(page, { preset: 'bone', shift: 50, view, pxPerMm: 3, focalPoint: blockBody.middle, clip });
  const [before, stated] = [await picture3d(page), await report(page)];
  expect(before.lit).toBeGreaterThan(0.02);
  for (let loss = 1; loss <= 2; loss++) {
    expect(await loseContexts(page)).toBeGreaterThan(0);
    await expect(page.getByText('显卡资源被浏览器收回')).toBeHidden();
    await expect
      .poll(async () => difference(before, await picture3d(page)), { message: `after loss ${loss}` })
      .toBeLessThan(0.5);
    expect(await report(page)).toEqual(stated);
  }
});

test('what is no regular volume is refused, with the reason, by automation, key and menu', async ({
  page,
}) => {
  const study = await storeSlices(baseUrl(), [0, -2, -4, -9, -11, -17, -18.5, -22]);
  await openRoom(page, [study]);
  await expect(show(page, { view: 'A' })).rejects.toThrow(/no regular volume.*variable-spacing/);
  await page.locator('[data-viewport="0"]').press('Shift+V');
  await expect(page.getByRole('status').getByText(/层间距.*毫米/)).toBeVisible();
  await expect(page.locator('[data-volume3d]')).toHaveCount(0);
  await page.getByRole('button', { name: '平面与层块' }).first().click();
  await expect(page.getByRole('note').getByText(/层间距.*毫米/)).toBeVisible();
});

/** The slices' canvas as it is. */
async function slicePicture(page: Page): Promise<string> {
  return page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const canvas = document.querySelector<HTMLCanvasElement>('[data-viewport="0"] canvas.cornerstone-canvas');
    return canvas?.toDataURL() ?? '';
  });
}
