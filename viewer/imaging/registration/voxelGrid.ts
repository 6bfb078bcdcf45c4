import { addScaled, cross, dot, length, scale, subtract, type Point3 } from '../geometry/vector.ts';
import type { RigidMatrix } from './registration.ts';

/** Where the voxels of a grid lie (see CoarseVolume). */
export interface GridShape {
  readonly columns: number;
  readonly rows: number;
  readonly layers: number;
  readonly origin: Point3;
  readonly columnStep: Point3;
  readonly rowStep: Point3;
  readonly layerStep: Point3;
}

/** A grid of values; NaN where nothing is known. */
export interface VoxelGrid extends GridShape {
  readonly values: Float32Array<ArrayBuffer>;
}

export const voxelCount = ({ columns, rows, layers }: GridShape): number => columns * rows * layers;

/** Distances between the voxels along the three axes, mm. */
export const stepLengths = ({ columnStep, rowStep, layerStep }: GridShape): Point3 => [
  length(columnStep),
  length(rowStep),
  length(layerStep),
];

/** mm³ of one voxel. */
export const voxelMm3 = ({ columnStep, rowStep, layerStep }: GridShape): number =>
  Math.abs(dot(columnStep, cross(rowStep, layerStep)));

/** Patient mm of a voxel index (fractions allowed). */
export function gridPoint(grid: GridShape, i: number, j: number, k: number): Point3 {
  return addScaled(addScaled(addScaled(grid.origin, grid.columnStep, i), grid.rowStep, j), grid.layerStep, k);
}

/** Vectors whose products with mm from the origin are voxel indices. */
export function indexVectors({ columnStep, rowStep, layerStep }: GridShape): [Point3, Point3, Point3] {
  const determinant = dot(columnStep, cross(rowStep, layerStep));
  if (!(Math.abs(determinant) > 0)) throw new RangeError('the steps of the voxels lie in one plane');
  return [
    scale(cross(rowStep, layerStep), 1 / determinant),
    scale(cross(layerStep, columnStep), 1 / determinant),
    scale(cross(columnStep, rowStep), 1 / determinant),
  ];
}

/** The affine map from patient mm, moved by `matrix` before, to voxel indices: three rows of four. */
export function toIndex(grid: GridShape, matrix: RigidMatrix): Float64Array {
  const map = new Float64Array(12);
  for (const [row, vector] of indexVectors(grid).entries()) {
    for (let column = 0; column < 4; column++)
      map[row * 4 + column] =
        vector[0] * (matrix[column] as number) +
        vector[1] * (matrix[4 + column] as number) +
        vector[2] * (matrix[8 + column] as number);
    map[row * 4 + 3] = (map[row * 4 + 3] as number) - dot(vector, grid.origin);
  }
  return map;
}

/** Trilinear between voxel centres; NaN outside and beside what is unknown. */
export function sampleAt(
  { values, columns, rows, layers }: VoxelGrid,
  i: number,
  j: number,
  k: number,
): number {
  if (!(i >= 0 && j >= 0 && k >= 0 && i <= columns - 1 && j <= rows - 1 && k <= layers - 1)) return NaN;
  const i0 = Math.min(Math.floor(i), columns - 2);
  const j0 = Math.min(Math.floor(j), rows - 2);
  const k0 = Math.min(Math.floor(k), layers - 2);
  const u = i - i0;
  const v = j - j0;
  const w = k - k0;
  const at = (k0 * rows + j0) * columns + i0;
  const layer = rows * columns;
  const a = values[at] as number;
  const b = values[at + columns] as number;
  const c = values[at + layer] as number;
  const d = values[at + layer + columns] as number;
  const near =
    (a + u * ((values[at + 1] as number) - a)) * (1 - v) +
    (b + u * ((values[at + columns + 1] as number) - b)) * v;
  const far =
    (c + u * ((values[at + layer + 1] as number) - c)) * (1 - v) +
    (d + u * ((values[at + layer + columns + 1] as number) - d)) * v;
  return near + w * (far - near);
}

/**
 * Through the 64 voxels around a place, by the cubic convolution of Catmull and Rom: unlike between two values only, it does not
 * smooth more the farther the place is from a voxel's centre. At the edges and beside what is unknown as `sampleAt`.
 */
export function sampleCubicAt(grid: VoxelGrid, i: number, j: number, k: number): number {
  const { values, columns, rows, layers } = grid;
  const i0 = Math.floor(i);
  const j0 = Math.floor(j);
  const k0 = Math.floor(k);
  const whole = i0 >= 1 && j0 >= 1 && k0 >= 1 && i0 < columns - 2 && j0 < rows - 2 && k0 < layers - 2;
  if (!whole) return sampleAt(grid, i, j, k);
  cubicWeights(i - i0, weightsI);
  cubicWeights(j - j0, weightsJ);
  cubicWeights(k - k0, weightsK);
  const [a, b, c, d] = weightsI as unknown as [number, number, number, number];
  let sum = 0;
  for (let z = 0; z < 4; z++) {
    let inLayer = 0;
    for (let y = 0; y < 4; y++) {
      const at = ((k0 + z - 1) * rows + j0 + y - 1) * columns + i0;
      inLayer +=
        (weightsJ[y] as number) *
        (a * (values[at - 1] as number) +
          b * (values[at] as number) +
          c * (values[at + 1] as number) +
          d * (values[at + 2] as number));
    }
    sum += (weightsK[z] as number) * inLayer;
  }
  return sum === sum ? sum : sampleAt(grid, i, j, k);
}

const weightsI = new Float64Array(4);
const weightsJ = new Float64Array(4);
const weightsK = new Float64Array(4);

function cubicWeights(t: number, weights: Float64Array): void {
  const tt = t * t;
  const ttt = tt * t;
  weights[0] = (-t + 2 * tt - ttt) / 2;
  weights[1] = 1 + (-5 * tt + 3 * ttt) / 2;
  weights[2] = (t + 4 * tt - 3 * ttt) / 2;
  weights[3] = (-tt + ttt) / 2;
}

/** The middle of the grid, patient mm. */
export const gridCentre = (grid: GridShape): Point3 =>
  gridPoint(grid, (grid.columns - 1) / 2, (grid.rows - 1) / 2, (grid.layers - 1) / 2);

/** Of the box the voxel centres span, mm. */
export const gridDiagonal = (grid: GridShape): number =>
  length(
    subtract(gridPoint(grid, grid.columns - 1, grid.rows - 1, grid.layers - 1), gridPoint(grid, 0, 0, 0)),
  );
