import type { Point3 } from '../../geometry/vector.ts';
import { worldToIndex } from '../../geometry/framePlane.ts';
import { displayPlane } from '../../viewport/sampleFrame.ts';
import type { StackView } from '../../viewport/stackView.ts';
import { measurementsOn } from '../imagePlace.ts';
import { measure, type Measured, type MeasuredImage } from '../measure.ts';
import type { Measurement, MeasurementTool } from '../measurement.ts';
import type { MeasurementStore } from '../measurementStore.ts';
import { difference, distance, type PlanePoint } from '../planeFigures.ts';
import { pointsFault } from '../pointCounts.ts';
import { canvasMapping, type CanvasMapping } from './canvasMapping.ts';
import { anchorCounts, isDegenerate, pointsOfAnchors } from './draft.ts';
import { hitTest, type Box, type Hit } from './hitTest.ts';
import { moveAll, moveHandle } from './moveHandle.ts';

/** What is being drawn. */
export interface Draft {
  tool: MeasurementTool;
  /** Patient mm; fewer than the tool has while too few places were chosen. */
  points: readonly Point3[];
  /** Once there are enough points. */
  measured: Measured | undefined;
}

export interface HandState {
  draft: Draft | undefined;
  hovered: Hit | undefined;
  /** Something is held: a handle, a whole measurement, the draft. */
  dragging: boolean;
  /** A finger that draws or drags, CSS pixels in the viewport. */
  finger: PlanePoint | undefined;
}

/** One event of a pointer, in CSS pixels of the viewport. */
export interface PointerAt {
  at: PlanePoint;
  touch: boolean;
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

/** Half of 12 px for a mouse and of 40 px for a finger. */
const hitRadius = { mouse: 6, touch: 20 };
/** A press that moves less is a click. */
const clickSlack = { mouse: 3, touch: 8 };
/** Points of an outline that is drawn freely lie this far apart at least, CSS pixels. */
const freehandStep = 3;

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

/** Anchors in patient mm, so that zooming and moving the image between two clicks does not move them. */
interface Drawing {
  tool: MeasurementTool;
  image: MeasuredImage;
  anchors: Point3[];
  pressedAt: PlanePoint | undefined;
  moved: boolean;
  /** This press has set an anchor when it began. */
  setOnPress: boolean;
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
    if (this.#drawing) return this.#pressDrawing(this.#drawing, at, touch, shown.mapping);
    const hit = this.#hit(at, touch, touch);
    this.#context.store.select(hit?.id);
    if (hit) return this.#take(hit, at, touch, shown.mapping);
    if (!tool) return false;
    const drawing = { tool, image: shown.image, anchors: [], moved: false, setOnPress: false };
    this.#drawing = { ...drawing, pressedAt: at };
    return this.#pressDrawing(this.#drawing, at, touch, shown.mapping);
  }

  /** The pointer moves, pressed or not. */
  move({ at, touch }: PointerAt): void {
    const shown = this.#shown();
    if (!shown) return;
    if (this.#drag) this.#dragTo(this.#drag, at, touch, shown);
    else if (this.#drawing) this.#drawTo(this.#drawing, at, touch, shown.mapping);
    else if (!touch) this.#hover(this.#hit(at, touch));
  }

  release({ at, touch }: PointerAt): void {
    const [drag, drawing, shown] = [this.#drag, this.#drawing, this.#shown()];
    this.#drag = undefined;
    if (drag) this.#set({ dragging: false, finger: undefined });
    else if (drawing?.pressedAt && shown) this.#releaseDrawing(drawing, at, touch, shown.mapping);
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

  #pressDrawing(drawing: Drawing, at: PlanePoint, touch: boolean, mapping: CanvasMapping): boolean {
    const { tool, anchors } = drawing;
    drawing.pressedAt = at;
    drawing.moved = false;
    const beginsLine = anchors.length === 0 || (tool === 'cobb' && anchors.length === 2);
    drawing.setOnPress = beginsLine && tool !== 'probe';
    if (drawing.setOnPress) anchors.push(mapping.toWorld(at));
    this.#show(drawing, at, touch, mapping);
    return true;
  }

  #drawTo(drawing: Drawing, at: PlanePoint, touch: boolean, mapping: CanvasMapping): void {
    const slack = touch ? clickSlack.touch : clickSlack.mouse;
    if (drawing.pressedAt && distance(at, drawing.pressedAt) > slack) drawing.moved = true;
    if (drawing.tool === 'freehand' && drawing.pressedAt && drawing.moved) {
      const last = drawing.anchors.at(-1);
      if (!last || distance(mapping.toCanvas(last), at) >= freehandStep)
        drawing.anchors.push(mapping.toWorld(at));
    }
    this.#show(drawing, at, touch, mapping);
  }

  #releaseDrawing(drawing: Drawing, at: PlanePoint, touch: boolean, mapping: CanvasMapping): void {
    const { tool, anchors, moved, setOnPress } = drawing;
    drawing.pressedAt = undefined;
    if (tool === 'freehand') {
      const first = anchors[0] && mapping.toCanvas(anchors[0]);
      const radius = touch ? hitRadius.touch : hitRadius.mouse;
      const closes = anchors.length > 2 && first !== undefined && distance(first, at) <= radius;
      if (moved || closes) return this.#complete(drawing, mapping);
      if (!setOnPress) this.#anchor(drawing, at, mapping);
    } else if (!setOnPress || moved) this.#anchor(drawing, at, mapping);
    if (anchors.length >= anchorCounts[tool]) this.#complete(drawing, mapping);
    else this.#show(drawing, at, false, mapping);
  }

  /** Unless it is where the last one is already: the second click of a double click. */
  #anchor({ anchors }: Drawing, at: PlanePoint, mapping: CanvasMapping): void {
    const last = anchors.at(-1);
    if (!last || distance(mapping.toCanvas(last), at) >= 2) anchors.push(mapping.toWorld(at));
  }

  #complete({ tool, anchors, image }: Drawing, mapping: CanvasMapping): void {
    const points = pointsOfAnchors(tool, anchors.map(mapping.toCanvas));
    this.cancel();
    if (pointsFault(tool, points.map(mapping.toWorld)) !== undefined || isDegenerate(tool, points)) return;
    const measurement = this.#context.store.add({ tool, points: points.map(mapping.toWorld) }, image);
    this.#context.finished(measurement);
  }

  #show(drawing: Drawing, at: PlanePoint, touch: boolean, mapping: CanvasMapping): void {
    const { tool, anchors, image } = drawing;
    const set = anchors.map(mapping.toCanvas);
    const last = set.at(-1);
    const moving = set.length < anchorCounts[tool] && (!last || distance(last, at) > 0) ? [at] : [];
    const points = pointsOfAnchors(tool, [...set, ...moving]).map(mapping.toWorld);
    const factor = this.#context.store.state.userFactors.get(image.frame.seriesInstanceUid);
    const enough = pointsFault(tool, points) === undefined;
    const measured = enough ? measure(tool, points, image, factor) : undefined;
    this.#set({
      draft: { tool, points, measured },
      dragging: drawing.pressedAt !== undefined,
      finger: touch && drawing.pressedAt ? at : undefined,
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
