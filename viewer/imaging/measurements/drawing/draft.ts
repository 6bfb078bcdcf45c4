import type { MeasurementTool } from '../measurement.ts';
import { crossProduct, difference, distance, middle, sum, type PlanePoint } from '../planeFigures.ts';

/** How many places are clicked, or dragged between; a freehand region has as many as one likes. */
export const anchorCounts: Record<MeasurementTool, number> = {
  length: 2,
  angle: 3,
  cobb: 4,
  bidirectional: 2,
  ellipse: 2,
  rectangle: 2,
  freehand: Infinity,
  probe: 1,
  arrow: 2,
  profile: 2,
};

/** The short axis of a bidirectional measurement as it is laid at first, as a part of the long one. */
const firstShortAxis = 0.6;

/**
 * The points of a measurement from the places chosen so far, on the canvas, the last of which may still be moving. Fewer than
 * the tool has while too few were chosen. An ellipse and a rectangle lie between two corners, upright on the screen.
 */
export function pointsOfAnchors(tool: MeasurementTool, anchors: readonly PlanePoint[]): PlanePoint[] {
  const [a, b] = anchors;
  if (!a || !b) return [...anchors];
  switch (tool) {
    case 'rectangle':
      return [a, [b[0], a[1]], b, [a[0], b[1]]];
    case 'ellipse': {
      const [x, y] = middle(a, b);
      return [
        [a[0], y],
        [b[0], y],
        [x, a[1]],
        [x, b[1]],
      ];
    }
    case 'bidirectional': {
      const along = difference(b, a);
      const across: PlanePoint = [-along[1], along[0]];
      const centre = middle(a, b);
      return [a, b, sum(centre, across, firstShortAxis / 2), sum(centre, across, -firstShortAxis / 2)];
    }
    default:
      return [...anchors];
  }
}

/** Whether these points make something that can be measured: no line without length, no region without area. */
export function isDegenerate(tool: MeasurementTool, points: readonly PlanePoint[]): boolean {
  const [a, b, c, d] = points;
  if (tool === 'probe' || !a || !b) return false;
  if (tool === 'freehand') return points.every((point) => distance(point, a) < 2);
  if (tool === 'ellipse') return !c || !d || Math.abs(crossProduct(difference(b, a), difference(d, c))) < 4;
  if (tool === 'rectangle') return !c || Math.abs(crossProduct(difference(b, a), difference(c, b))) < 4;
  if (tool === 'angle') return distance(a, b) < 1 || (c !== undefined && distance(b, c) < 1);
  if (tool === 'cobb')
    return distance(a, b) < 1 || (c !== undefined && d !== undefined && distance(c, d) < 1);
  return distance(a, b) < 1;
}
