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

/** How much of the viewport's smaller edge a fitted volume leaves free. */
const margin = 0.04;

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

/**
 * Looking against `normal` with `up` up the screen, patient directions of any length; `up` is brought to right angles.
 * @throws RangeError where they give no direction
 */
export function facing(normal: Point3, up: Point3): Pick<Pose, 'towards' | 'up'> {
  const towards = scale(normal, 1 / length(normal));
  const upright = addScaled(up, towards, -dot(up, towards));
  const off = length(upright) / length(up);
  // Not a number where one of them has no length.
  if (!(off > 1e-6))
    throw new RangeError(`no direction to look: normal ${normal.join(', ')}, up ${up.join(', ')}`);
  return { towards, up: scale(upright, 1 / length(upright)) };
}

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

/** The middle of a box, least and greatest corner. */
export const middleOf = ([least, greatest]: readonly [Point3, Point3]): Point3 =>
  scale(addScaled(least, greatest, 1), 0.5);

/** All of a box (patient mm) in the middle of a viewport of that size, CSS pixels, whichever way it is turned. */
export function fitting(
  pose: Pose,
  box: readonly [Point3, Point3],
  [width, height]: readonly [number, number],
): Pose {
  const size = addScaled(box[1], box[0], -1);
  const extent = ([x, y, z]: Point3): number => dot([Math.abs(x), Math.abs(y), Math.abs(z)], size);
  const pxPerMm = Math.min(width / extent(rightOf(pose)), height / extent(pose.up)) * (1 - margin);
  return { ...pose, focalPoint: middleOf(box), pxPerMm };
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
