import { indexToWorld, planeNormal } from '../geometry/framePlane.ts';
import { addScaled, dot, length, subtract, type Point3 } from '../geometry/vector.ts';
import type { MeasurementTool } from '../measurements/measurement.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { displayPlane } from '../viewport/sampleFrame.ts';
import type { ContentItem } from './readContent.ts';
import type { FrameLookup } from './frameLookup.ts';

/** Coordinates of a report, in the terms of measurements. */
export interface Region {
  readonly type: string;
  /** Patient mm, or of the display plane of an image without a place. */
  readonly points: readonly Point3[];
  /** The image they lie on: the one named, or the nearest in the frame of reference. */
  readonly frame: FrameRef | undefined;
  /** The image is named by the report. */
  readonly named: boolean;
  readonly frameOfReferenceUid: string | undefined;
}

/**
 * The region of an SCOORD or SCOORD3D item; undefined where it has no points, or where its image is not at hand.
 *
 * @param source image named beside the item, for SCOORD3D, which name none themselves
 */
export function readRegion(
  item: ContentItem,
  frames: FrameLookup,
  source: FrameRef | undefined,
): Region | undefined {
  const { graphic } = item;
  if (!graphic || graphic.data.length === 0) return undefined;
  if (item.valueType === 'SCOORD3D') {
    const points = inThrees(graphic.data);
    const { frameOfReferenceUid } = graphic;
    const [first] = points;
    if (!first || frameOfReferenceUid === undefined) return undefined;
    const frame = source ?? frames.nearest(frameOfReferenceUid, first);
    return { type: graphic.type, points, frame, named: source !== undefined, frameOfReferenceUid };
  }
  const image = item.children.flatMap((child) => child.references)[0];
  const frame = image && frames.frame(image.sopInstanceUid, image.frameNumber);
  if (!frame) return undefined;
  const plane = displayPlane(frame);
  // The upper left corner of the first pixel is 0, 0 (PS3.3 C.18.6.1.1); our indices count from its centre.
  const points = inPairs(graphic.data).map(([x, y]) => indexToWorld(plane, x - 0.5, y - 0.5));
  const { frameOfReferenceUid } = frame;
  return { type: graphic.type, points, frame, named: true, frameOfReferenceUid };
}

/** The tool that draws a region, with the points as that tool has them; several for many points; none for what no tool draws. */
export function drawnAs({
  type,
  points,
  frame,
}: Region): { tool: MeasurementTool; points: readonly Point3[] }[] {
  switch (type) {
    case 'POINT':
    case 'MULTIPOINT':
      return points.map((point) => ({ tool: 'probe', points: [point] }));
    case 'ELLIPSE':
      return points.length === 4 ? [{ tool: 'ellipse', points }] : [];
    case 'CIRCLE':
      return circle(points, frame);
    default:
      return polyline(type, points);
  }
}

function polyline(
  type: string,
  points: readonly Point3[],
): { tool: MeasurementTool; points: readonly Point3[] }[] {
  if (points.length === 2) return [{ tool: 'length', points }];
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  const closed = length(subtract(first, last)) < 1e-3;
  if (!closed && type !== 'POLYGON') return [];
  const corners = closed ? points.slice(0, -1) : points;
  if (corners.length < 3) return [];
  return [{ tool: isRectangle(corners) ? 'rectangle' : 'freehand', points: corners }];
}

/** Centre and a point of the circle (PS3.3 C.18.6.1.2) as the ends of two diameters. */
function circle([centre, edge]: readonly Point3[], frame: FrameRef | undefined) {
  if (!centre || !edge || !frame) return [];
  const { rowCosines, columnCosines } = displayPlane(frame);
  const radius = length(subtract(edge, centre));
  const points = [rowCosines, columnCosines].flatMap((direction) => [
    addScaled(centre, direction, -radius),
    addScaled(centre, direction, radius),
  ]);
  return [{ tool: 'ellipse' as const, points }];
}

/** Four corners whose sides stand at right angles, within 0.5 degrees. */
function isRectangle(corners: readonly Point3[]): boolean {
  if (corners.length !== 4) return false;
  const sides = corners.map((corner, i) => subtract(corners[(i + 1) % 4] as Point3, corner));
  return sides.every((side, i) => {
    const next = sides[(i + 1) % 4] as Point3;
    return Math.abs(dot(side, next)) <= 0.009 * length(side) * length(next);
  });
}

/** Unit normal of the image a region lies on. */
export const normalOf = (frame: FrameRef | undefined): Point3 =>
  frame ? planeNormal(displayPlane(frame)) : [0, 0, 1];

const inThrees = (data: readonly number[]): Point3[] =>
  Array.from({ length: Math.floor(data.length / 3) }, (_, i): Point3 => {
    const [x = 0, y = 0, z = 0] = data.slice(3 * i, 3 * i + 3);
    return [x, y, z];
  });

const inPairs = (data: readonly number[]): [number, number][] =>
  Array.from({ length: Math.floor(data.length / 2) }, (_, i) => {
    const [x = 0, y = 0] = data.slice(2 * i, 2 * i + 2);
    return [x, y];
  });
