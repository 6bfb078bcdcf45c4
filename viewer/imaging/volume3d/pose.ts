import { addScaled, cross, dot, length, scale, type Point3 } from '../geometry/vector.ts';

/** From where a volume is looked at, in parallel projection. */
export interface Pose {
  /** Patient mm in the middle of the viewport. */
  readonly focalPoint: Point3;
  /** Unit vector from there to who looks. */
  readonly towards: Point3;
  /** Unit vector up the screen, at right angles to it. */
  readonly up: Point3;
  /** CSS pixels for each millimetre. */
  readonly pxPerMm: number;
}

/** Sides a patient is looked at from, with what is up. */
export const sides = {
  A: { towards: [0, -1, 0], up: [0, 0, 1] },
  P: { towards: [0, 1, 0], up: [0, 0, 1] },
  L: { towards: [1, 0, 0], up: [0, 0, 1] },
  R: { towards: [-1, 0, 0], up: [0, 0, 1] },
  H: { towards: [0, 0, 1], up: [0, -1, 0] },
  F: { towards: [0, 0, -1], up: [0, -1, 0] },
} as const satisfies Record<string, Pick<Pose, 'towards' | 'up'>>;

export type Side = keyof typeof sides;
export const isSide = (value: string): value is Side => Object.hasOwn(sides, value);

export const rightOf = ({ towards, up }: Pick<Pose, 'towards' | 'up'>): Point3 => cross(up, towards);

/** Turned as if a ball were dragged: `right` and `down` in degrees about the screen's axes. */
export function turned(pose: Pose, right: number, down: number): Pose {
  const about = (point: Point3, axis: Point3, degrees: number): Point3 => {
    const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
    const along = scale(axis, dot(axis, point) * (1 - cos));
    return addScaled(addScaled(along, point, cos), cross(axis, point), sin);
  };
  const unit = (point: Point3): Point3 => scale(point, 1 / length(point));
  const sideways = about(pose.towards, pose.up, -right);
  const axis = cross(pose.up, sideways);
  const towards = unit(about(sideways, axis, -down));
  const tilted = about(pose.up, axis, -down);
  return { ...pose, towards, up: unit(addScaled(tilted, towards, -dot(tilted, towards))) };
}

/** Moved by CSS pixels. */
export function panned(pose: Pose, x: number, y: number): Pose {
  const { focalPoint, up, pxPerMm } = pose;
  const across = addScaled(focalPoint, rightOf(pose), -x / pxPerMm);
  return { ...pose, focalPoint: addScaled(across, up, y / pxPerMm) };
}

/** Where a point in patient mm lies, CSS pixels from the upper left corner of a viewport of that size. */
export function toScreen(
  pose: Pose,
  [width, height]: readonly [number, number],
  point: Point3,
): [number, number] {
  const offset: Point3 = [
    point[0] - pose.focalPoint[0],
    point[1] - pose.focalPoint[1],
    point[2] - pose.focalPoint[2],
  ];
  return [
    width / 2 + dot(offset, rightOf(pose)) * pose.pxPerMm,
    height / 2 - dot(offset, pose.up) * pose.pxPerMm,
  ];
}
