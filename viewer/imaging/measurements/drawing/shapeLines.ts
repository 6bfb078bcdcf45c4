import type { MeasurementTool } from '../measurement.ts';
import { difference, distance, edges, middle, sum, type PlanePoint } from '../planeFigures.ts';

/** A line to be drawn and to be hit; closed ones end where they begin. */
export type Line = readonly PlanePoint[];

const ellipseSides = 72;

/** The lines of a measurement, from its points on the canvas (fewer than the tool has while it is being drawn). */
export function shapeLines(tool: MeasurementTool, points: readonly PlanePoint[]): Line[] {
  const [a, b, c, d] = points;
  if (!a || !b) return [];
  switch (tool) {
    case 'cobb':
    case 'bidirectional':
      return [[a, b], ...(c && d ? [[c, d]] : [])];
    case 'ellipse':
      return c && d ? [ellipse(a, b, c, d)] : [];
    case 'rectangle':
    case 'freehand':
      return [[...points, a]];
    case 'arrow':
      return [[a, b], arrowHead(a, b)];
    default:
      return [points];
  }
}

/** Between the lines of a Cobb angle, to show that they belong together. */
export function helpLines(tool: MeasurementTool, points: readonly PlanePoint[]): Line[] {
  const [a, b, c, d] = points;
  return tool === 'cobb' && a && b && c && d ? [[middle(a, b), middle(c, d)]] : [];
}

function ellipse(a: PlanePoint, b: PlanePoint, c: PlanePoint, d: PlanePoint): Line {
  const centre = middle(middle(a, b), middle(c, d));
  const [p, q] = [difference(b, a), difference(d, c)];
  return Array.from({ length: ellipseSides + 1 }, (_, side) => {
    const angle = (2 * Math.PI * side) / ellipseSides;
    return sum(sum(centre, p, Math.cos(angle) / 2), q, Math.sin(angle) / 2);
  });
}

function arrowHead(tip: PlanePoint, tail: PlanePoint): Line {
  const length = distance(tip, tail) || 1;
  const [x, y] = [(tail[0] - tip[0]) / length, (tail[1] - tip[1]) / length];
  const size = Math.min(14, length);
  const wing = (side: number): PlanePoint => [
    tip[0] + size * (x * 0.9 + side * y * 0.42),
    tip[1] + size * (y * 0.9 - side * x * 0.42),
  ];
  return [wing(1), tip, wing(-1)];
}

/** How far a point lies from a line of several pieces. */
export function distanceToLine(line: Line, point: PlanePoint): number {
  const pieces = edges(line).slice(0, -1);
  return Math.min(...pieces.map(([a, b]) => distanceToPiece(a, b, point)));
}

function distanceToPiece(a: PlanePoint, b: PlanePoint, point: PlanePoint): number {
  const [dx, dy] = difference(b, a);
  const square = dx * dx + dy * dy;
  const along = square && ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square;
  return distance(sum(a, [dx, dy], Math.min(1, Math.max(0, along))), point);
}
