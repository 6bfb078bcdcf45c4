import type { MeasurementTool } from '../measurement.ts';
import { difference, distance, dotProduct, middle, sum, type PlanePoint } from '../planeFigures.ts';

/** How far along the outline a dragged point of a freehand region takes its neighbours with it, CSS pixels. */
const pullRadius = 24;

/**
 * The points of a measurement (on the canvas) when handle `index` is dragged to `to`. An ellipse keeps its axes at right
 * angles, and turns with the end that is dragged; a rectangle keeps its corners square; the short axis of a bidirectional
 * measurement stays at right angles to the long one.
 */
export function moveHandle(
  tool: MeasurementTool,
  points: readonly PlanePoint[],
  index: number,
  to: PlanePoint,
): PlanePoint[] {
  switch (tool) {
    case 'ellipse':
      return moveEllipse(points, index, to);
    case 'rectangle':
      return moveCorner(points, index, to);
    case 'bidirectional':
      return index < 2 ? moveLongAxis(points, index, to) : moveShortAxis(points, index, to);
    case 'freehand':
      return pull(points, index, to);
    default:
      return points.map((point, at) => (at === index ? to : point));
  }
}

export const moveAll = (points: readonly PlanePoint[], by: PlanePoint): PlanePoint[] =>
  points.map((point) => sum(point, by));

const turned = ([x, y]: PlanePoint): PlanePoint => [-y, x];

function directionOf(a: PlanePoint, b: PlanePoint): PlanePoint {
  const length = distance(a, b) || 1;
  return [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
}

/** The other end stays; the other axis keeps its length and stands on the new middle. */
function moveEllipse(points: readonly PlanePoint[], index: number, to: PlanePoint): PlanePoint[] {
  const result = [...points];
  const opposite = points[index ^ 1] as PlanePoint;
  const [first, second] = index < 2 ? [2, 3] : [0, 1];
  const [p, q] = [points[first] as PlanePoint, points[second] as PlanePoint];
  const before = directionOf(opposite, points[index] as PlanePoint);
  const across = turned(directionOf(opposite, to));
  // The other axis keeps its sense, or its handles would jump to the other side.
  const side = Math.sign(dotProduct(difference(q, p), turned(before))) || 1;
  const half = (side * distance(p, q)) / 2;
  const centre = middle(opposite, to);
  result[index] = to;
  result[first] = sum(centre, across, -half);
  result[second] = sum(centre, across, half);
  return result;
}

/** The corner across stays; the sides keep their directions. */
function moveCorner(points: readonly PlanePoint[], index: number, to: PlanePoint): PlanePoint[] {
  const corner = (offset: number): PlanePoint => points[(index + offset) % 4] as PlanePoint;
  const fixed = corner(2);
  const [u, v] = [directionOf(fixed, corner(1)), directionOf(fixed, corner(3))];
  const diagonal = difference(to, fixed);
  const result = [...points];
  result[index] = to;
  result[(index + 1) % 4] = sum(fixed, u, dotProduct(diagonal, u));
  result[(index + 3) % 4] = sum(fixed, v, dotProduct(diagonal, v));
  return result;
}

/** The short axis crosses at the same part of the long one and keeps its arms. */
function moveLongAxis(points: readonly PlanePoint[], index: number, to: PlanePoint): PlanePoint[] {
  const [a, b, c, d] = points as [PlanePoint, PlanePoint, PlanePoint, PlanePoint];
  const [newA, newB] = index === 0 ? [to, b] : [a, to];
  const along = directionOf(a, b);
  const across = turned(along);
  const newAcross = turned(directionOf(newA, newB));
  const part = dotProduct(difference(c, a), along) / (distance(a, b) || 1);
  const foot = sum(newA, difference(newB, newA), part);
  const arm = (end: PlanePoint): PlanePoint => sum(foot, newAcross, dotProduct(difference(end, a), across));
  return [newA, newB, arm(c), arm(d)];
}

/** The dragged end slides the short axis along the long one, within it, and sets the length of its own arm. */
function moveShortAxis(points: readonly PlanePoint[], index: number, to: PlanePoint): PlanePoint[] {
  const [a, b, c, d] = points as [PlanePoint, PlanePoint, PlanePoint, PlanePoint];
  const along = directionOf(a, b);
  const across = turned(along);
  const at = Math.min(distance(a, b), Math.max(0, dotProduct(difference(to, a), along)));
  const foot = sum(a, along, at);
  const arm = (end: PlanePoint): PlanePoint => sum(foot, across, dotProduct(difference(end, a), across));
  return [a, b, arm(index === 2 ? to : c), arm(index === 3 ? to : d)];
}

function pull(points: readonly PlanePoint[], index: number, to: PlanePoint): PlanePoint[] {
  const from = points[index] as PlanePoint;
  const by = difference(to, from);
  return points.map((point, at) => {
    const nearness = Math.max(0, 1 - distance(point, from) / pullRadius);
    return at === index ? to : sum(point, by, nearness * nearness);
  });
}
