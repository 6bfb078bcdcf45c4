import { worldToIndex, type FramePlane } from '../geometry/framePlane.ts';
import type { Point3 } from '../geometry/vector.ts';
import { isPadding, type LoadedFrame } from '../frames/loadedFrame.ts';
import type { FrameRef } from '../series/frameRef.ts';

/** Values of one pixel: one number, or red, green and blue. */
export interface Sample {
  column: number;
  row: number;
  value: number | [number, number, number];
  unit: string;
}

/** The plane a frame is drawn in: its own, or where it has none, columns and rows as x and y, in pixels. */
export function displayPlane(frame: FrameRef): FramePlane {
  return (
    frame.plane ?? {
      position: [0, 0, 0],
      rowCosines: [1, 0, 0],
      columnCosines: [0, 1, 0],
      rowSpacing: frame.drawnSpacing.row,
      columnSpacing: frame.drawnSpacing.column,
    }
  );
}

/** The pixel of the frame nearest to a point in patient mm; undefined outside the image, and the volume it is computed of. */
export function sampleAt(frame: FrameRef, loaded: LoadedFrame, point: Point3): Sample | undefined {
  const index = worldToIndex(displayPlane(frame), point);
  const column = Math.round(index.column);
  const row = Math.round(index.row);
  if (column < 0 || row < 0 || column >= loaded.columns || row >= loaded.rows) return undefined;
  const at = (row * loaded.columns + column) * loaded.samplesPerPixel;
  const value = (offset: number): number => loaded.values[at + offset] as number;
  if (loaded.samplesPerPixel >= 3) return { column, row, value: [value(0), value(1), value(2)], unit: '' };
  if (frame.derived && loaded.padding && isPadding(loaded.padding, value(0))) return undefined;
  return { column, row, value: value(0), unit: frame.unit };
}
