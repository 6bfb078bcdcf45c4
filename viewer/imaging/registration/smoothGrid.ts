import type { CoarseVolume } from './coarseVolume.ts';
import { stepLengths, type VoxelGrid } from './voxelGrid.ts';

/** The weights end so many sigma from the middle. */
const reach = 3.2;

/**
 * The values smoothed until they are means as of a Gauss function of `sigmaMm` in all directions, whatever they are means of already;
 * unknown ones have no weight and stay unknown. The axes are taken one after the other, which is exact where they are at right angles.
 */
export function smoothGrid<Grid extends VoxelGrid & Pick<CoarseVolume, 'spreadMm2'>>(
  grid: Grid,
  sigmaMm: number,
): Grid {
  const { columns, rows, layers } = grid;
  const steps = stepLengths(grid);
  const axes = [
    { count: columns, step: 1, mm: steps[0], spread: grid.spreadMm2[0] },
    { count: rows, step: columns, mm: steps[1], spread: grid.spreadMm2[1] },
    { count: layers, step: columns * rows, mm: steps[2], spread: grid.spreadMm2[2] },
  ];
  let values = grid.values;
  for (const axis of axes) {
    const missing = sigmaMm ** 2 - axis.spread;
    if (missing > 0) values = smoothAlong(values, axis, Math.sqrt(missing));
  }
  return { ...grid, values, spreadMm2: [sigmaMm ** 2, sigmaMm ** 2, sigmaMm ** 2] };
}

function smoothAlong(
  source: Float32Array<ArrayBuffer>,
  { count, step, mm }: { count: number; step: number; mm: number },
  sigmaMm: number,
): Float32Array<ArrayBuffer> {
  const half = Math.min(count - 1, Math.floor((sigmaMm * reach) / mm));
  if (half === 0) return source;
  const weights = Float64Array.from({ length: half + 1 }, (_, n) =>
    Math.exp(-((n * mm) ** 2) / (2 * sigmaMm ** 2)),
  );
  const target = new Float32Array(source.length);
  const line = new Float64Array(count);
  for (let start = 0; start < source.length; start++) {
    if (Math.floor(start / step) % count !== 0) continue;
    for (let n = 0; n < count; n++) line[n] = source[start + n * step] as number;
    for (let n = 0; n < count; n++) {
      const own = line[n] as number;
      let sum = own;
      let weight = 1;
      if (own === own)
        for (let d = 1; d <= half; d++) {
          const w = weights[d] as number;
          const before = n >= d ? (line[n - d] as number) : NaN;
          const after = n + d < count ? (line[n + d] as number) : NaN;
          if (before === before) {
            sum += w * before;
            weight += w;
          }
          if (after === after) {
            sum += w * after;
            weight += w;
          }
        }
      target[start + n * step] = sum / weight;
    }
  }
  return target;
}
