import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';
import type { Automation } from '../../viewer/app/automation/index.ts';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { baseUrl, openRoom, viewport } from './support/room.ts';
import { unlinked } from './support/unlinked.ts';

type Point = [number, number, number];
type Orientation = Parameters<Automation['setOrientation']>[1];

const volumes = fileURLToPath(new URL('../../../shared/dicom/volumes/', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where a point of the current exam is in the prior by what the images were made with, and the way back. */
interface Truth {
  readonly toPrior: (point: Point) => Point;
  readonly toCurrent: (point: Point) => Point;
  /** The same for a direction. */
  readonly turned: (direction: Point) => Point;
}

const rows = (m: readonly number[], [x, y, z]: Point): Point =>
  [0, 4, 8].map(
    (row) => (m[row] as number) * x + (m[row + 1] as number) * y + (m[row + 2] as number) * z,
  ) as Point;

function truthOf(m: readonly number[]): Truth {
  const offset = [m[3], m[7], m[11]] as Point;
  const transposed = [m[0], m[4], m[8], 0, m[1], m[5], m[9], 0, m[2], m[6], m[10], 0] as number[];
  return {
    toPrior: (point) => rows(m, point).map((value, axis) => value + (offset[axis] as number)) as Point,
    toCurrent: (point) =>
      rows(transposed, point.map((value, axis) => value - (offset[axis] as number)) as Point),
    turned: (direction) => rows(m, direction),
  };
}

const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const less = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

async function openRegistered(page: Page, studies: string[]): Promise<void> {
  await openRoom(page, studies);
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        void window.yunying?.on('registration', ({ method, fromIndex, toIndex }) => {
          if (method === 'rigid' && fromIndex === 0 && toIndex === 1) resolve();
        });
      }),
  );
}

const links = (page: Page, change: Parameters<Automation['setLinks']>[0]) =>
  page.evaluate((wanted) => window.yunying?.setLinks(wanted), change);

/** How far the plane that a viewport shows is from a point, mm. */
async function offPlane(page: Page, index: number, point: Point): Promise<number> {
  const { focalPoint, viewPlaneNormal } = await viewport(page, index);
  if (!focalPoint || !viewPlaneNormal) return Infinity;
  return Math.abs(dot(less(focalPoint as Point, point), viewPlaneNormal as Point));
}

/** How far from a point of the patient the crosshair's mark stands in a viewport, mm in its plane. */
async function markFrom(page: Page, index: number, point: Point): Promise<number> {
  const arm = page.locator(`[data-viewport="${index}"] [data-crosshair-point] line`).first();
  const [x, y] = (await arm.evaluate((line) => [
    Number(line.getAttribute('x1')) - 4,
    Number(line.getAttribute('y1')),
  ])) as [number, number];
  const { viewPlaneNormal } = await viewport(page, index);
  const normal = viewPlaneNormal as Point;
  // Any direction in the plane tells how many pixels a millimetre has.
  const along: Point = Math.abs(normal[0]) < 0.9 ? [0, -normal[2], normal[1]] : [-normal[1], normal[0], 0];
  const size = Math.hypot(...along);
  const beside = point.map((value, axis) => value + (along[axis] as number) / size) as Point;
  const [a, b] = await Promise.all(
    [point, beside].map((place) =>
      page.evaluate(([at, one]) => window.yunying?.worldToCanvas(at, one), [index, place] as const),
    ),
  );
  if (!a || !b) throw new Error(`viewport ${index} has no place on its canvas`);
  return Math.hypot(x - a[0], y - a[1]) / Math.hypot(b[0] - a[0], b[1] - a[1]);
}

/**
 * Shows both exams in a plane, and leads either to points of the other by the crosshair: each time both show the same point of the
 * patient. Gives the greatest distance, mm.
 */
async function checkPlane(
  page: Page,
  orientation: Orientation,
  normal: Point,
  points: readonly Point[],
  truth: Truth,
): Promise<number> {
  await links(page, { ...unlinked, slab: true });
  await page.evaluate((wanted) => window.yunying?.setOrientation(0, wanted), orientation);
  const across = async (index: number, wanted: Point): Promise<number> =>
    Math.abs(dot((await viewport(page, index)).viewPlaneNormal as Point, wanted));
  // Either plane is the same of the body, within half a degree.
  await expect.poll(() => across(0, normal), { timeout: 30_000 }).toBeGreaterThan(0.99996);
  await expect.poll(() => across(1, truth.turned(normal)), { timeout: 30_000 }).toBeGreaterThan(0.99996);
  for (const index of [0, 1])
    await expect
      .poll(async () => (await viewport(page, index)).fidelity, { timeout: 60_000 })
      .toBe('lossless');
  await links(page, { slab: false, crosshair: true });
  const distances: number[] = [];
  for (const [at, point] of points.entries()) {
    const there = truth.toPrior(point);
    const [led, wanted, from, place] = at % 2 === 0 ? [1, there, 0, point] : [0, point, 1, there];
    await page.evaluate(([index, one]) => window.yunying?.setCrosshair(index, one), [from, place] as const);
    const farthest = async (): Promise<number> =>
      Math.max(await offPlane(page, led, wanted), await markFrom(page, led, wanted));
    // The plane comes before the mark on it.
    await expect.poll(farthest).toBeLessThan(1);
    distances.push(await farthest());
  }
  return Math.max(...distances);
}

