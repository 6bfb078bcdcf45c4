import type { Point3 } from '../geometry/vector.ts';
import type { PlaneChoice, PlaneOrientation, Planes } from '../planes/index.ts';
import { orientationAlong } from '../planes/index.ts';
import { storedSlices } from '../planes/planeChoice.ts';
import { cross, scale } from '../geometry/vector.ts';
import {
  identity,
  mapDirection,
  mapPoint,
  rotationDegrees,
  type RigidMatrix,
} from '../registration/index.ts';
import type { StackView } from '../viewport/index.ts';

export interface PlaneLinkingRoom {
  readonly planes: Planes;
  readonly viewportCount: number;
  view(index: number): StackView | undefined;
}

export interface PlaneLinks {
  isOn(): boolean;
  followers(index: number): number[];
  toFollower(from: number, to: number): RigidMatrix | undefined;
}

/** Below this turn a plane of the patient is the same plane in the other exam, degrees. */
const sameNameDegrees = 1;

/** Planes and slabs of one viewport go to those that showed their series the same way before. */
export class PlaneLinking {
  readonly #room: PlaneLinkingRoom;
  readonly #links: PlaneLinks;
  readonly #seen = new Map<number, PlaneChoice>();
  #applying = false;

  constructor(room: PlaneLinkingRoom, links: PlaneLinks) {
    this.#room = room;
    this.#links = links;
    room.planes.addEventListener('change', this.#changed);
  }

  close(): void {
    this.#room.planes.removeEventListener('change', this.#changed);
  }

  readonly #changed = (): void => {
    const before = new Map(this.#seen);
    const changed: number[] = [];
    for (let index = 0; index < this.#room.viewportCount; index++) {
      const choice = this.#room.planes.choice(index);
      if (!sameChoice(before.get(index) ?? storedSlices, choice)) changed.push(index);
      this.#seen.set(index, choice);
    }
    if (this.#applying || !this.#links.isOn()) return;
    for (const index of changed) {
      // What is cut anew because another series came is nobody's wish for the others.
      if (!this.#room.view(index)?.loaded) continue;
      const former = before.get(index) ?? storedSlices;
      for (const other of this.#links.followers(index)) {
        const own = (before.get(other) ?? storedSlices).orientation;
        const matrix = this.#links.toFollower(index, other) ?? identity;
        const went = turnedWith(matrix, former.orientation);
        if (sameOrientation(own, former.orientation) || sameOrientation(own, went))
          this.#bring(index, other, matrix);
      }
    }
  };

  /** A viewport that has come shows its series the way the other does. */
  join(from: number, to: number): void {
    if (!this.#links.isOn() || !this.#links.followers(from).includes(to)) return;
    if (sameChoice(this.#room.planes.choice(from), this.#room.planes.choice(to))) return;
    this.#bring(from, to, this.#links.toFollower(from, to) ?? identity);
  }

  #bring(from: number, to: number, matrix: RigidMatrix): void {
    const { planes } = this.#room;
    const wanted = planes.choice(from);
    const own = planes.choice(to);
    const focal = this.#room.view(from)?.state.focalPoint;
    this.#applying = true;
    // Where a series is no volume its viewport stays as it is, and its menu says why.
    const ignore = (): void => undefined;
    if (!sameOrientation(wanted.orientation, own.orientation))
      planes
        .setOrientation(to, turnedWith(matrix, wanted.orientation), focal && mapPoint(matrix, focal))
        .catch(ignore);
    if (!sameSlab(wanted, planes.choice(to))) planes.setSlab(to, wanted.slab).catch(ignore);
    this.#applying = false;
  }
}

/** The same plane of the body in the other exam, which may be turned against the one where it was chosen. */
export function turnedWith(matrix: RigidMatrix, orientation: PlaneOrientation): PlaneOrientation {
  if (orientation === 'stack' || rotationDegrees(matrix) < sameNameDegrees) return orientation;
  const { normal, up } = typeof orientation === 'object' ? orientation : named[orientation];
  const turned = { normal: mapDirection(matrix, normal), up: mapDirection(matrix, up) };
  if (typeof orientation === 'object') return turned;
  const along = orientationAlong(scale(turned.normal, -1));
  return along === orientation ? along : turned;
}

/** Towards the reader, and up the screen, of the planes of the patient as they are shown: from the feet, the front, the left. */
const named: Record<'axial' | 'coronal' | 'sagittal', { normal: Point3; up: Point3 }> = {
  axial: { normal: [0, 0, -1], up: [0, -1, 0] },
  coronal: { normal: [0, -1, 0], up: [0, 0, 1] },
  sagittal: { normal: [1, 0, 0], up: [0, 0, 1] },
};

const sameOrientation = (a: PlaneOrientation, b: PlaneOrientation): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && near(a.normal, b.normal) && near(a.up, b.up));

const near = (a: Point3, b: Point3): boolean => Math.hypot(...cross(a, b)) < 0.01;

const sameSlab = (a: PlaneChoice, b: PlaneChoice): boolean =>
  a.slab.mode === b.slab.mode && a.slab.thicknessMm === b.slab.thicknessMm;

const sameChoice = (a: PlaneChoice, b: PlaneChoice): boolean =>
  sameOrientation(a.orientation, b.orientation) && sameSlab(a, b);
