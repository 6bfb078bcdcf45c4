import { length, subtract, type Point3 } from '../geometry/vector.ts';
import type { Measurement, MeasurementPlace } from '../measurements/index.ts';
import { mapPoint, type RigidMatrix } from '../registration/index.ts';
import { sizesOf } from './findingSize.ts';
import { groupByFinding } from './findings.ts';

/** Measurements of several dates that may be of one finding: a reader has to say so. */
export interface Proposal {
  /** One for each study, the oldest first as far as that is known. */
  readonly ids: readonly string[];
  /** How far apart they lie when the exams are laid on each other. */
  readonly distanceMm: number;
}

/** The map from the places of one study to those of another; undefined while it is not known or not trusted. */
export type WayBetween = (from: MeasurementPlace, to: MeasurementPlace) => RigidMatrix | undefined;

/**
 * A rigid map lays bodies on each other, not breaths: between two scans the lung near the diaphragm moves by about so much, and
 * half a thick slice is in it too. Large findings may be measured at different heights.
 */
const nearMm = 15;
const toleranceMm = (one: Measurement, other: Measurement): number =>
  Math.max(nearMm, ...[one, other].map((each) => (sizesOf(each)[0]?.value ?? 0) / 2));

/** Where a measurement is: the middle of its points. */
export function middleOf({ points }: Pick<Measurement, 'points'>): Point3 {
  const mean = (axis: 0 | 1 | 2): number =>
    points.reduce((sum, point) => sum + point[axis], 0) / Math.max(1, points.length);
  return [mean(0), mean(1), mean(2)];
}

/** How far two measurements of different studies lie apart, mm; undefined while no way between their exams is known. */
export function distanceBetween(one: Measurement, other: Measurement, way: WayBetween): number | undefined {
  const matrix = way(one.place, other.place);
  return matrix && length(subtract(mapPoint(matrix, middleOf(one)), middleOf(other)));
}

/**
 * Proposes which measurements of different studies are of one finding: the nearest first, each for one finding only, one for each
 * study, all by the same tool. What is followed already may be joined by another date.
 *
 * @param mayPair what the reader has not refused, and reports of others do not exclude
 */
export function proposePairs(
  measurements: readonly Measurement[],
  way: WayBetween,
  mayPair: (one: readonly Measurement[], other: readonly Measurement[]) => boolean,
): Proposal[] {
  const groups = [...groupByFinding(measurements).values()];
  const near = groups.flatMap((one, at) =>
    groups.slice(at + 1).flatMap((other) => {
      const distanceMm = nearness(one, other, way);
      return distanceMm === undefined ? [] : [{ one, other, distanceMm }];
    }),
  );
  const joined = new Map(groups.map((group) => [group, { members: group, distanceMm: 0 }]));
  for (const { one, other, distanceMm } of near.toSorted((a, b) => a.distanceMm - b.distanceMm)) {
    const [a, b] = [joined.get(one), joined.get(other)];
    if (!a || !b || a === b || !areJoinable(a.members, b.members) || !mayPair(a.members, b.members)) continue;
    const both = { members: [...a.members, ...b.members], distanceMm };
    for (const [group, of] of joined) if (of === a || of === b) joined.set(group, both);
  }
  return [...new Set(joined.values())].flatMap(({ members, distanceMm }) =>
    groups.includes(members)
      ? []
      : [{ ids: measurements.filter((one) => members.includes(one)).map(({ id }) => id), distanceMm }],
  );
}

/** One tool, and no study twice. */
export function areJoinable(one: readonly Measurement[], other: readonly Measurement[]): boolean {
  const studies = new Set(one.map(({ place }) => place.studyInstanceUid));
  const tools = new Set([...one, ...other].map(({ tool }) => tool));
  return tools.size === 1 && other.every(({ place }) => !studies.has(place.studyInstanceUid));
}

/** The distance of the two that lie nearest, as far as they are near enough. */
function nearness(
  one: readonly Measurement[],
  other: readonly Measurement[],
  way: WayBetween,
): number | undefined {
  if (!areJoinable(one, other)) return undefined;
  const distances = one.flatMap((a) =>
    other.flatMap((b) => {
      const distanceMm = distanceBetween(a, b, way);
      return distanceMm !== undefined && distanceMm <= toleranceMm(a, b) ? [distanceMm] : [];
    }),
  );
  return distances.length === 0 ? undefined : Math.min(...distances);
}
