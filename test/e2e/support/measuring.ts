import { expect, type Page } from '@playwright/test';
import type { MeasurementReport, MeasurementRequest } from '../../../viewer/app/automation/index.ts';
import { toCanvas } from './room.ts';

type Point3 = [number, number, number];
type Point2 = readonly [number, number];

/** An axial slice for plain arithmetic: its values, and where its pixels lie. */
export interface Slice {
  values: ArrayLike<number>;
  columns: number;
  rows: number;
  /** Centre of the first pixel, mm. */
  origin: Point3;
  /** mm between columns, between rows. */
  spacing: Point2;
}

export const worldOf = ({ origin, spacing }: Slice, [column, row]: Point2): Point3 => [
  origin[0] + column * spacing[0],
  origin[1] + row * spacing[1],
  origin[2],
];

export async function add(page: Page, request: MeasurementRequest): Promise<MeasurementReport> {
  return page.evaluate((wanted) => window.yunying!.addMeasurement(wanted), request);
}

export const all = (page: Page): Promise<MeasurementReport[]> =>
  page.evaluate(() => window.yunying!.getMeasurements());

export function valueOf({ values }: MeasurementReport, quantity: string): number {
  const found = values.find((one) => one.quantity === quantity);
  if (!found) throw new Error(`there is no ${quantity}`);
  return found.value;
}

/** Statistics of the pixels for which `inside(column, row)` is true, pixel by pixel over the whole slice. */
export function statistics(
  { values, columns, rows }: Slice,
  inside: (column: number, row: number) => boolean,
) {
  const chosen: number[] = [];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      if (inside(column, row)) chosen.push(values[row * columns + column] as number);
  const mean = chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
  const variance = chosen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / chosen.length;
  return {
    pixels: chosen.length,
    mean,
    standardDeviation: Math.sqrt(variance),
    minimum: Math.min(...chosen),
    maximum: Math.max(...chosen),
  };
}

/** In the ellipse with this centre, half axes (pixels) and turn of the first one. */
export function inEllipse([cx, cy]: Point2, [a, b]: Point2, degrees: number) {
  const angle = (degrees * Math.PI) / 180;
  return (column: number, row: number): boolean => {
    const [x, y] = [column - cx, row - cy];
    const u = x * Math.cos(angle) + y * Math.sin(angle);
    const v = y * Math.cos(angle) - x * Math.sin(angle);
    return (u / a) ** 2 + (v / b) ** 2 <= 1;
  };
}

/** In the polygon, by the winding of its corners seen from the point. */
export function inPolygon(corners: readonly Point2[]) {
  return (column: number, row: number): boolean => {
    let turns = 0;
    corners.forEach(([x0, y0], index) => {
      const [x1, y1] = corners[(index + 1) % corners.length] as Point2;
      const [ax, ay, bx, by] = [x0 - column, y0 - row, x1 - column, y1 - row];
      turns += Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
    });
    return Math.abs(turns) > Math.PI;
  };
}

/** Holds every statistic against arithmetic, to four significant digits. */
export function expectStatistics(measured: MeasurementReport, expected: ReturnType<typeof statistics>): void {
  for (const [quantity, value] of Object.entries(expected)) {
    const allowed = quantity === 'pixels' ? 0 : Math.abs(value) * 5e-5;
    expect(Math.abs(valueOf(measured, quantity) - value), `${quantity}: ${value}`).toBeLessThanOrEqual(
      allowed,
    );
  }
}

/** Where a pixel (fractions allowed) of the shown slice lies on the page. */
export async function onPage(page: Page, slice: Slice, pixel: Point2): Promise<Point2> {
  const canvas = await toCanvas(page, worldOf(slice, pixel));
  const box = await page.locator('[data-viewport="0"]').boundingBox();
  if (!box) throw new Error('there is no viewport');
  return [box.x + canvas[0], box.y + canvas[1]];
}

/**
 * The pixel (with fractions) at a place of the page, worked out from where three pixels lie there: the mouse sits on whole
 * CSS pixels, so what it draws is computed from where it was, not from where it was wanted.
 */
export async function pixelAt(page: Page, slice: Slice, [x, y]: Point2): Promise<Point2> {
  const [origin, right, below] = [
    await onPage(page, slice, [0, 0]),
    await onPage(page, slice, [100, 0]),
    await onPage(page, slice, [0, 100]),
  ];
  const [a, b, c, d] = [
    right[0] - origin[0],
    below[0] - origin[0],
    right[1] - origin[1],
    below[1] - origin[1],
  ];
  const determinant = a * d - b * c;
  const [dx, dy] = [x - origin[0], y - origin[1]];
  return [(100 * (dx * d - dy * b)) / determinant, (100 * (dy * a - dx * c)) / determinant];
}

export const whole = ([x, y]: Point2): Point2 => [Math.round(x), Math.round(y)];

export async function dragMouse(page: Page, places: readonly Point2[]): Promise<void> {
  const [first, ...rest] = places as [Point2, ...Point2[]];
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const place of rest) await page.mouse.move(...place);
  await page.mouse.up();
}

/** One finger, by the browser's own input. */
export async function dragFinger(page: Page, places: readonly Point2[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', place?: Point2) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: place ? [{ x: place[0], y: place[1] }] : [],
    });
  const [first, ...rest] = places as [Point2, ...Point2[]];
  await send('touchStart', first);
  for (const place of rest) await send('touchMove', place);
  await send('touchEnd');
}

export const distanceMm = ({ spacing }: Slice, a: Point2, b: Point2): number =>
  Math.hypot((a[0] - b[0]) * spacing[0], (a[1] - b[1]) * spacing[1]);
