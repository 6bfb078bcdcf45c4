import { planeNormal, type FramePlane } from '../geometry/framePlane.ts';
import { planeIntersection } from '../geometry/planeIntersection.ts';
import { addScaled, cross, dot, type Point3 } from '../geometry/vector.ts';
import type { ContourLevel, Region } from './structureSet.ts';

/** A region on one plane, patient mm. */
export interface RegionShape {
  readonly region: number;
  /** Filled by the even-odd rule, as one. */
  readonly areas: readonly (readonly Point3[])[];
  /** Their outline, and lines that enclose nothing. */
  readonly lines: readonly (readonly Point3[])[];
  readonly points: readonly Point3[];
}

/** Within some 2.5 degrees a plane shows the contours as they were drawn. */
const parallel = 0.999;

/**
 * What a plane shows of a region: contours drawn in it (in the nearest of their planes, as far as a contour stands for both
 * sides of it); across their planes the cuts of all of them, each as thick as the step between contours.
 */
export function cutRegion(region: Region, plane: FramePlane): RegionShape | undefined {
  const normal = planeNormal(plane);
  const shape =
    Math.abs(dot(normal, region.normal)) > parallel
      ? inPlane(region, plane.position)
      : across(region, plane, normal);
  return shape.areas.length + shape.lines.length + shape.points.length > 0
    ? { region: region.number, ...shape }
    : undefined;
}

type Shape = Omit<RegionShape, 'region'>;

function inPlane({ levels, normal, halfMm }: Region, position: Point3): Shape {
  const place = dot(position, normal);
  let nearest: ContourLevel | undefined;
  let least = halfMm + 1e-3;
  for (const level of levels) {
    const distance = Math.abs(level.place - place);
    if (distance > least) continue;
    nearest = level;
    least = distance;
  }
  const contours = nearest?.contours ?? [];
  const areas = contours.filter(({ kind }) => kind === 'closed').map(({ points }) => points);
  const open = contours.filter(({ kind }) => kind === 'open').map(({ points }) => points);
  return {
    areas,
    lines: [...areas.map((points) => [...points, points[0] as Point3]), ...open],
    points: contours.filter(({ kind }) => kind === 'point').flatMap(({ points }) => points),
  };
}

/** From where to where along the cut the region reaches at one level, and where that level lies across the cut, mm. */
interface Band {
  /** Even number of growing places. */
  ends: number[];
  at: number;
}

function across({ levels, normal, halfMm }: Region, plane: FramePlane, cutting: Point3): Shape {
  // All cuts run in the same direction; across them, in the cutting plane, the levels follow each other.
  const line = planeIntersection({ point: plane.position, normal: cutting }, { point: [0, 0, 0], normal });
  if (!line) return { areas: [], lines: [], points: [] };
  const along = line.direction;
  const upwards = cross(cutting, along);
  const rise = dot(upwards, normal);
  // Towards growing levels, so that neighbours in the list are neighbours on the plane.
  const up: Point3 = rise > 0 ? upwards : [-upwards[0], -upwards[1], -upwards[2]];
  const perLevel = 1 / Math.abs(rise);
  const offset = dot(plane.position, cutting);
  const foot = addScaled([0, 0, 0], cutting, offset);
  const base = dot(foot, normal);
  const bands = levels.map(({ place, contours }): Band => ({
    at: (place - base) * perLevel,
    ends: contours
      .filter(({ kind }) => kind === 'closed')
      .flatMap(({ points }) => crossings(points, cutting, offset, along))
      .toSorted((a, b) => a - b),
  }));
  const half = halfMm * perLevel;
  const point = (s: number, t: number): Point3 => addScaled(addScaled(foot, along, s), up, t);
  const areas: Point3[][] = [];
  const lines: Point3[][] = [];
  bands.forEach(({ at, ends }, index) => {
    const next = bands[index + 1];
    const previous = bands[index - 1];
    // Neighbours meet half way where they are about a step apart.
    const top = next && next.at - at < 3 * half ? (at + next.at) / 2 : at + half;
    const bottom = previous && at - previous.at < 3 * half ? (at + previous.at) / 2 : at - half;
    for (let n = 0; n + 1 < ends.length; n += 2) {
      const [from, to] = [ends[n] as number, ends[n + 1] as number];
      areas.push([point(from, bottom), point(to, bottom), point(to, top), point(from, top)]);
      lines.push([point(from, bottom), point(from, top)], [point(to, bottom), point(to, top)]);
    }
    const joined = next && next.at - at < 3 * half ? next.ends : [];
    for (const [from, to] of difference(ends, joined)) lines.push([point(from, top), point(to, top)]);
    if (next && joined.length === 0)
      for (const [from, to] of difference(next.ends, []))
        lines.push([point(from, next.at - half), point(to, next.at - half)]);
    if (index === 0)
      for (const [from, to] of difference(ends, [])) lines.push([point(from, bottom), point(to, bottom)]);
  });
  return { areas, lines, points: [] };
}

/** Where a polygon crosses the cutting plane, as places along the cut. */
function crossings(points: readonly Point3[], normal: Point3, offset: number, along: Point3): number[] {
  const heights = points.map((point) => dot(point, normal) - offset);
  return points.flatMap((point, index) => {
    const next = (index + 1) % points.length;
    const [from, to] = [heights[index] as number, heights[next] as number];
    // Half open, so that a corner in the plane is met once.
    if (from >= 0 === to >= 0) return [];
    const share = from / (from - to);
    const [a, b] = [dot(point, along), dot(points[next] as Point3, along)];
    return [a + share * (b - a)];
  });
}

/** The pieces that lie in one of two sets of intervals and not in the other: where the outline steps. */
function difference(a: readonly number[], b: readonly number[]): [number, number][] {
  const all = [...a, ...b].toSorted((x, y) => x - y);
  const pieces: [number, number][] = [];
  for (let n = 0; n + 1 < all.length; n += 2) {
    const [from, to] = [all[n] as number, all[n + 1] as number];
    if (to - from > 1e-6) pieces.push([from, to]);
  }
  return pieces;
}
