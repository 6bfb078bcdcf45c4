import type { Point3 } from '../../geometry/vector.ts';
import { worldToIndex } from '../../geometry/framePlane.ts';
import { displayPlane } from '../../viewport/sampleFrame.ts';
import type { StackView } from '../../viewport/stackView.ts';
import { measurementsOn } from '../imagePlace.ts';
import type { MeasuredImage } from '../measure.ts';
import type { Measurement, MeasurementTool } from '../measurement.ts';
import type { MeasurementStore } from '../measurementStore.ts';
import { userFactorOf } from '../userFactors.ts';
import { difference, distance, type PlanePoint } from '../planeFigures.ts';
import { canvasMapping, type CanvasMapping } from './canvasMapping.ts';
import { Drawing, type Draft } from './drawing.ts';
import { hitTest, type Box, type Hit } from './hitTest.ts';
import { moveAll, moveHandle } from './moveHandle.ts';
import { clickSlack, hitRadius, type PointerAt } from './pointerAt.ts';

export interface HandState {
  draft: Draft | undefined;
  hovered: Hit | undefined;
  /** Something is held: a handle, a whole measurement, the draft. */
  dragging: boolean;
  /** A finger that draws or drags, CSS pixels in the viewport. */
  finger: PlanePoint | undefined;
}

/** What a hand works on. */
export interface HandContext {
  store: MeasurementStore;
  view(): StackView | undefined;
  /** The measuring tool that is active. */
  tool(): MeasurementTool | undefined;
  textBox(id: string): Box | undefined;
  /** Something new is finished. */
  finished(measurement: Measurement): void;
}

interface Drag {
  id: string;
  part: Hit['part'];
  index: number;
  from: PlanePoint;
  /** From the pointer to the handle, so that it does not jump under it. */
  grip: PlanePoint;
  points: readonly PlanePoint[];
  gesture: object;
  moved: boolean;
}

/**
 * What a pointer does to the measurements of one viewport: draws new ones by dragging or by clicking place after place, and
 * moves handles, whole ones and their texts. Dispatches `change` when its state changes.
 */
export class MeasurementHand extends EventTarget {
  readonly #context: HandContext;
  #state: HandState = { draft: undefined, hovered: undefined, dragging: false, finger: undefined };
  #drawing: Drawing | undefined;
  #drag: Drag | undefined;

  constructor(context: HandContext) {
    super();
    this.#context = context;
  }

  get state(): HandState {
    return this.#state;
  }

  get busy(): boolean {
    return this.#drawing !== undefined || this.#drag !== undefined;
  }

