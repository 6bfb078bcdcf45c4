import { numberOf, numbersOf, textsOf } from './dicomJson.ts';
import type { DicomJson } from './types.ts';

/** A point in columns and rows, 0, 0 being the upper left corner of the first pixel and 0.5, 0.5 its centre. */
export type ShutterPoint = readonly [column: number, row: number];

/** One shape of a display shutter: what lies within stays visible. */
export type ShutterShape =
  | { kind: 'rectangle'; left: number; top: number; right: number; bottom: number }
  /** Half axes in columns and in rows: on the screen a circle, also of pixels that are not square. */
  | { kind: 'circle'; centre: ShutterPoint; columns: number; rows: number }
  | { kind: 'polygon'; points: readonly ShutterPoint[] };

/** Display Shutter (PS3.3 C.7.6.11) and Bitmap Display Shutter (C.7.6.15). */
export interface Shutter {
  /** Only what lies within all of them is visible. */
  shapes: readonly ShutterShape[];
  /** Group of the overlay whose ones are covered, e.g. `6000`. */
  overlayGroup?: string;
  /** Grey of what is covered, 0 to 255: Shutter Presentation Value (0018,1622), black without it. */
  grey: number;
}

/**
 * The shutter of an image, a frame of it or a presentation state; undefined where it has none. Edges and vertices are
 * numbers of pixels from 1; the pixels they name are visible.
 * @param aspect height of a pixel by its width: the radius counts along a row
 */
export function readShutter(attributes: DicomJson, aspect = 1): Shutter | undefined {
  const kinds = textsOf(attributes, '00181600').map((kind) => kind.toUpperCase());
  const shapes = kinds.flatMap((kind): ShutterShape[] => {
    if (kind === 'RECTANGULAR') return rectangle(attributes);
    if (kind === 'CIRCULAR') return circle(attributes, aspect);
    return kind === 'POLYGONAL' ? polygon(attributes) : [];
  });
  const group = numberOf(attributes, '00181623');
  const bitmap = kinds.includes('BITMAP') && group !== undefined;
  if (shapes.length === 0 && !bitmap) return undefined;
  return {
    shapes,
    ...(bitmap && { overlayGroup: group.toString(16).toUpperCase().padStart(4, '0') }),
    grey: Math.round((numberOf(attributes, '00181622') ?? 0) / 257),
  };
}

function rectangle(attributes: DicomJson): ShutterShape[] {
  const edges = ['00181602', '00181604', '00181606', '00181608'].map((tag) => numberOf(attributes, tag));
  const [left, right, top, bottom] = edges;
  if (left === undefined || right === undefined || top === undefined || bottom === undefined) return [];
  return [
    {
      kind: 'rectangle',
      left: Math.min(left, right) - 1,
      right: Math.max(left, right),
      top: Math.min(top, bottom) - 1,
      bottom: Math.max(top, bottom),
    },
  ];
}

function circle(attributes: DicomJson, aspect: number): ShutterShape[] {
  const [row, column] = numbersOf(attributes, '00181610');
  const radius = numberOf(attributes, '00181612');
  if (row === undefined || column === undefined || radius === undefined || radius <= 0) return [];
  return [{ kind: 'circle', centre: [column - 0.5, row - 0.5], columns: radius, rows: radius / aspect }];
}

function polygon(attributes: DicomJson): ShutterShape[] {
  const numbers = numbersOf(attributes, '00181620');
  const points = Array.from({ length: Math.floor(numbers.length / 2) }, (_, i): ShutterPoint => [
    (numbers[2 * i + 1] as number) - 0.5,
    (numbers[2 * i] as number) - 0.5,
  ]);
  return points.length < 3 ? [] : [{ kind: 'polygon', points }];
}

/** Whether the centre of a pixel (from 0) lies within a shape, its border included. */
export function isWithin(shape: ShutterShape, column: number, row: number): boolean {
  const [x, y] = [column + 0.5, row + 0.5];
  switch (shape.kind) {
    case 'rectangle':
      return x > shape.left && x < shape.right && y > shape.top && y < shape.bottom;
    case 'circle':
      return ((x - shape.centre[0]) / shape.columns) ** 2 + ((y - shape.centre[1]) / shape.rows) ** 2 <= 1;
    case 'polygon':
      return isInPolygon(shape.points, x, y);
  }
}

/** By the even-odd rule; points of the outline count as within. */
function isInPolygon(points: readonly ShutterPoint[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, before = points.length - 1; i < points.length; before = i++) {
    const [x0, y0] = points[before] as ShutterPoint;
    const [x1, y1] = points[i] as ShutterPoint;
    const turn = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0);
    const between =
      Math.min(x0, x1) <= x && x <= Math.max(x0, x1) && Math.min(y0, y1) <= y && y <= Math.max(y0, y1);
    if (turn === 0 && between) return true;
    if (y0 > y !== y1 > y && x < x0 + ((y - y0) * (x1 - x0)) / (y1 - y0)) inside = !inside;
  }
  return inside;
}
