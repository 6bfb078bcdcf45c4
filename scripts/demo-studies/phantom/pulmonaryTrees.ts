import type { Solid, Vec3 } from '../geometry/index.ts';
import { Capsule, add, distance, normalise, rejectFrom, scale, subtract } from '../geometry/index.ts';
import type { Random } from '../random.ts';
import { fissureDistance, lungDistance } from './lungs.ts';
import { hila } from './greatVessels.ts';
import { lungObstacles } from './mediastinum.ts';
import { cage } from './trunk.ts';
import type { Branch } from './vesselTree.ts';
import { alongBranch, growTree } from './vesselTree.ts';

const TWIGS_PER_TREE = 1900;
const BRONCHUS_FROM_ARTERY_MM = 1.15;
/** Width of a bronchus' lumen by that of the artery beside it. */
const LUMEN = 0.66;
/** No vessel comes closer to the nodule than this. */
const CLEARANCE_MM = 2.5;

export interface PulmonaryTrees {
  vessels: Solid[];
  bronchialWalls: Solid[];
  bronchialLumens: Solid[];
}

/** Where nothing may grow: the nodule at its largest. */
export interface Sphere {
  centre: Vec3;
  radius: number;
}

/** Distance to the lungs' surface at single points (slower than a whole slice at a time). */
export function lungDistanceAt(): (p: Vec3) => number {
  const obstacles = lungObstacles();
  return ([x, y, z]) => {
    let nearest = 30;
    for (const solid of obstacles) {
      if (distance(solid.centre, [x, y, z]) - solid.radius < nearest) {
        nearest = Math.min(nearest, solid.distance(x, y, z));
      }
    }
    return lungDistance(nearest, x, y, z);
  };
}

/** Points spread evenly through one lung, short of pleura and fissures. */
function targetsIn(
  side: -1 | 1,
  random: Random,
  depth: (p: Vec3) => number,
  keepOut: readonly Sphere[],
  count: number,
): Vec3[] {
  const targets: Vec3[] = [];
  for (let attempt = 0; attempt < count * 40 && targets.length < count; attempt++) {
    const z = random.between(-205, 112);
    const p: Vec3 = [side * random.between(6, 138), cage.centreY(z) + random.between(-98, 96), z];
    if (cage.distance(...p) > -4) continue;
    if (Math.abs(fissureDistance(...p)) < 3.5 || depth(p) > -3.5) continue;
    if (keepOut.some((sphere) => distance(sphere.centre, p) < sphere.radius + 2 * CLEARANCE_MM)) continue;
    targets.push(p);
  }
  return targets;
}

function clearOf(
  points: readonly (readonly [number, number, number, number])[],
  keepOut: readonly Sphere[],
): boolean {
  return keepOut.every((sphere) =>
    points.every(([x, y, z, r]) => distance([x, y, z], sphere.centre) > sphere.radius + r + CLEARANCE_MM),
  );
}

const capsulesOf = (
  points: readonly (readonly [number, number, number, number])[],
  factor = 1,
  wall = 0,
): Solid[] =>
  points.slice(1).flatMap(([x, y, z, r], i) => {
    const from = points[i];
    if (!from) return [];
    return [new Capsule([from[0], from[1], from[2]], [x, y, z], from[3] * factor + wall, r * factor + wall)];
  });

/** A bronchus lies against its artery: the artery's course moved aside by both radii. */
function bronchusBeside(points: readonly (readonly [number, number, number, number])[]) {
  return points.map(([x, y, z, r], i) => {
    const other = points[i + 1] ?? points[i - 1] ?? points[0];
    const ahead = other ? subtract([other[0], other[1], other[2]], [x, y, z]) : ([0, 0, 1] as Vec3);
    const side = normalise(rejectFrom([0.1, 0.97, 0.2], normalise(ahead)));
    const [bx, by, bz] = add([x, y, z], scale(side, r * 1.8));
    return [bx, by, bz, r] as const;
  });
}

/** Arteries, veins and bronchi of both lungs, grown from the hila. */
export function growPulmonaryTrees(random: Random, keepOut: readonly Sphere[]): PulmonaryTrees {
  const depth = lungDistanceAt();
  const trees: PulmonaryTrees = { vessels: [], bronchialWalls: [], bronchialLumens: [] };
  const place = (branches: readonly Branch[], withBronchi: boolean): void => {
    let cutAt = Infinity;
    for (const branch of branches) {
      if (branch.depth > cutAt) continue;
      const points = alongBranch(branch, branch.leaves > 2 ? 4 : 3);
      cutAt = clearOf(points, keepOut) ? Infinity : branch.depth;
      if (cutAt === branch.depth) continue;
      trees.vessels.push(...capsulesOf(points));
      if (!withBronchi || branch.radius < BRONCHUS_FROM_ARTERY_MM) continue;
      const course = bronchusBeside(points);
      trees.bronchialWalls.push(...capsulesOf(course, LUMEN, 0.5 + branch.radius * 0.08));
      trees.bronchialLumens.push(...capsulesOf(course, LUMEN));
    }
  };
  for (const side of [-1, 1] as const) {
    const [artery, vein] = side < 0 ? [hila.rightArtery, hila.rightVein] : [hila.leftArtery, hila.leftVein];
    const arterial = targetsIn(side, random, depth, keepOut, TWIGS_PER_TREE);
    place(growTree(artery, [side * 0.8, 0.35, -0.45], arterial), true);
    const venous = targetsIn(side, random, depth, keepOut, Math.round(TWIGS_PER_TREE * 0.85));
    place(growTree(vein, [side * 0.95, 0.1, -0.1], venous), false);
  }
  return trees;
}