  /** The main button or the one finger goes down. False when that is none of the hand's business. */
  press({ at, touch }: PointerAt): boolean {
    const shown = this.#shown();
    if (!shown) return false;
    const tool = this.#context.tool();
    if (this.#drawing && this.#drawing.tool !== tool) this.cancel();
    if (this.#drawing) return this.#draw(this.#drawing, 'press', { at, touch }, shown.mapping);
    const hit = this.#hit(at, touch, touch);
    this.#context.store.select(hit?.id);
    if (hit) return this.#take(hit, at, touch, shown.mapping);
    if (!tool) return false;
    this.#drawing = new Drawing(tool, shown.image);
    return this.#draw(this.#drawing, 'press', { at, touch }, shown.mapping);
  }

  /** The pointer moves, pressed or not. */
  move({ at, touch }: PointerAt): void {
    const shown = this.#shown();
    if (!shown) return;
    if (this.#drag) this.#dragTo(this.#drag, at, touch, shown);
    else if (this.#drawing) this.#draw(this.#drawing, 'move', { at, touch }, shown.mapping);
    else if (!touch) this.#hover(this.#hit(at, touch));
  }

  release({ at, touch }: PointerAt): void {
    const [drag, drawing, shown] = [this.#drag, this.#drawing, this.#shown()];
    this.#drag = undefined;
    if (drag) this.#set({ dragging: false, finger: undefined });
    else if (drawing?.pressed && shown) {
      if (drawing.release({ at, touch }, shown.mapping)) this.#complete(drawing, shown.mapping);
      else this.#show(drawing, { at, touch }, shown.mapping);
    }
  }

  /** A finger that tapped without dragging selects what it tapped. */
  tap(at: PlanePoint): void {
    this.#context.store.select(this.#hit(at, true)?.id);
  }

  /** Ends a freehand outline where it is; another drawing goes on. */
  finish(): void {
    const mapping = this.#shown()?.mapping;
    if (this.#drawing?.tool === 'freehand' && mapping) this.#complete(this.#drawing, mapping);
  }

  /** Gives up what is being drawn; takes back what has been dragged. */
  cancel(): void {
    if (this.#drag?.moved) this.#context.store.cancel(this.#drag.gesture);
    this.#drag = undefined;
    this.#drawing = undefined;
    this.#set({ draft: undefined, dragging: false, finger: undefined });
  }

  /** The pointer left, or another image is shown: what is drawn on one image does not go on on another. */
  imageChanged(): void {
    const frame = this.#context.view()?.state.frame;
    if (this.#drawing && this.#drawing.image.frame !== frame) this.cancel();
    if (this.#drag) this.cancel();
    if (this.#state.hovered) this.#hover(undefined);
  }

  leave(): void {
    this.#hover(undefined);
  }

  #shown(): { image: MeasuredImage; mapping: CanvasMapping; on: Measurement[] } | undefined {
    const view = this.#context.view();
    const mapping = view && canvasMapping(view);
    const { frame, stack, sliceIndex } = view?.state ?? {};
    if (!view || !mapping || !frame || !stack || sliceIndex === undefined) return undefined;
    const on = measurementsOn(this.#context.store.state.measurements, { stack, sliceIndex });
    return { image: { frame, loaded: view.loaded }, mapping, on };
  }

  /** @param heldOnly a finger takes only the selected one, or one could not scroll over an image full of them */
  #hit(at: PlanePoint, touch: boolean, heldOnly = false): Hit | undefined {
    const shown = this.#shown();
    if (!shown) return undefined;
    const { selected } = this.#context.store.state;
    const radius = touch ? hitRadius.touch : hitRadius.mouse;
    const within = heldOnly ? shown.on.filter(({ id }) => id === selected) : shown.on;
    // Texts are large: while one draws, only that of the selected one is in the way.
    const drawing = this.#context.tool() !== undefined;
    const textBox = (id: string): Box | undefined =>
      drawing && id !== selected ? undefined : this.#context.textBox(id);
    return hitTest(within, selected, shown.mapping, at, radius, textBox);
  }

  #take(hit: Hit, at: PlanePoint, touch: boolean, mapping: CanvasMapping): boolean {
    const measurement = this.#context.store.get(hit.id) as Measurement;
    const points = measurement.points.map(mapping.toCanvas);
    const index = hit.part === 'handle' ? hit.index : 0;
    const held = hit.part === 'text' ? this.#context.textBox(hit.id) : undefined;
    const place: PlanePoint = held ? [held.x, held.y] : (points[index] as PlanePoint);
    this.#drag = {
      ...{ id: hit.id, part: hit.part, index, from: at, grip: difference(place, at), points },
      ...{ gesture: {}, moved: false },
    };
    this.#set({ dragging: true, finger: touch ? at : undefined });
    return true;
  }

  #dragTo(
    drag: Drag,
    at: PlanePoint,
    touch: boolean,
    { image, mapping }: { image: MeasuredImage; mapping: CanvasMapping },
  ): void {
    const { store } = this.#context;
    const measurement = store.get(drag.id);
    if (!measurement) return this.cancel();
    if (!drag.moved && distance(at, drag.from) <= (touch ? clickSlack.touch : 0)) return;
    drag.moved = true;
    const to: PlanePoint = [at[0] + drag.grip[0], at[1] + drag.grip[1]];
    if (drag.part === 'text') store.change(drag.id, { textAt: mapping.toWorld(to) }, drag.gesture);
    else if (!measurement.foreign) {
      const points =
        drag.part === 'handle'
          ? moveHandle(measurement.tool, drag.points, drag.index, to)
          : moveAll(drag.points, difference(at, drag.from));
      const world = points.map((point, index) =>
        point === drag.points[index]
          ? onPlane(measurement.points[index] as Point3, point, image, mapping)
          : mapping.toWorld(point),
      );
      store.change(drag.id, { points: world, image }, drag.gesture);
    }
    this.#set({ finger: touch ? at : undefined });
  }

  #draw(drawing: Drawing, step: 'press' | 'move', pointer: PointerAt, mapping: CanvasMapping): true {
    drawing[step](pointer, mapping);
    this.#show(drawing, pointer, mapping);
    return true;
  }

  #complete(drawing: Drawing, mapping: CanvasMapping): void {
    const points = drawing.finished(mapping);
    this.cancel();
    const image = this.#latest(drawing);
    if (points) this.#context.finished(this.#context.store.add({ tool: drawing.tool, points }, image));
  }

  /** What is drawn on, with the pixels of now: they may have become truer since it was begun. */
  #latest({ image }: Drawing): MeasuredImage {
    const view = this.#context.view();
    return view?.state.frame === image.frame ? { frame: image.frame, loaded: view.loaded } : image;
  }

  #show(drawing: Drawing, { at, touch }: PointerAt, mapping: CanvasMapping): void {
    const image = this.#latest(drawing);
    const factor = userFactorOf(this.#context.store.state.userFactors, image.frame);
    this.#set({
      draft: drawing.draft(at, mapping, image, factor),
      dragging: drawing.pressed,
      finger: touch && drawing.pressed ? at : undefined,
    });
  }

  #hover(hit: Hit | undefined): void {
    const before = this.#state.hovered;
    const [now, then] = [JSON.stringify(hit), JSON.stringify(before)];
    if (now !== then) this.#set({ hovered: hit });
  }

  #set(change: Partial<HandState>): void {
    this.#state = { ...this.#state, ...change };
    this.dispatchEvent(new Event('change'));
  }
}

/** A point that is not dragged stays as it is, to the last digit, if it lies in the plane of the image. */
function onPlane(
  point: Point3,
  canvas: PlanePoint,
  { frame }: MeasuredImage,
  mapping: CanvasMapping,
): Point3 {
  const { distanceMm } = worldToIndex(displayPlane(frame), point);
  return Math.abs(distanceMm) < 1e-6 ? point : mapping.toWorld(canvas);
}