const planes = (oblique: { normal: Point; up: Point }): readonly (readonly [Orientation, Point])[] => [
  ['coronal', [0, 1, 0]],
  ['sagittal', [1, 0, 0]],
  [oblique, oblique.normal],
];
/** Turned by 30 degrees about the long axis of the body. */
const oblique = { normal: [0.5, -Math.sqrt(0.75), 0] as Point, up: [0, 0, 1] as Point };

async function checkSlabs(page: Page): Promise<void> {
  await links(page, { ...unlinked, slab: true });
  for (const [index, slab] of [
    [0, { mode: 'mip', thicknessMm: 12 }],
    [1, { mode: 'avgip', thicknessMm: 20 }],
    [0, { mode: 'minip', thicknessMm: 6 }],
  ] as const) {
    await page.evaluate(([at, wanted]) => window.yunying?.setSlab(at, wanted), [index, slab] as const);
    for (const one of [0, 1])
      await expect.poll(async () => (await viewport(page, one)).slab, { timeout: 30_000 }).toEqual(slab);
  }
  await links(page, { slab: false });
  await page.evaluate(() => window.yunying?.setSlab(0, { mode: 'none', thicknessMm: 0 }));
  await expect.poll(async () => (await viewport(page, 0)).slab.mode).toBe('none');
  expect((await viewport(page, 1)).slab).toEqual({ mode: 'minip', thicknessMm: 6 });
}

test('planes of both demo exams show the same point of the patient, and the same slab', async ({ page }) => {
  test.setTimeout(240_000);
  const { studies, currentToPrior } = demoTruth();
  const [current, prior] = ['current', 'prior'].map((key) => studies.find((one) => one.key === key));
  const truth = truthOf(currentToPrior);
  await openRegistered(page, [current?.studyInstanceUid ?? '', prior?.studyInstanceUid ?? '']);
  await page.evaluate(() => window.yunying?.setTool('crosshair'));
  const [x, y, z] = current?.nodules[0]?.centre as Point;
  const points: Point[] = [
    [x, y, z],
    [x + 22.4, y - 13.7, z - 18.3],
    [x - 11.1, y + 17.9, z + 9.6],
    [x + 37.2, y + 5.3, z - 31.7],
  ];
  for (const [orientation, normal] of planes(oblique)) {
    const worst = await checkPlane(page, orientation, normal, points, truth);
    console.log(`demo, ${JSON.stringify(orientation)}: ${worst.toFixed(2)} mm at worst`);
    expect(worst).toBeLessThan(1);
  }
  await checkSlabs(page);
});

test('planes of a real chest and its prior show the same point of the patient', async ({ page }) => {
  test.setTimeout(240_000);
  test.skip(!existsSync(volumes), '../shared/dicom is absent');
  const folders = ['ct_chest_nlst_101287_T0', 'ct_chest_nlst_101287_SYNTHPRIOR'];
  execFileSync(
    process.execPath,
    ['scripts/import.ts', '--url', baseUrl(), ...folders.map((name) => `${volumes}${name}`)],
    { cwd: root, stdio: 'ignore' },
  );
  const current = '1.2.840.113654.2.55.242841386983064378162007136685545369722';
  const prior = '1.2.826.0.1.3680043.8.498.94464573688686791542989227987343424650';
  // What the prior was made with.
  const truth = truthOf([1, 0, 0, -0.86, 0, 1, 0, 0.24, 0, 0, 1, 37.5, 0, 0, 0, 1]);
  await openRegistered(page, [current, prior]);
  await page.evaluate(() => window.yunying?.setTool('crosshair'));
  const [x, y, z] = (await viewport(page, 0)).focalPoint as Point;
  const points: Point[] = [
    [x, y, z],
    [x - 63.4, y + 31.2, z - 40.7],
    [x + 71.8, y - 22.6, z + 28.9],
    [x + 12.3, y + 44.1, z + 55.5],
  ];
  for (const [orientation, normal] of planes(oblique)) {
    const worst = await checkPlane(page, orientation, normal, points, truth);
    console.log(`NLST, ${JSON.stringify(orientation)}: ${worst.toFixed(2)} mm at worst`);
    expect(worst).toBeLessThan(1);
  }
  await checkSlabs(page);
});
