import { indexToWorld, planeNormal } from '../../geometry/framePlane.ts';
import type { Point3 } from '../../geometry/vector.ts';
import type { FrameRef } from '../../series/frameRef.ts';
import type { VoxelArray } from '../voxels.ts';
import { pixelCentre } from './syntheticVolume.ts';

/**
 * Slabs by plain arithmetic, sharing nothing with what is tested but the FrameRef's plane: for each pixel every stored voxel
 * whose centre projects onto the pixel (within a thousandth of a mm) is a box that overlaps the slab, or does not.
 */
export function slowSlab(
  frame: FrameRef,
  stored: readonly FrameRef[],
  images: readonly VoxelArray[],
  mode: 'none' | 'mip' | 'minip' | 'avgip',
  thicknessMm: number,
  boxMm: number,
): number[] {
  const { plane } = frame;
  if (!plane) throw new Error('no plane');
  const normal = planeNormal(plane);
  const found: { value: number; mm: number }[][] = Array.from(
    { length: frame.image.columns * frame.image.rows },
    () => [],
  );
  const project = (axis: Point3, spacing: number, point: Point3): number =>
    [0, 1, 2].reduce(
      (sum, n) => sum + ((point[n] as number) - (plane.position[n] as number)) * (axis[n] as number),
      0,
    ) / spacing;
  stored.forEach((source, index) => {
    const { columns, rows } = source.image;
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const place = pixelCentre(source, column, row);
        const x = project(plane.rowCosines, plane.columnSpacing, place);
        const y = project(plane.columnCosines, plane.rowSpacing, place);
        const off = project(normal, 1, place);
        if (Math.abs(x - Math.round(x)) > 1e-3 || Math.abs(y - Math.round(y)) > 1e-3)
          throw new Error(`a voxel lies between pixels: ${x}, ${y}`);
        const half = mode === 'none' ? 1e-3 : thicknessMm / 2;
        const mm = Math.min(off + boxMm / 2, half) - Math.max(off - boxMm / 2, -half);
        if (mm > 1e-6)
          found[Math.round(y) * frame.image.columns + Math.round(x)]?.push({
            value: images[index]?.[row * columns + column] as number,
            mm,
          });
      }
  });
  return found.map((boxes) => {
    const values = boxes.map(({ value }) => value);
    if (mode === 'none') {
      if (values.length !== 1) throw new Error(`${values.length} voxels in one pixel of a plane`);
      return values[0] as number;
    }
    if (mode === 'mip') return Math.max(...values);
    if (mode === 'minip') return Math.min(...values);
    const weight = boxes.reduce((sum, { mm }) => sum + mm, 0);
    return boxes.reduce((sum, { value, mm }) => sum + value * mm, 0) / weight;
  });
}

/** Patient mm of a pixel of a derived frame. */
export function placeOf(frame: FrameRef, column: number, row: number): Point3 {
  if (!frame.plane) throw new Error('no plane');
  return indexToWorld(frame.plane, column, row);
}
