import { chromium, expect, test, type Page } from '@playwright/test';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import {
  all,
  dragMouse,
  expectStatistics,
  inEllipse,
  onPage,
  pixelAt,
  statistics,
  valueOf,
  whole,
  type Slice,
} from './support/measuring.ts';
import { openRoom, pixels } from './support/room.ts';

const current = demoTruth().studies.find(({ key }) => key === 'current');
if (!current) throw new Error('the demo has no current study');

type Point2 = readonly [number, number];
type Point3 = [number, number, number];

async function open(page: Page): Promise<void> {
  await openRoom(page, [current?.studyInstanceUid ?? '']);
}

async function complete(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise<void>((resolve) => void window.yunying?.on('mpr-complete', () => resolve())),
  );
}

const rotate = (page: Page, rotation: number): Promise<void | undefined> =>
  page.evaluate((degrees) => window.yunying?.setCamera(0, { rotation: degrees }), rotation);

/** Where a patient coordinate lies on the page. */
async function placeOf(page: Page, point: Point3): Promise<Point2> {
  const found = await page.evaluate((place) => window.yunying?.worldToCanvas(0, place), point);
  const box = await page.locator('[data-viewport="0"]').boundingBox();
  if (!found || !box) throw new Error('there is no viewport');
  return [box.x + found[0], box.y + found[1]];
}

/**
 * The coronal point (x and z in patient mm) under a place of the page, by solving for it from where three points lie: whatever
 * the camera's turn, the mapping is affine.
 */
async function coronalAt(page: Page, y: number, z0: number, [px, py]: Point2): Promise<Point2> {
  const origin = await placeOf(page, [0, y, z0]);
  const right = await placeOf(page, [100, y, z0]);
  const up = await placeOf(page, [0, y, z0 + 100]);
  const [a, b, c, d] = [right[0] - origin[0], up[0] - origin[0], right[1] - origin[1], up[1] - origin[1]];
  const [dx, dy] = [px - origin[0], py - origin[1]];
  const determinant = a * d - b * c;
  return [(100 * (dx * d - dy * b)) / determinant, z0 + (100 * (dy * a - dx * c)) / determinant];
}

/** Draws a length in the coronal plane by mouse and holds it against the distance of the two points in the patient. */
async function lengthInCoronal(page: Page): Promise<void> {
  await page.evaluate(() => window.yunying?.setOrientation(0, 'coronal'));
  const { indexToWorld: m, rows, columns } = await pixels(page);
  const world = (column: number, row: number): Point3 =>
    [0, 4, 8].map((at) => m[at]! * column + m[at + 1]! * row + m[at + 3]!) as Point3;
  const [, y, z] = world(0, rows / 2);
  // Apart from each other: where something is drawn already, the mouse takes hold of it.
  for (const [rotation, aside] of [
    [0, 0],
    [30, 0.15],
  ] as const) {
    await rotate(page, rotation);
    const from = whole(await placeOf(page, world(columns * (0.4 + aside), rows * 0.35)));
    const to = whole(await placeOf(page, world(columns * (0.6 + aside), rows * 0.65)));
    await page.keyboard.press('l');
    await dragMouse(page, [from, [from[0] + 20, from[1] + 10], to]);
    const [a, b] = [await coronalAt(page, y, z, from), await coronalAt(page, y, z, to)];
    const drawn = (await all(page)).at(-1)!;
    expect(Math.abs(valueOf(drawn, 'length') - Math.hypot(a[0] - b[0], a[1] - b[1]))).toBeLessThan(0.01);
    for (const point of drawn.points) expect(point[1]).toBeCloseTo(y, 3);
    expect(drawn.sopInstanceUID).toBeNull();
  }
  await rotate(page, 0);
}

/** Draws an ellipse in an axial MIP slab by mouse and holds it against arithmetic on the slab's pixels. */
async function ellipseInSlab(page: Page): Promise<void> {
  await page.evaluate(() => window.yunying?.setOrientation(0, 'axial'));
  await page.evaluate(() => window.yunying?.setSlab(0, { mode: 'mip', thicknessMm: 12 }));
  const { indexToWorld: m, rows, columns, values } = await pixels(page);
  const slab: Slice = {
    ...{ rows, columns, values },
    origin: [m[3]!, m[7]!, m[11]!],
    spacing: [m[0]!, m[5]!],
  };
  const corners = [
    whole(await onPage(page, slab, [200, 280])),
    whole(await onPage(page, slab, [270, 330])),
  ] as const;
  await page.keyboard.press('e');
  await dragMouse(page, [corners[0], [corners[0][0] + 15, corners[0][1] + 15], corners[1]]);
  const [one, other] = [await pixelAt(page, slab, corners[0]), await pixelAt(page, slab, corners[1])];
  const centre = [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2] as const;
  const half = [Math.abs(other[0] - one[0]) / 2, Math.abs(other[1] - one[1]) / 2] as const;
  const drawn = (await all(page)).at(-1)!;
  expectStatistics(drawn, statistics(slab, inEllipse(centre, half, 0)));
  expect(drawn.slab).toEqual({ mode: 'mip', thicknessMm: 12 });
}

async function measurePlanes(page: Page): Promise<void> {
  await open(page);
  await page.evaluate(() => window.yunying?.setOrientation(0, 'axial'));
  await complete(page);
  await lengthInCoronal(page);
  await ellipseInSlab(page);
}

test('in planes and slabs, turned freely too, the mouse measures what plain arithmetic says', async ({
  page,
}) => {
  await measurePlanes(page);
});

test('without WebGL the same', async () => {
  const browser = await chromium.launch({
    ...test.info().project.use.launchOptions,
    args: ['--no-sandbox', '--disable-3d-apis', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ locale: 'zh-CN' });
    await measurePlanes(page);
    await expect(page.locator('[data-viewport="0"]')).toContainText('CPU 渲染');
  } finally {
    await browser.close();
  }
});
