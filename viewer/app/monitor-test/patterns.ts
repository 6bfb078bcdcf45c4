import { GreyImage } from './GreyImage.ts';

/** 18 levels from 0 to 255 in equal steps of 15, as TG18-LN (AAPM On-line Report 03). */
export const luminanceLevels: readonly number[] = Array.from({ length: 18 }, (_, index) => index * 15);

/** Difference of the insets to their patch: one that a good monitor in a dark room shows everywhere. */
export const cornerContrast = 4;

/** Contrasts of the letters of QUALITY CONTROL to their ground, from well seen to hardly. */
export const letterContrasts: readonly number[] = Array.from({ length: 14 }, (_, index) => 14 - index);

export interface Box {
  x: number;
  y: number;
  size: number;
}

/** Where the parts of the quality control pattern lie, in pixels of the monitor. */
export interface QcLayout {
  /** The square the pattern is drawn in. */
  square: Box;
  /** In the order of luminanceLevels. */
  patches: Box[];
  /** A dark patch with a 5 % inset, a bright one with a 95 % inset. */
  insets: { patch: Box; level: number; insetLevel: number }[];
  lines: { box: Box; direction: 'horizontal' | 'vertical'; pixelsPerLine: number }[];
  texts: { box: { x: number; y: number; width: number; height: number }; ground: number }[];
}

/** Lays the pattern out in the largest square that fits, in a grid of 12 cells a side. */
export function qcLayout(width: number, height: number): QcLayout {
  const size = Math.floor(Math.min(width, height) / 12) * 12;
  const square = { x: Math.floor((width - size) / 2), y: Math.floor((height - size) / 2), size };
  const cell = size / 12;
  const box = (column: number, row: number, cells = 1): Box => ({
    x: Math.round(square.x + column * cell),
    y: Math.round(square.y + row * cell),
    size: Math.round(cells * cell),
  });
  // Nine levels in each of two rows.
  const patches = luminanceLevels.map((_, index) => box(1.5 + (index % 9), index < 9 ? 3 : 8));
  const lineBoxes = [box(1, 1), box(10, 1), box(1, 10), box(10, 10), box(5.5, 5.5)];
  return {
    square,
    patches,
    insets: [
      { patch: box(4, 1), level: 0, insetLevel: Math.round(255 * 0.05) },
      { patch: box(7, 1), level: 255, insetLevel: Math.round(255 * 0.95) },
    ],
    lines: lineBoxes.flatMap(({ x, y, size: side }) => {
      const half = Math.floor(side / 2);
      return ([1, 2] as const).flatMap((pixelsPerLine, down) =>
        (['vertical', 'horizontal'] as const).map((direction, across) => ({
          box: { x: x + across * half, y: y + down * half, size: half },
          direction,
          pixelsPerLine,
        })),
      );
    }),
    texts: [0, 128, 255].map((ground, index) => ({
      box: { ...box(1 + index * 3.5, 6.75), width: Math.round(3 * cell), height: Math.round(cell / 2) },
      ground,
    })),
  };
}

const ground = 128;
const gridLevel = 190;

/**
 * A pattern for a look at the whole monitor, after TG18-QC: grid, 18 luminance patches each with four corner insets, 5 % and
 * 95 % insets, line pairs of one and two pixels, ramps. Every size is exact in pixels of the monitor. Texts come on top.
 */
export function qualityControl(width: number, height: number): GreyImage {
  const image = new GreyImage(width, height, ground);
  const layout = qcLayout(width, height);
  drawGrid(image, layout.square);
  luminanceLevels.forEach((level, index) => drawPatch(image, layout.patches[index] as Box, level));
  for (const { patch, level, insetLevel } of layout.insets) {
    image.fill(patch.x, patch.y, patch.size, patch.size, level);
    const third = Math.floor(patch.size / 3);
    image.fill(patch.x + third, patch.y + third, third, third, insetLevel);
  }
  for (const { box, direction, pixelsPerLine } of layout.lines)
    image.fill(box.x, box.y, box.size, box.size, (dx, dy) =>
      Math.floor((direction === 'vertical' ? dx : dy) / pixelsPerLine) % 2 === 0 ? 255 : 0,
    );
  drawRamps(image, layout.square);
  for (const { box, ground: level } of layout.texts) image.fill(box.x, box.y, box.width, box.height, level);
  return image;
}

/** One pixel wide, with a frame at the edge of the square: straight, equal squares are what to look for. */
function drawGrid(image: GreyImage, { x, y, size }: Box): void {
  for (let line = 0; line <= 12; line++) {
    const at = Math.min(size - 1, Math.round((line * size) / 12));
    image.fill(x + at, y, 1, size, gridLevel);
    image.fill(x, y + at, size, 1, gridLevel);
  }
}

/** A patch of one level with an inset in each corner, lighter and darker in turn. */
function drawPatch(image: GreyImage, { x, y, size }: Box, level: number): void {
  image.fill(x, y, size, size, level);
  const inset = Math.max(2, Math.floor(size / 8));
  const far = size - 2 * inset;
  const lighter = level + cornerContrast <= 255 ? level + cornerContrast : level - cornerContrast;
  const darker = level - cornerContrast >= 0 ? level - cornerContrast : level + cornerContrast;
  image.fill(x + inset, y + inset, inset, inset, lighter);
  image.fill(x + far, y + far, inset, inset, lighter);
  image.fill(x + far, y + inset, inset, inset, darker);
  image.fill(x + inset, y + far, inset, inset, darker);
}

/** From black to white and back, at both sides: no steps may be seen, and none missing. */
function drawRamps(image: GreyImage, { x, y, size }: Box): void {
  const cell = size / 12;
  const [width, top, height] = [Math.round(cell / 2), Math.round(y + 2 * cell), Math.round(8 * cell)];
  const level = (dy: number): number => Math.round((dy / (height - 1)) * 255);
  image.fill(Math.round(x + cell / 4), top, width, height, (_, dy) => level(dy));
  image.fill(Math.round(x + size - cell / 4 - width), top, width, height, (_, dy) => 255 - level(dy));
}

/** A square of one level, a tenth of the picture's area, in the middle of a ground of 20 % (TG18-LN): for a luminance meter. */
export function luminanceStep(width: number, height: number, level: number): GreyImage {
  const image = new GreyImage(width, height, Math.round(255 * 0.2));
  const side = Math.round(Math.sqrt(width * height * 0.1));
  image.fill(Math.round((width - side) / 2), Math.round((height - side) / 2), side, side, level);
  return image;
}

/** One level all over (TG18-UN): uniformity and dead pixels. */
export const uniform = (width: number, height: number, level: number): GreyImage =>
  new GreyImage(width, height, level);
