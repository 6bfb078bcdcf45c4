import type { PreparedVolume } from './prepareVolume.ts';
import { gridPoint, indexVectors, type VoxelGrid } from './voxelGrid.ts';

/** Places of the body at which two volumes are compared. All arrays have an entry for each place. */
export interface Samples {
  readonly count: number;
  /** Patient mm. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly z: Float32Array;
  readonly value: Float32Array;
  /** Change of the value per mm. */
  readonly gradientX: Float32Array;
  readonly gradientY: Float32Array;
  readonly gradientZ: Float32Array;
}

/**
 * The voxels of the body, `every` so many along each axis; where the values do not change there is nothing to align, so
 * those with a gradient below `leastGradient` (per mm) are left out.
 *
 * @param volume its values, smoothed or not
 * @param body of the same grid
 */
export function samplesOf(
  volume: VoxelGrid,
  { body }: Pick<PreparedVolume, 'body'>,
  every: number,
  leastGradient: number,
): Samples {
  const { values, columns, rows, layers } = volume;
  const [perI, perJ, perK] = indexVectors(volume);
  const plane = columns * rows;
  const most = Math.ceil(columns / every) * Math.ceil(rows / every) * layers;
  const room = Array.from({ length: 7 }, () => new Float32Array(most)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const slope = (at: number, index: number, count: number, step: number): number => {
    const before = index > 0 ? at - step : at;
    const after = index < count - 1 ? at + step : at;
    return after === before
      ? 0
      : ((values[after] as number) - (values[before] as number)) / ((after - before) / step);
  };
  let count = 0;
  for (let k = 0; k < layers; k++)
    for (let j = k % every; j < rows; j += every)
      for (let i = (j + k) % every; i < columns; i += every) {
        const at = k * plane + j * columns + i;
        if (body[at] === 0 || !(values[at] === values[at])) continue;
        const alongI = slope(at, i, columns, 1);
        const alongJ = slope(at, j, rows, columns);
        const alongK = slope(at, k, layers, plane);
        const gx = alongI * perI[0] + alongJ * perJ[0] + alongK * perK[0];
        const gy = alongI * perI[1] + alongJ * perJ[1] + alongK * perK[1];
        const gz = alongI * perI[2] + alongJ * perJ[2] + alongK * perK[2];
        // Also where something is unknown.
        if (!(gx * gx + gy * gy + gz * gz >= leastGradient * leastGradient)) continue;
        const point = gridPoint(volume, i, j, k);
        const own = [...point, values[at] as number, gx, gy, gz];
        for (let n = 0; n < 7; n++) (room[n] as Float32Array)[count] = own[n] as number;
        count++;
      }
  const [x, y, z, value, gradientX, gradientY, gradientZ] = room.map((one) =>
    one.subarray(0, count),
  ) as typeof room;
  return { count, x, y, z, value, gradientX, gradientY, gradientZ };
}
