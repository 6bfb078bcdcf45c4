import type { Point3 } from '../../geometry/vector.ts';
import { measure, type Measured, type MeasuredImage } from '../measure.ts';
import type { MeasurementTool } from '../measurement.ts';
import { distance, type PlanePoint } from '../planeFigures.ts';
import { pointsFault } from '../pointCounts.ts';
import type { CanvasMapping } from './canvasMapping.ts';
import { anchorCounts, isDegenerate, pointsOfAnchors } from './draft.ts';
import { clickSlack, hitRadius, type PointerAt } from './pointerAt.ts';

/** What is being drawn. */
export interface Draft {
  tool: MeasurementTool;
  /** Patient mm; fewer than the tool has while too few places were chosen. */
  points: readonly Point3[];
  /** Once there are enough points. */
  measured: Measured | undefined;
}

/** Points of an outline that is drawn freely lie this far apart at least, CSS pixels. */
const freehandStep = 3;

/**
 * One measurement on its way: its anchors are set by dragging from one to the next or by clicking place after place, as one
 * likes. They are kept in patient mm, so that zooming and moving the image between two clicks does not move them.
 */
export class Drawing {
  readonly tool: MeasurementTool;
  readonly image: MeasuredImage;
  readonly #anchors: Point3[] = [];
  #pressedAt: PlanePoint | undefined;
  #moved = false;
  /** This press has set an anchor when it began. */
  #setOnPress = false;

  constructor(tool: MeasurementTool, image: MeasuredImage) {
    this.tool = tool;
    this.image = image;
  }

  get pressed(): boolean {
    return this.#pressedAt !== undefined;
  }

  press({ at }: PointerAt, mapping: CanvasMapping): void {
    this.#pressedAt = at;
    this.#moved = false;
    const count = this.#anchors.length;
    const beginsLine = count === 0 || (this.tool === 'cobb' && count === 2);
    this.#setOnPress = beginsLine && this.tool !== 'probe';
    if (this.#setOnPress) this.#anchors.push(mapping.toWorld(at));
  }

  move({ at, touch }: PointerAt, mapping: CanvasMapping): void {
    if (!this.#pressedAt) return;
    if (distance(at, this.#pressedAt) > (touch ? clickSlack.touch : clickSlack.mouse)) this.#moved = true;
    if (this.tool !== 'freehand' || !this.#moved) return;
    const last = this.#anchors.at(-1);
    if (!last || distance(mapping.toCanvas(last), at) >= freehandStep)
      this.#anchors.push(mapping.toWorld(at));
  }

  /** True when that was the last place. */
  release({ at, touch }: PointerAt, mapping: CanvasMapping): boolean {
    this.#pressedAt = undefined;
    if (this.tool === 'freehand' && (this.#moved || this.#closes(at, touch, mapping))) return true;
    if (!this.#setOnPress || this.#moved) this.#anchor(at, mapping);
    return this.#anchors.length >= anchorCounts[this.tool];
  }

  /** The points of what is drawn, if they make something that can be measured. */
  finished(mapping: CanvasMapping): Point3[] | undefined {
    const points = pointsOfAnchors(this.tool, this.#anchors.map(mapping.toCanvas));
    const world = points.map(mapping.toWorld);
    const fault = pointsFault(this.tool, world);
    return fault === undefined && !isDegenerate(this.tool, points) ? world : undefined;
  }

  /** What it would be if the next place were `at`. */
  draft(at: PlanePoint, mapping: CanvasMapping, image: MeasuredImage, userFactor: number | undefined): Draft {
    const { tool } = this;
    const set = this.#anchors.map(mapping.toCanvas);
    const last = set.at(-1);
    const moving = set.length < anchorCounts[tool] && (!last || distance(last, at) > 0) ? [at] : [];
    const points = pointsOfAnchors(tool, [...set, ...moving]).map(mapping.toWorld);
    const enough = pointsFault(tool, points) === undefined;
    return { tool, points, measured: enough ? measure(tool, points, image, userFactor) : undefined };
  }

  /** A click on the first corner closes an outline. */
  #closes(at: PlanePoint, touch: boolean, mapping: CanvasMapping): boolean {
    const [first] = this.#anchors;
    if (!first || this.#anchors.length < 3) return false;
    return distance(mapping.toCanvas(first), at) <= (touch ? hitRadius.touch : hitRadius.mouse);
  }

  /** Unless it is where the last one is already: the second click of a double click. */
  #anchor(at: PlanePoint, mapping: CanvasMapping): void {
    const last = this.#anchors.at(-1);
    if (!last || distance(mapping.toCanvas(last), at) >= 2) this.#anchors.push(mapping.toWorld(at));
  }
}
