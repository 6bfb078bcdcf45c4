import type { Vec3 } from '../geometry/index.ts';
import { add, distance, dot, mix, normalise, rejectFrom, scale, subtract } from '../geometry/index.ts';

/** One branch, from its parent's end to its own; radius in mm as Murray's law gives it. */
export interface Branch {
  start: Vec3;
  /** Control point that makes the branch leave in its parent's direction. */
  control: Vec3;
  end: Vec3;
  startRadius: number;
  radius: number;
  /** Twigs it feeds. */
  leaves: number;
  /** 0 at the root; what follows with greater depth, until the next of the same, are its descendants. */
  depth: number;
}

const MURRAY_EXPONENT = 2.55;
const TWIG_RADIUS_MM = 0.36;
const radiusFor = (leaves: number): number => TWIG_RADIUS_MM * leaves ** (1 / MURRAY_EXPONENT);

/** Direction at right angles to `axis` in which the points spread most (power iteration on their covariance). */
function spreadDirection(points: readonly Vec3[], centre: Vec3, axis: Vec3): Vec3 {
  let direction = normalise(rejectFrom([0.31, 0.52, 0.79], axis));
  for (let iteration = 0; iteration < 4; iteration++) {
    let sum: Vec3 = [0, 0, 0];
    for (const point of points) {
      const offset = rejectFrom(subtract(point, centre), axis);
      sum = add(sum, scale(offset, dot(offset, direction)));
    }
    if (dot(sum, sum) === 0) return direction;
    direction = normalise(sum);
  }
  return direction;
}

const centroid = (points: readonly Vec3[]): Vec3 =>
  scale(
    points.reduce((sum, point) => add(sum, point), [0, 0, 0] as Vec3),
    1 / points.length,
  );

/** Turns `wanted` towards `heading` until they differ by at most the angle of this cosine. */
function limitTurn(wanted: Vec3, heading: Vec3, minimumCosine: number): Vec3 {
  if (dot(wanted, heading) >= minimumCosine) return wanted;
  const side = rejectFrom(wanted, heading);
  const sine = Math.sqrt(1 - minimumCosine * minimumCosine);
  return add(scale(heading, minimumCosine), scale(normalise(side), sine));
}

/**
 * A tree that fills a space: the points to be reached are halved again and again, and each half gets a branch part of the way to
 * its centre (after Tawhai's volume-filling bronchial trees). Branches taper by Murray's law and come out in growing order.
 */
export function growTree(root: Vec3, heading: Vec3, targets: readonly Vec3[]): Branch[] {
  const branches: Branch[] = [];
  const grow = (
    from: Vec3,
    direction: Vec3,
    points: readonly Vec3[],
    parentRadius: number,
    depth: number,
    share: number,
  ): void => {
    const centre = centroid(points);
    const way = subtract(centre, from);
    const reach = distance(centre, from);
    if (reach < 0.5) return;
    const single = points.length === 1;
    // The larger of two branches goes on nearly straight, the smaller one leaves at a wide angle.
    const wanted = limitTurn(normalise(way), direction, single ? -0.2 : 0.3 + 0.5 * share);
    const end = add(from, scale(wanted, reach * (single ? 0.92 : 0.42)));
    const radius = radiusFor(points.length);
    const control = add(
      from,
      scale(normalise(add(direction, scale(wanted, 1.1))), distance(from, end) * 0.5),
    );
    branches.push({
      start: from,
      control,
      end,
      startRadius: Math.min(parentRadius, radius * 1.25),
      radius,
      leaves: points.length,
      depth,
    });
    if (single) return;
    const onward = normalise(subtract(end, control));
    const axis = normalise(subtract(centre, end));
    const spread = spreadDirection(points, centre, axis);
    const ordered = points
      .map((point) => ({ point, along: dot(subtract(point, centre), spread) }))
      .sort((a, b) => a.along - b.along);
    // Alternating uneven halves: real vessels give off side branches more often than they fork evenly.
    const part =
      points.length > 6 ? (branches.length % 3 === 0 ? 0.5 : branches.length % 3 === 1 ? 0.32 : 0.68) : 0.5;
    const cut = Math.max(1, Math.round(ordered.length * part));
    const halves = [ordered.slice(0, cut), ordered.slice(cut)];
    for (const half of halves) {
      if (half.length > 0)
        grow(
          end,
          onward,
          half.map(({ point }) => point),
          radius,
          depth + 1,
          half.length / points.length,
        );
    }
  };
  if (targets.length > 0) grow(root, normalise(heading), targets, radiusFor(targets.length), 0, 0.5);
  return branches;
}

/** Points along a branch's curve with the radius there. */
export function alongBranch(branch: Branch, steps: number): (readonly [number, number, number, number])[] {
  return Array.from({ length: steps + 1 }, (_, i) => {
    const t = i / steps;
    const point = mix(mix(branch.start, branch.control, t), mix(branch.control, branch.end, t), t);
    return [...point, branch.startRadius + (branch.radius - branch.startRadius) * t] as const;
  });
}
