import type { Page } from '@playwright/test';

type Point2 = readonly [number, number];

/** What a viewport shows of a volume; places are CSS pixels from its upper left corner. */
export interface Picture {
  /** CSS pixels. */
  width: number;
  height: number;
  /** RGB of the canvas, row by row. */
  data: Uint8Array;
  /** Edge of a pixel of the canvas in CSS pixels. */
  pixel: number;
  /** Share of the pixels that are not black. */
  lit: number;
  /** RGB, the mean of 5 x 5 pixels: the rays start at random places within a step. */
  colour(place: Point2): number[];
  /** Centre and greatest part of the colour of each pixel. */
  pixels(): Generator<[Point2, number]>;
}

/** The 3-D picture of viewport 0, when it is drawn in full quality. */
export async function picture3d(page: Page): Promise<Picture> {
  const { base64, columns, rows, width, height } = await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const canvas = document.querySelector<HTMLCanvasElement>('[data-viewport="0"] [data-volume3d] canvas');
    if (!canvas) throw new Error('the viewport shows no volume');
    const copy = document.createElement('canvas');
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext('2d');
    if (!context) throw new Error('no 2D context');
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    let binary = '';
    for (let at = 0; at < data.length; at += 4)
      binary += String.fromCharCode(data[at] as number, data[at + 1] as number, data[at + 2] as number);
    return {
      base64: btoa(binary),
      columns: copy.width,
      rows: copy.height,
      width: canvas.clientWidth,
      height: canvas.clientHeight,
    };
  });
  const data = new Uint8Array(Buffer.from(base64, 'base64'));
  const at = (column: number, row: number): number[] => [
    ...data.subarray((row * columns + column) * 3, (row * columns + column) * 3 + 3),
  ];
  function* pixels(): Generator<[Point2, number]> {
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const place = [((column + 0.5) * width) / columns, ((row + 0.5) * height) / rows] as const;
        yield [place, Math.max(...at(column, row))];
      }
  }
  let lit = 0;
  for (const [, part] of pixels()) if (part > 0) lit++;
  return {
    width,
    height,
    data,
    pixel: width / columns,
    lit: lit / (columns * rows),
    colour: ([x, y]) => {
      const [column, row] = [Math.floor((x * columns) / width), Math.floor((y * rows) / height)];
      const around = [-2, -1, 0, 1, 2].flatMap((down) =>
        [-2, -1, 0, 1, 2].map((right) => at(column + right, row + down)),
      );
      return [0, 1, 2].map(
        (channel) => around.reduce((sum, one) => sum + (one[channel] as number), 0) / around.length,
      );
    },
    pixels,
  };
}

/** Pixels at least so bright belong to what is drawn: half of what a lit surface has. */
export const drawn = 60;

/** Mean difference of two pictures in colour, 0 to 255; of means of 8 pixels, as the rays start at random places. */
export function difference(a: Picture, b: Picture): number {
  if (a.data.length !== b.data.length) return 255;
  let sum = 0;
  let count = 0;
  for (let start = 0; start + 24 <= a.data.length; start += 24)
    for (let channel = 0; channel < 3; channel++) {
      let part = 0;
      for (let at = start + channel; at < start + 24; at += 3)
        part += (a.data[at] as number) - (b.data[at] as number);
      sum += Math.abs(part) / 8;
      count++;
    }
  return sum / count;
}

/** How far what is drawn reaches, among the pixels not farther than 10 CSS pixels from the hull of `places`. */
export function edges(picture: Picture, places: readonly Point2[]) {
  const found = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  const half = picture.pixel / 2;
  for (const [[x, y], part] of picture.pixels()) {
    if (part < drawn || hullDistance(places, [x, y]) > 10) continue;
    found.left = Math.min(found.left, x - half);
    found.right = Math.max(found.right, x + half);
    found.top = Math.min(found.top, y - half);
    found.bottom = Math.max(found.bottom, y + half);
  }
  return found;
}

/** The middle of what is drawn within `reach` of a place, CSS pixels. */
export function middleOf(picture: Picture, [x, y]: Point2, reach: number): [number, number] {
  let [sum, across, down] = [0, 0, 0];
  for (const [[px, py], part] of picture.pixels()) {
    if (part < drawn || Math.hypot(px - x, py - y) > reach) continue;
    sum++;
    across += px;
    down += py;
  }
  return [across / sum, down / sum];
}

/** How far a place lies outside of the convex hull of others (negative: within it), in their unit. */
export function hullDistance(places: readonly Point2[], [x, y]: Point2): number {
  let greatest = -Infinity;
  for (const [ax, ay] of places)
    for (const [bx, by] of places) {
      const long = Math.hypot(bx - ax, by - ay);
      if (long < 1e-9) continue;
      const [nx, ny] = [(by - ay) / long, (ax - bx) / long];
      // An edge of the hull has all others on one side.
      if (places.some(([px, py]) => (px - ax) * nx + (py - ay) * ny > 1e-6)) continue;
      greatest = Math.max(greatest, (x - ax) * nx + (y - ay) * ny);
    }
  return greatest;
}

/** Area of the convex hull of places: half of the sum of its edges' lengths times their distances from its middle. */
export function hullArea(places: readonly Point2[]): number {
  const middle = [0, 1].map(
    (axis) => places.reduce((sum, place) => sum + (place[axis] as number), 0) / places.length,
  );
  let area = 0;
  places.forEach(([ax, ay], from) =>
    places.forEach(([bx, by], to) => {
      const long = Math.hypot(bx - ax, by - ay);
      if (to === from || long < 1e-9) return;
      const [nx, ny] = [(by - ay) / long, (ax - bx) / long];
      const beyond = places.map(([px, py]) => (px - ax) * nx + (py - ay) * ny);
      if (beyond.some((distance) => distance > 1e-6)) return;
      // Of corners that lie one on another, or on one edge, the first and the farthest stand for the edge.
      const twin = places.findIndex(([px, py]) => Math.hypot(px - ax, py - ay) < 1e-6);
      const far = places.findIndex(([px, py]) => Math.hypot(px - bx, py - by) < 1e-6);
      if (twin !== from || far !== to) return;
      area += (long * ((ax - (middle[0] as number)) * nx + (ay - (middle[1] as number)) * ny)) / 2;
    }),
  );
  return area;
}
