import { indexToWorld, worldToIndex } from '../../geometry/framePlane.ts';
import type { Point3 } from '../../geometry/vector.ts';
import { displayPlane } from '../../viewport/sampleFrame.ts';
import type { StackView } from '../../viewport/stackView.ts';
import type { PlanePoint } from '../planeFigures.ts';

/** Between patient mm and CSS pixels of a viewport as it is now. */
export interface CanvasMapping {
  toCanvas(point: Point3): PlanePoint;
  /** The point in the plane of the shown image. */
  toWorld(canvas: PlanePoint): Point3;
  /** The same for mappings that map alike: what was drawn with one need not be drawn again with the other. */
  readonly key: string;
}

/**
 * The mapping of a view at this moment: the view's own, taken at three points, for it is affine, and with many points
 * asking the engine for each is slow. Undefined while the view shows no image.
 */
export function canvasMapping(view: Pick<StackView, 'state' | 'worldToCanvas'>): CanvasMapping | undefined {
  const { frame, error } = view.state;
  if (!frame || error) return undefined;
  const plane = displayPlane(frame);
  const { columns, rows } = frame.image;
  const origin = view.worldToCanvas(indexToWorld(plane, 0, 0));
  const right = view.worldToCanvas(indexToWorld(plane, columns, 0));
  const below = view.worldToCanvas(indexToWorld(plane, 0, rows));
  if (!origin || !right || !below) return undefined;
  const [cx, cy] = [(right[0] - origin[0]) / columns, (right[1] - origin[1]) / columns];
  const [rx, ry] = [(below[0] - origin[0]) / rows, (below[1] - origin[1]) / rows];
  const determinant = cx * ry - cy * rx;
  if (!Number.isFinite(determinant) || determinant === 0) return undefined;
  return {
    key: [frame.imageId, ...origin, cx, cy, rx, ry].join(' '),
    toCanvas: (point) => {
      const { column, row } = worldToIndex(plane, point);
      return [origin[0] + column * cx + row * rx, origin[1] + column * cy + row * ry];
    },
    toWorld: ([canvasX, canvasY]) => {
      const [x, y] = [canvasX - origin[0], canvasY - origin[1]];
      return indexToWorld(plane, (x * ry - y * rx) / determinant, (y * cx - x * cy) / determinant);
    },
  };
}
