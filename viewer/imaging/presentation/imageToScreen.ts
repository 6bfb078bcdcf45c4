import { indexToWorld } from '../geometry/framePlane.ts';
import type { Point3 } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { displayPlane } from '../viewport/sampleFrame.ts';
import type { ImageToScreen } from './drawCover.ts';

/** Where the pixels of a frame lie in its viewport, however it is moved, turned and flipped; undefined without a picture. */
export function imageToScreen(
  frame: FrameRef,
  worldToCanvas: (point: Point3) => readonly [number, number] | undefined,
): ImageToScreen | undefined {
  const plane = displayPlane(frame);
  const { columns, rows } = frame.image;
  const at = (column: number, row: number) => worldToCanvas(indexToWorld(plane, column - 0.5, row - 0.5));
  const [origin, right, below] = [at(0, 0), at(columns, 0), at(0, rows)];
  if (!origin || !right || !below) return undefined;
  return {
    origin,
    perColumn: [(right[0] - origin[0]) / columns, (right[1] - origin[1]) / columns],
    perRow: [(below[0] - origin[0]) / rows, (below[1] - origin[1]) / rows],
  };
}
