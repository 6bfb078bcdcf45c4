import { indexToWorld, type FramePlane } from '../geometry/framePlane.ts';
import type { Point3 } from '../geometry/vector.ts';
import type { StackView } from '../viewport/index.ts';
import type { DrawableOverlay, OverlaySettings, OverlaySlice } from './overlayObject.ts';
import { OverlayPicture } from './overlayPicture.ts';
import type { OverlayRoom, Overlays } from './overlays.ts';

/** CSS pixels. */
const lineWidth = 1.5;
const pointArm = 4;

/**
 * Draws the overlays of one viewport into a canvas that lies over its image: whenever the image is drawn, in the same moment, so
 * that both move as one. What is not computed for the image on the screen is not drawn: never that of another slice.
 */
export class OverlayLayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #overlays: Overlays;
  readonly #room: OverlayRoom;
  readonly #index: number;
  readonly #pictures = new Map<string, OverlayPicture>();
  #view: StackView | undefined;
  #destroyed = false;
  /** Where in the stack the last picture was: scrolling goes on in the same direction. */
  #former = 0;

  constructor(canvas: HTMLCanvasElement, overlays: Overlays, room: OverlayRoom, index: number) {
    this.#canvas = canvas;
    this.#overlays = overlays;
    this.#room = room;
    this.#index = index;
    room.addEventListener('change', this.#draw);
    overlays.addEventListener('change', this.#draw);
    this.#draw();
  }

  destroy(): void {
    this.#destroyed = true;
    this.#follow(undefined);
    this.#room.removeEventListener('change', this.#draw);
    this.#overlays.removeEventListener('change', this.#draw);
  }

  /** Views come and go with layout and engine. */
  #follow(view: StackView | undefined): void {
    if (view === this.#view) return;
    for (const event of ['change', 'rendered']) {
      this.#view?.removeEventListener(event, this.#draw);
      view?.addEventListener(event, this.#draw);
    }
    this.#view = view;
  }

  readonly #draw = (): void => {
    if (this.#destroyed) return;
    const view = this.#room.view(this.#index);
    this.#follow(view);
    const hidden = this.#overlays.areHidden(this.#index);
    const shown = hidden ? [] : this.#overlays.shown(this.#index);
    for (const id of this.#pictures.keys())
      if (!shown.some((object) => object.id === id)) this.#pictures.delete(id);
    const context = this.#clear(shown.length > 0);
    const { frame, error } = view?.state ?? {};
    if (!context || !view?.loaded || !frame || error) {
      this.#canvas.dataset.drawn = '';
      return;
    }
    const drawn: string[] = [];
    for (const object of shown) {
      if (this.#overlays.fault(this.#index, object)) continue;
      const slice = this.#overlays.slice(this.#index, object);
      if (!slice || this.#overlays.isStale(slice))
        this.#overlays.load(this.#index, object, frame).then(this.#draw, () => undefined);
      const settings = this.#overlays.settings(object.id);
      if (!slice || !settings) continue;
      this.#drawOne(context, view, object, settings, slice);
      drawn.push(object.id);
      this.#prepareNext(view, object);
    }
    this.#former = view.state.sliceIndex;
    // Which overlays are on the screen, for those who look at the page.
    this.#canvas.dataset.drawn = drawn.join(' ');
  };

  #prepareNext({ state }: StackView, object: DrawableOverlay): void {
    if (state.sliceIndex === this.#former) return;
    const next = state.stack?.frames[2 * state.sliceIndex - this.#former];
    if (next) this.#overlays.prepare(this.#index, object, next);
  }

  #clear(used: boolean): CanvasRenderingContext2D | undefined {
    // One that nobody draws into costs neither memory nor a layer of the page.
    this.#canvas.style.display = used ? '' : 'none';
    const { clientWidth, clientHeight } = this.#canvas;
    const [width, height] = [clientWidth, clientHeight].map((size) => Math.round(size * devicePixelRatio));
    const size = used ? { width: width as number, height: height as number } : { width: 1, height: 1 };
    if (this.#canvas.width !== size.width || this.#canvas.height !== size.height)
      Object.assign(this.#canvas, size);
    const context = this.#canvas.getContext('2d');
    if (!context) return undefined;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    return used ? context : undefined;
  }

  #drawOne(
    context: CanvasRenderingContext2D,
    view: StackView,
    object: DrawableOverlay,
    settings: OverlaySettings,
    slice: OverlaySlice,
  ): void {
    if (slice.kind === 'shapes') return this.#drawShapes(context, view, object, settings, slice);
    const transform = pixelTransform(view, slice.grid.plane);
    if (!transform) return;
    let picture = this.#pictures.get(object.id);
    if (!picture) this.#pictures.set(object.id, (picture = new OverlayPicture(object)));
    const { bitmap, outlines } = picture.of(slice, settings);
    context.setTransform(transform);
    context.imageSmoothingEnabled = slice.kind === 'values' && view.state.smooth;
    context.globalAlpha = slice.kind === 'values' ? settings.opacity : 1;
    if (bitmap)
      context.drawImage(
        bitmap.canvas,
        bitmap.left - 0.5,
        bitmap.top - 0.5,
        bitmap.canvas.width,
        bitmap.canvas.height,
      );
    context.globalAlpha = 1;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.lineWidth = lineWidth * devicePixelRatio;
    for (const { colour, path } of outlines) {
      const onScreen = new Path2D();
      onScreen.addPath(path, transform);
      context.strokeStyle = colour;
      context.stroke(onScreen);
    }
  }

  #drawShapes(
    context: CanvasRenderingContext2D,
    view: StackView,
    { parts }: DrawableOverlay,
    { hidden, fill, outline, opacity }: OverlaySettings,
    { shapes }: OverlaySlice & { kind: 'shapes' },
  ): void {
    const place = (point: Point3): [number, number] => {
      const [x, y] = view.worldToCanvas(point) ?? [NaN, NaN];
      return [x * devicePixelRatio, y * devicePixelRatio];
    };
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.lineWidth = lineWidth * devicePixelRatio;
    context.lineJoin = 'round';
    const colours = new Map(parts.map(({ number, colour }) => [number, `rgb(${colour.join(' ')})`]));
    for (const { region, areas, lines, points } of shapes) {
      const colour = colours.get(region);
      if (colour === undefined || hidden.has(region)) continue;
      context.fillStyle = context.strokeStyle = colour;
      if (fill && areas.length > 0) {
        context.globalAlpha = opacity;
        context.fill(pathOf(areas, place, true), 'evenodd');
        context.globalAlpha = 1;
      }
      if (outline) context.stroke(pathOf(lines, place, false));
      for (const point of points) {
        const [x, y] = place(point);
        const arm = pointArm * devicePixelRatio;
        context.stroke(new Path2D(`M${x - arm} ${y}h${2 * arm}M${x} ${y - arm}v${2 * arm}`));
      }
    }
  }
}

function pathOf(
  lines: readonly (readonly Point3[])[],
  place: (point: Point3) => [number, number],
  closed: boolean,
): Path2D {
  const path = new Path2D();
  for (const line of lines) {
    line.forEach((point, index) => {
      const [x, y] = place(point);
      if (index === 0) path.moveTo(x, y);
      else path.lineTo(x, y);
    });
    if (closed) path.closePath();
  }
  return path;
}

/** From (column, row) of a picture in this plane to device pixels of the canvas: affine, so three points tell it. */
function pixelTransform(view: StackView, plane: FramePlane): DOMMatrix | undefined {
  const far = 256;
  const places = [
    [0, 0],
    [far, 0],
    [0, far],
  ].map(([column, row]) => view.worldToCanvas(indexToWorld(plane, column as number, row as number)));
  const [origin, right, below] = places;
  if (!origin || !right || !below) return undefined;
  const step = (to: readonly number[], axis: 0 | 1): number =>
    (((to[axis] as number) - origin[axis]) / far) * devicePixelRatio;
  return new DOMMatrix([
    step(right, 0),
    step(right, 1),
    step(below, 0),
    step(below, 1),
    origin[0] * devicePixelRatio,
    origin[1] * devicePixelRatio,
  ]);
}
