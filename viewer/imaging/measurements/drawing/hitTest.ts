import type { Measurement } from '../measurement.ts';
import { distance, type PlanePoint } from '../planeFigures.ts';
import type { CanvasMapping } from './canvasMapping.ts';
import { distanceToLine, shapeLines } from './shapeLines.ts';

/** What of a measurement lies under the pointer. */
export type Hit =
  { id: string; part: 'handle'; index: number } | { id: string; part: 'body' } | { id: string; part: 'text' };

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * The measurement under a place of the canvas: the selected one before others, its handles before its lines, later drawn ones
 * before earlier ones.
 * @param radius how far beside counts, CSS pixels
 * @param textBox where the text of a measurement stands
 */
export function hitTest(
  measurements: readonly Measurement[],
  selected: string | undefined,
  mapping: CanvasMapping,
  at: PlanePoint,
  radius: number,
  textBox: (id: string) => Box | undefined,
): Hit | undefined {
  const ordered = measurements.filter(({ visible }) => visible).reverse();
  ordered.sort((a, b) => Number(b.id === selected) - Number(a.id === selected));
  const shapes = ordered.map((measurement) => ({
    measurement,
    points: measurement.points.map(mapping.toCanvas),
  }));
  for (const { measurement, points } of shapes) {
    const index = measurement.foreign ? undefined : nearestHandle(points, at, radius);
    if (index !== undefined) return { id: measurement.id, part: 'handle', index };
  }
  for (const { measurement, points } of shapes)
    if (shapeLines(measurement.tool, points).some((line) => distanceToLine(line, at) <= radius))
      return { id: measurement.id, part: 'body' };
  for (const { measurement } of shapes)
    if (holds(textBox(measurement.id), at)) return { id: measurement.id, part: 'text' };
  return undefined;
}

function nearestHandle(points: readonly PlanePoint[], at: PlanePoint, radius: number): number | undefined {
  let nearest: number | undefined;
  let least = radius;
  points.forEach((point, index) => {
    if (distance(point, at) > least) return;
    least = distance(point, at);
    nearest = index;
  });
  return nearest;
}

const holds = (box: Box | undefined, [x, y]: PlanePoint): boolean =>
  box !== undefined && x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height;
