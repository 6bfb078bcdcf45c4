import type { OverlayBitmap, Shutter, ShutterShape } from '../../../pixels/index.ts';
import { isPadding, type LoadedFrame } from '../frames/loadedFrame.ts';

/** From corners of pixels (0, 0 the upper left one of the image) to CSS pixels of the viewport: `x = a c + b r + e`, `y = c c + d r + f`. */
export interface ImageToScreen {
  perColumn: readonly [x: number, y: number];
  perRow: readonly [x: number, y: number];
  origin: readonly [x: number, y: number];
}

/** What is to be laid over a picture. */
export interface Cover {
  /** Whose padding is to be black. */
  padded: LoadedFrame | undefined;
  shutter: Shutter | undefined;
  shutterBitmap: OverlayBitmap | undefined;
  overlays: readonly OverlayBitmap[];
}

/** Draws padding, shutter and overlays, in this order (PS3.4 N.2), into a canvas that lies over the picture. */
export function drawCover(
  canvas: HTMLCanvasElement,
  { columns, rows }: { columns: number; rows: number },
  { perColumn, perRow, origin }: ImageToScreen,
  { padded, shutter, shutterBitmap, overlays }: Cover,
): void {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight].map((css) => Math.round(css * ratio));
  if (canvas.width !== width) canvas.width = width as number;
  if (canvas.height !== height) canvas.height = height as number;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.resetTransform();
  context.clearRect(0, 0, canvas.width, canvas.height);
  const [a, b, c, d, e, f] = [...perColumn, ...perRow, ...origin].map((css) => css * ratio) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  context.setTransform(a, b, c, d, e, f);
  // Enlarged, each bit is a square of its own; made smaller, thin lines must not fall between the pixels.
  context.imageSmoothingEnabled = Math.hypot(a, b) < 1;
  context.imageSmoothingQuality = 'high';
  const clipped = (draw: () => void): void => {
    context.save();
    context.beginPath();
    context.rect(0, 0, columns, rows);
    context.clip();
    draw();
    context.restore();
  };
  clipped(() => {
    if (padded) context.drawImage(paddingMask(padded), 0, 0);
    if (!shutter) return;
    context.fillStyle = greyOf(shutter.grey);
    for (const shape of shutter.shapes) {
      context.beginPath();
      context.rect(-1, -1, columns + 2, rows + 2);
      trace(context, shape);
      context.fill('evenodd');
    }
    if (shutterBitmap) drawBitmap(context, shutterBitmap, shutter.grey);
  });
  clipped(() => {
    for (const overlay of overlays) drawBitmap(context, overlay, 255);
  });
}

const greyOf = (grey: number): string => `rgb(${grey} ${grey} ${grey})`;

function trace(context: CanvasRenderingContext2D, shape: ShutterShape): void {
  if (shape.kind === 'rectangle') {
    context.rect(shape.left, shape.top, shape.right - shape.left, shape.bottom - shape.top);
  } else if (shape.kind === 'circle') {
    context.moveTo(shape.centre[0] + shape.columns, shape.centre[1]);
    context.ellipse(...shape.centre, shape.columns, shape.rows, 0, 0, 2 * Math.PI);
  } else {
    shape.points.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    context.closePath();
  }
}

function drawBitmap(context: CanvasRenderingContext2D, { plane, bits }: OverlayBitmap, grey: number): void {
  context.drawImage(
    maskOf(bits, plane.columns, plane.rows, grey, (bit) => bit === 1),
    plane.originColumn - 1,
    plane.originRow - 1,
  );
}

const paddingMask = ({ values, stored = values, padding, columns, rows }: LoadedFrame): OffscreenCanvas =>
  maskOf(stored, columns, rows, 0, (value) => padding !== undefined && isPadding(padding, value));

const masks = new WeakMap<ArrayLike<number> & object, Map<number, OffscreenCanvas>>();

/** A picture of one grey where `covered` says so, clear elsewhere; made once. */
function maskOf(
  values: ArrayLike<number> & object,
  columns: number,
  rows: number,
  grey: number,
  covered: (value: number) => boolean,
): OffscreenCanvas {
  const known = masks.get(values)?.get(grey);
  if (known) return known;
  const canvas = new OffscreenCanvas(columns, rows);
  const context = canvas.getContext('2d');
  const image = new ImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const [opaque] = new Uint32Array(Uint8Array.of(grey, grey, grey, 255).buffer) as unknown as [number];
  for (let i = 0; i < pixels.length; i++) if (covered(values[i] as number)) pixels[i] = opaque;
  context?.putImageData(image, 0, 0);
  masks.set(values, (masks.get(values) ?? new Map<number, OffscreenCanvas>()).set(grey, canvas));
  return canvas;
}
