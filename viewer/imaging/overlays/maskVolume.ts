import { planeNormal } from '../geometry/framePlane.ts';
import { cross, dot, type Point3 } from '../geometry/vector.ts';
import type { PixelGrid, Slab } from '../volume/index.ts';
import type { MaskGeometry } from './segmentation.ts';

/** Values inside a rectangle of pixels; all else is 0. */
export interface Mask {
  readonly segment: number;
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  readonly values: Uint8Array<ArrayBuffer>;
}

/** The masks of a segmentation, layer by layer as they come, and what they are on any plane. */
export class MaskVolume {
  readonly #geometry: MaskGeometry;
  readonly #normal: Point3;
  readonly #places: number[];
  readonly #layers: Mask[][];

  constructor(geometry: MaskGeometry) {
    this.#geometry = geometry;
    this.#normal = cross(geometry.rowCosines, geometry.columnCosines);
    this.#places = geometry.origins.map((origin) => dot(origin, this.#normal));
    this.#layers = geometry.origins.map(() => []);
  }

  /** Takes a frame of `segment`, or of a label map (`segment` undefined) the masks of all segments in it. */
  feed(layer: number, segment: number | undefined, values: ArrayLike<number>): void {
    const { columns, rows } = this.#geometry;
    const masks =
      segment === undefined
        ? [...new Set(Array.from(values))]
            .filter((label) => label > 0)
            .map((label) => crop(label, columns, rows, (at) => Number(values[at] === label)))
        : [crop(segment, columns, rows, (at) => values[at] as number)];
    for (const mask of masks) if (mask) this.#layers[layer]?.push(mask);
  }

  /**
   * The masks on the pixels of a plane, of the segments that are there: each pixel has the value of the mask's pixel in
   * which its centre lies, of a slab the greatest of it.
   */
  cut({ plane, columns, rows }: PixelGrid, slab: Slab): Mask[] {
    const { rowCosines, columnCosines, rowSpacing, columnSpacing, origins } = this.#geometry;
    const found = new Map<number, Uint8Array<ArrayBuffer>>();
    const across = scaleOf(plane.rowCosines, plane.columnSpacing);
    const down = scaleOf(plane.columnCosines, plane.rowSpacing);
    for (const offset of this.#samples(slab, planeNormal(plane))) {
      for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
          const x = plane.position[0] + column * across[0] + row * down[0] + offset[0];
          const y = plane.position[1] + column * across[1] + row * down[1] + offset[1];
          const z = plane.position[2] + column * across[2] + row * down[2] + offset[2];
          const layer = this.#layerAt(x * this.#normal[0] + y * this.#normal[1] + z * this.#normal[2]);
          const masks = layer === undefined ? undefined : this.#layers[layer];
          if (layer === undefined || !masks || masks.length === 0) continue;
          const origin = origins[layer] as Point3;
          const from: Point3 = [x - origin[0], y - origin[1], z - origin[2]];
          const i = Math.round(dot(from, rowCosines) / columnSpacing);
          const j = Math.round(dot(from, columnCosines) / rowSpacing);
          for (const mask of masks) {
            const [u, v] = [i - mask.left, j - mask.top];
            if (u < 0 || v < 0 || u >= mask.columns || v >= mask.rows) continue;
            const value = mask.values[v * mask.columns + u] as number;
            if (value === 0) continue;
            let out = found.get(mask.segment);
            if (!out) found.set(mask.segment, (out = new Uint8Array(columns * rows)));
            const at = row * columns + column;
            if (value > (out[at] as number)) out[at] = value;
          }
        }
      }
    }
    return [...found].flatMap(
      ([segment, values]) => crop(segment, columns, rows, (at) => values[at] as number) ?? [],
    );
  }

  /** The layer a place along the normal lies in. */
  #layerAt(place: number): number | undefined {
    const places = this.#places;
    let [low, high] = [0, places.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((places[middle] as number) <= place) low = middle;
      else high = middle - 1;
    }
    const next = low + 1;
    const nearer =
      next < places.length && (places[next] as number) - place < Math.abs(place - (places[low] as number))
        ? next
        : low;
    // Rounding must not leave gaps between layers that touch.
    return Math.abs((places[nearer] as number) - place) <= this.#geometry.halfMm + 1e-3 ? nearer : undefined;
  }

  /** Offsets along the normal at which a slab is looked at, no farther apart than layers and pixels. */
  #samples({ mode, thicknessMm }: Slab, normal: Point3): Point3[] {
    if (mode === 'none' || thicknessMm === 0) return [[0, 0, 0]];
    const { rowSpacing, columnSpacing, halfMm } = this.#geometry;
    const count = Math.ceil(thicknessMm / Math.min(rowSpacing, columnSpacing, 2 * halfMm)) + 1;
    // The ends belong to the slab, their neighbours do not.
    const inside = thicknessMm - 1e-3;
    return Array.from({ length: count }, (_, n) => scaleOf(normal, (n / (count - 1) - 0.5) * inside));
  }
}

const scaleOf = ([x, y, z]: Point3, by: number): Point3 => [x * by, y * by, z * by];

/** What is not 0, in the smallest rectangle around it; undefined where all is. */
function crop(
  segment: number,
  columns: number,
  rows: number,
  valueAt: (at: number) => number,
): Mask | undefined {
  let [left, top, right, bottom] = [columns, rows, -1, -1];
  for (let row = 0, at = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at++) {
      if (valueAt(at) === 0) continue;
      if (column < left) left = column;
      if (column > right) right = column;
      if (row < top) top = row;
      bottom = row;
    }
  if (right < 0) return undefined;
  const [width, height] = [right - left + 1, bottom - top + 1];
  const values = new Uint8Array(width * height);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      values[row * width + column] = valueAt((top + row) * columns + left + column);
  return { segment, left, top, columns: width, rows: height, values };
}
