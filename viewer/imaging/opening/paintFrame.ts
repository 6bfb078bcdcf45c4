import { coverPicture, readShutter, toRgba } from '../../../pixels/index.ts';
import type { LoadedFrame } from '../frames/loadedFrame.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { initialTables, initialWindow } from '../series/initialWindow.ts';

/** The size a picture of `frame` has when it fills `width` x `height` without being distorted. */
export function fitFrame(frame: FrameRef, width: number, height: number): { width: number; height: number } {
  const { drawnSpacing: spacing, image } = frame;
  const aspect = (image.columns * spacing.column) / (image.rows * spacing.row);
  return width / height > aspect ? { width: height * aspect, height } : { width, height: width / aspect };
}

/** Whether a canvas has as many pixels as its element has on the screen. */
export function hasSizeOnScreen(canvas: HTMLCanvasElement): boolean {
  const [width, height] = devicePixels(canvas);
  return canvas.width === width && canvas.height === height;
}

function devicePixels({ clientWidth, clientHeight }: HTMLElement): [width: number, height: number] {
  const ratio = window.devicePixelRatio || 1;
  const count = (size: number): number => Math.max(1, Math.round(size * ratio));
  return [count(clientWidth), count(clientHeight)];
}

/**
 * Draws a frame into a canvas as the engine will: fitted, centred, with its first window, linearly
 * interpolated. The canvas takes the size of its element in device pixels.
 */
export function paintFrame(canvas: HTMLCanvasElement, frame: FrameRef, loaded: LoadedFrame): void {
  [canvas.width, canvas.height] = devicePixels(canvas);
  const source = new OffscreenCanvas(loaded.columns, loaded.rows);
  const { center, width, function: voiFunction } = initialWindow(frame, loaded);
  const rgba = toRgba(loaded, {
    slope: 1,
    intercept: 0,
    center,
    width,
    voiFunction,
    invert: false,
    ...initialTables(frame),
    padding: loaded.stored ? undefined : loaded.padding,
  });
  // Of a smaller image made of the first bytes the pixels are not those that the shutter names.
  if (loaded.columns === frame.image.columns) {
    const aspect = frame.drawnSpacing.row / frame.drawnSpacing.column;
    coverPicture(rgba, loaded, 4, { shutter: readShutter(frame.instance, aspect) });
  }
  // Kept in memory: the graphics process reads its own canvas back before pixels are put into it, and the first image waits.
  source
    .getContext('2d', { willReadFrequently: true })
    ?.putImageData(new ImageData(rgba, loaded.columns, loaded.rows), 0, 0);
  // The canvas too: to draw into one of its own the graphics process first builds its programs, a tenth of a second in software.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  const size = fitFrame(frame, canvas.width, canvas.height);
  context.imageSmoothingEnabled = true;
  context.drawImage(
    source,
    (canvas.width - size.width) / 2,
    (canvas.height - size.height) / 2,
    size.width,
    size.height,
  );
}
