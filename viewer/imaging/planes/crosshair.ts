import { planeNormal, type FramePlane } from '../geometry/framePlane.ts';
import { planeIntersection, turned, type Line } from '../geometry/planeIntersection.ts';
import { scale, type Point3 } from '../geometry/vector.ts';
import { mapPoint } from '../registration/index.ts';
import type { StackView } from '../viewport/index.ts';
import type { Planes } from './planes.ts';

/** What the crosshair needs of a reading room. */
export interface CrosshairRoom {
  readonly viewportCount: number;
  readonly planes: Planes;
  view(index: number): StackView | undefined;
  /** The map (16 numbers, row-major, patient mm) from one viewport's exam to that of another; undefined where it is not known. */
  matrixBetween(from: number, to: number): readonly number[] | undefined;
  /** Brings a viewport to a slice although nobody pages it. */
  leadTo(index: number, sliceIndex: number): Promise<void>;
}

/** Where another viewport's slice cuts this one's. */
export interface CrosshairLine {
  /** The other viewport. */
  readonly index: number;
  readonly line: Line;
  /** Thickness of the other one's slab, mm; 0 for a single slice. */
  readonly thicknessMm: number;
  /** The other one is a plane that can be turned. */
  readonly turnable: boolean;
}

/**
 * One point of the patient that all viewports of its frame of reference are led to. Turning the lines in one viewport
 * turns the planes of the others about that viewport's normal, so that they stay at right angles to it.
 * Dispatches `change` when the point moved.
 */
export class Crosshair extends EventTarget {
  readonly #room: CrosshairRoom;
  #at: { index: number; point: Point3; frameOfReferenceUid: string } | undefined;

  constructor(room: CrosshairRoom) {
    super();
    this.#room = room;
  }

  /** The point in this viewport; undefined where it is not set, or of another frame of reference that it cannot be found in. */
  pointIn(index: number): Point3 | undefined {
    const frame = this.#room.view(index)?.state.frame;
    if (!frame?.plane || !this.#at) return undefined;
    if (frame.frameOfReferenceUid === this.#at.frameOfReferenceUid) return this.#at.point;
    const matrix = this.#room.matrixBetween(this.#at.index, index);
    return matrix && mapPoint(matrix, this.#at.point);
  }

  /** Leads the other viewports to a point that is seen in viewport `index`. Resolves when they are there. */
  async moveTo(index: number, point: Point3): Promise<void> {
    const frameOfReferenceUid = this.#room.view(index)?.state.frame?.frameOfReferenceUid;
    if (frameOfReferenceUid === undefined) return;
    this.#at = { index, point, frameOfReferenceUid };
    this.dispatchEvent(new Event('change'));
    const all = Array.from({ length: this.#room.viewportCount }, (_, other) => other);
    await Promise.all(
      all.map(async (other) => {
        const there = other === index ? undefined : this.pointIn(other);
        const slice = there && this.#room.planes.nearest(other, there);
        if (slice !== undefined) await this.#room.leadTo(other, slice);
      }),
    );
  }

  /** Turns the planes of the others about the normal of viewport `index`, counterclockwise on its screen seen unflipped. */
  async turn(index: number, radians: number): Promise<void> {
    const plane = this.#room.view(index)?.state.frame?.plane;
    const point = this.pointIn(index);
    if (!plane || !point) return;
    const axis = towardsReader(plane);
    await Promise.all(
      this.#related(index)
        .filter(([other]) => this.#room.planes.isPlane(other))
        .map(async ([other, view]) => {
          const former = view.state.frame?.plane;
          if (!former) return;
          const normal = turned(towardsReader(former), axis, radians);
          const up = turned(scale(former.columnCosines, -1), axis, radians);
          await this.#room.planes.setOrientation(other, { normal, up }, point);
        }),
    );
  }

  /** The lines in which the slices of the other viewports cut the one in viewport `index`. */
  lines(index: number): CrosshairLine[] {
    const own = this.#room.view(index)?.state.frame?.plane;
    if (!own) return [];
    return this.#related(index).flatMap(([other, view]) => {
      const plane = view.state.frame?.plane;
      const line =
        plane &&
        planeIntersection(
          { point: own.position, normal: planeNormal(own) },
          { point: plane.position, normal: planeNormal(plane) },
        );
      if (!line) return [];
      const { slab } = this.#room.planes.choice(other);
      const turnable = this.#room.planes.isPlane(other);
      return [{ index: other, line, thicknessMm: slab.mode === 'none' ? 0 : slab.thicknessMm, turnable }];
    });
  }

  /** The other viewports whose images lie in the same frame of reference. */
  #related(index: number): [number, StackView][] {
    const uid = this.#room.view(index)?.state.frame?.frameOfReferenceUid;
    return Array.from({ length: this.#room.viewportCount }, (_, other) => other).flatMap((other) => {
      const view = this.#room.view(other);
      const frame = view?.state.frame;
      const related =
        other !== index && frame?.plane && uid !== undefined && frame.frameOfReferenceUid === uid;
      return related && view ? [[other, view] as [number, StackView]] : [];
    });
  }
}

/** From the plane to who looks at it, as images are displayed. */
const towardsReader = (plane: FramePlane): Point3 => scale(planeNormal(plane), -1);
