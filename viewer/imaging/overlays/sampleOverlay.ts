import { worldToIndex, type FramePlane } from '../geometry/framePlane.ts';
import type { Point3 } from '../geometry/vector.ts';
import { hasValues, type DrawableOverlay, type OverlaySettings, type OverlaySlice } from './overlayObject.ts';
import type { OverlayPart } from './segmentation.ts';

/** What an overlay is at one point. */
export interface OverlaySample {
  readonly id: string;
  readonly modality: string;
  /** Of images and doses: the value of the nearest pixel of the resampled picture. */
  readonly value?: number;
  readonly unit?: string;
  /** Of segmentations and contours: the parts that are switched on and there, a fractional one with its share. */
  readonly parts?: readonly (OverlayPart & { readonly share: number })[];
}

/** What is drawn of an overlay at a point of the plane; undefined where there is nothing. */
export function sampleOverlay(
  object: DrawableOverlay,
  { hidden }: OverlaySettings,
  slice: OverlaySlice,
  point: Point3,
): OverlaySample | undefined {
  const { id, modality } = object;
  if (slice.kind === 'values') {
    const value = hasValues(object) ? valueAt(slice, point) : undefined;
    if (value === undefined || !hasValues(object)) return undefined;
    return { id, modality, value: value * object.factor, unit: object.unit };
  }
  const shares =
    slice.kind === 'masks'
      ? new Map(
          slice.masks.map((mask) => [mask.segment, maskAt(slice.grid.plane, mask, point) / slice.maximum]),
        )
      : new Map(
          slice.shapes.map(({ region, areas }) => [region, Number(isInside(slice.plane, areas, point))]),
        );
  const parts = object.parts.flatMap((part) => {
    const share = hidden.has(part.number) ? 0 : (shares.get(part.number) ?? 0);
    return share > 0 ? [{ ...part, share }] : [];
  });
  return parts.length > 0 ? { id, modality, parts } : undefined;
}

function valueAt({ grid, loaded }: OverlaySlice & { kind: 'values' }, point: Point3): number | undefined {
  const at = worldToIndex(grid.plane, point);
  const [column, row] = [Math.round(at.column), Math.round(at.row)];
  if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) return undefined;
  const value = loaded.values[row * grid.columns + column] as number;
  return Number.isNaN(value) ? undefined : value;
}

function maskAt(
  plane: FramePlane,
  {
    left,
    top,
    columns,
    rows,
    values,
  }: { left: number; top: number; columns: number; rows: number; values: Uint8Array },
  point: Point3,
): number {
  const at = worldToIndex(plane, point);
  const [column, row] = [Math.round(at.column) - left, Math.round(at.row) - top];
  return column < 0 || row < 0 || column >= columns || row >= rows
    ? 0
    : (values[row * columns + column] as number);
}

/** By the even-odd rule, in the plane the areas lie in. */
function isInside(plane: FramePlane, areas: readonly (readonly Point3[])[], point: Point3): boolean {
  const { column: x, row: y } = worldToIndex(plane, point);
  let inside = false;
  for (const area of areas) {
    const corners = area.map((corner) => worldToIndex(plane, corner));
    corners.forEach((corner, index) => {
      const next = corners[(index + 1) % corners.length] as typeof corner;
      if (corner.row > y === next.row > y) return;
      const crossing =
        corner.column + ((y - corner.row) / (next.row - corner.row)) * (next.column - corner.column);
      if (x < crossing) inside = !inside;
    });
  }
  return inside;
}
