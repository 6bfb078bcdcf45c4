import { isPadding, type LoadedFrame } from '../frames/loadedFrame.ts';
import type { PlanePoint } from './planeFigures.ts';

type ProfiledPixels = Pick<LoadedFrame, 'values' | 'rows' | 'columns' | 'stored' | 'padding'>;

/**
 * Values along the line from `from` to `to` (in pixels), both ends included, at equal steps of at most one pixel,
 * bilinearly interpolated; NaN outside the outermost pixel centres and beside padding. `fractions` are 0 at `from` and 1 at `to`.
 */
export function sampleLine(
  loaded: ProfiledPixels,
  from: PlanePoint,
  to: PlanePoint,
  factor = 1,
): { fractions: number[]; values: number[] } {
  const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1])));
  const fractions = Array.from({ length: steps + 1 }, (_, step) => step / steps);
  const values = fractions.map(
    (fraction) =>
      factor *
      bilinear(loaded, from[0] + fraction * (to[0] - from[0]), from[1] + fraction * (to[1] - from[1])),
  );
  return { fractions, values };
}

function bilinear(
  { values, rows, columns, stored = values, padding }: ProfiledPixels,
  column: number,
  row: number,
): number {
  if (column < 0 || row < 0 || column > columns - 1 || row > rows - 1) return NaN;
  const [x, y] = [Math.min(Math.floor(column), columns - 2), Math.min(Math.floor(row), rows - 2)];
  const valueOf = (index: number): number =>
    padding && isPadding(padding, stored[index] as number) ? NaN : (values[index] as number);
  if (x < 0 || y < 0) return valueOf(Math.round(row) * columns + Math.round(column));
  const [fx, fy] = [column - x, row - y];
  const at = (dx: number, dy: number): number => valueOf((y + dy) * columns + x + dx);
  return (at(0, 0) * (1 - fx) + at(1, 0) * fx) * (1 - fy) + (at(0, 1) * (1 - fx) + at(1, 1) * fx) * fy;
}
