import { toRgba } from '../../../pixels/index.ts';
import type { LoadedFrame } from '../frames/loadedFrame.ts';

/** From CSS pixels of the lens (0, 0 in its middle) to columns and rows of the image: `[a b c; d e f]`. */
export interface LensMapping {
  column: readonly [perX: number, perY: number, atMiddle: number];
  row: readonly [perX: number, perY: number, atMiddle: number];
}

export interface LensRegion {
  left: number;
  top: number;
  columns: number;
  rows: number;
}

/** The pixels of the image that a round lens of `radius` shows, a margin of one for interpolation included; undefined outside the image. */
export function lensRegion(
  { column, row }: LensMapping,
  radius: number,
  image: { rows: number; columns: number },
): LensRegion | undefined {
  const reach = ([perX, perY, middle]: LensMapping['column']): [number, number] => {
    const half = radius * Math.hypot(perX, perY) + 1;
    return [Math.floor(middle - half), Math.ceil(middle + half)];
  };
  const [[left, right], [top, bottom]] = [reach(column), reach(row)];
  const region = {
    left: Math.max(0, left),
    top: Math.max(0, top),
    columns: Math.min(image.columns - 1, right) - Math.max(0, left) + 1,
    rows: Math.min(image.rows - 1, bottom) - Math.max(0, top) + 1,
  };
  return region.columns > 0 && region.rows > 0 ? region : undefined;
}

/** A part of a frame as a frame. */
export function cutOut(loaded: LoadedFrame, { left, top, columns, rows }: LensRegion): LoadedFrame {
  const samples = loaded.samplesPerPixel;
  const values = loaded.values.slice(0, columns * rows * samples);
  for (let row = 0; row < rows; row++) {
    const from = ((top + row) * loaded.columns + left) * samples;
    values.set(loaded.values.subarray(from, from + columns * samples) as never, row * columns * samples);
  }
  if (!loaded.stored) return { ...loaded, columns, rows, values };
  const { stored } = cutOut(
    { ...loaded, values: loaded.stored, stored: undefined },
    { left, top, columns, rows },
  );
  return { ...loaded, columns, rows, values, stored };
}

export interface Lens {
  mapping: LensMapping;
  /** CSS pixels. */
  radius: number;
  /** Each pixel a square of its own instead of interpolating between them. */
  sharp: boolean;
  voi: { center: number; width: number };
  invert: boolean;
  /** Of a part of the image what is put on the screen: greys where they are computed, else the values themselves. */
  painted: (part: LoadedFrame) => LoadedFrame;
}

/** Draws what lies under a lens from the values of the image itself, through the window it is seen with. */
export function drawLens(canvas: HTMLCanvasElement, loaded: LoadedFrame, lens: Lens): void {
  const { mapping, radius, sharp, voi, invert } = lens;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = canvas.height = Math.round(2 * radius * ratio);
  const context = canvas.getContext('2d');
  const region = lensRegion(mapping, radius, loaded);
  if (!context || !region) return;
  const part = lens.painted(cutOut(loaded, region));
  const rgba = toRgba(part, {
    slope: 1,
    intercept: 0,
    ...(part.greys ? { center: 128, width: 256 } : voi),
    voiFunction: 'linear',
    padding: part.greys || part.stored ? undefined : part.padding,
    // Of MONOCHROME1 the view says inverted, and so does toRgba.
    invert: invert !== (loaded.photometricInterpretation === 'MONOCHROME1'),
  });
  const source = new OffscreenCanvas(part.columns, part.rows);
  source.getContext('2d')?.putImageData(new ImageData(rgba, part.columns, part.rows), 0, 0);
  const [a, b, c] = mapping.column;
  const [d, e, f] = mapping.row;
  const determinant = a * e - b * d;
  if (determinant === 0) return;
  context.imageSmoothingEnabled = !sharp;
  // The inverse of the mapping: image to lens, then to device pixels with the lens's middle in the middle.
  const scale = ratio / determinant;
  context.setTransform(e * scale, -d * scale, -b * scale, a * scale, canvas.width / 2, canvas.height / 2);
  // Pixel centres lie at whole numbers: the first pixel's edge is at -0.5.
  context.drawImage(source, region.left - 0.5 - c, region.top - 0.5 - f);
}
