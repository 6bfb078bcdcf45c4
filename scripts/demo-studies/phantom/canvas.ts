import type { Buffers } from './buffers.ts';
import type { Similarity, Solid, Vec3 } from '../geometry/index.ts';
import { apply, applyLinear, cross, dot, length, normalise, subtract } from '../geometry/index.ts';

/** Where a slice lies in the patient coordinates of its study: centre of the first pixel and steps in mm. */
export interface SliceGrid {
  rows: number;
  columns: number;
  origin: Vec3;
  columnStep: Vec3;
  rowStep: Vec3;
}

export const FAR = 1e6;

/**
 * One slice being painted, in phantom coordinates (mm). Solids are first united in the distance layer, then the layer is painted
 * with soft edges: an edge as wide as the scanner's point spread keeps volumes measured at half height right.
 */
export class SliceCanvas {
  readonly rows: number;
  readonly columns: number;
  readonly origin: Vec3;
  readonly columnStep: Vec3;
  readonly rowStep: Vec3;
  readonly buffers: Buffers;
  readonly hu: Float32Array;
  readonly layer: Float32Array;
  readonly #edge: number;
  readonly #axes: readonly [Vec3, Vec3, Vec3];
  readonly #pixel: readonly [number, number];
  #dirty = { left: 0, top: 0, right: -1, bottom: -1 };

  /** `phantomFromWorld` brings the grid into the phantom; `edgeMm` is half the width of an edge, in phantom mm. */
  constructor(grid: SliceGrid, phantomFromWorld: Similarity, edgeMm: number, buffers: Buffers) {
    this.rows = grid.rows;
    this.columns = grid.columns;
    this.origin = apply(phantomFromWorld, grid.origin);
    this.columnStep = applyLinear(phantomFromWorld, grid.columnStep);
    this.rowStep = applyLinear(phantomFromWorld, grid.rowStep);
    const [u, v] = [normalise(this.columnStep), normalise(this.rowStep)];
    this.#axes = [u, v, cross(u, v)];
    this.#pixel = [length(this.columnStep), length(this.rowStep)];
    this.#edge = edgeMm;
    this.buffers = buffers;
    this.hu = buffers.take('hu', grid.rows * grid.columns);
    this.layer = buffers.take('layer', grid.rows * grid.columns).fill(FAR);
  }

  /** Distance in mm of a point from the plane of the slice. */
  offPlane(point: Vec3): number {
    return dot(subtract(point, this.origin), this.#axes[2]);
  }

  /**
   * Unites the solids with the distance layer, as far as `margin` mm beyond their surfaces. With `slabMm` a solid counts that lies
   * anywhere in so thick a slice: how fine vessels are seen in one.
   */
  add(solids: Iterable<Solid>, margin = 2 * this.#edge, slabMm = 0): this {
    for (const solid of solids) this.#addOne(solid, margin, slabMm / 2);
    return this;
  }

  #addOne(solid: Solid, margin: number, slab: number): void {
    // Thousands of vessels come by here for each slice, most of them to be left out: no arrays are made for those.
    const reach = solid.radius + margin;
    const centre = solid.centre;
    const { origin: from } = this;
    const rx = centre[0] - from[0];
    const ry = centre[1] - from[1];
    const rz = centre[2] - from[2];
    const [a, b, n] = this.#axes;
    const fromPlane = rx * n[0] + ry * n[1] + rz * n[2];
    const shift = fromPlane > slab ? slab : fromPlane < -slab ? -slab : fromPlane;
    const off = fromPlane - shift;
    if (Math.abs(off) >= reach) return;
    const half = Math.sqrt(reach * reach - off * off);
    const u = rx * a[0] + ry * a[1] + rz * a[2];
    const v = rx * b[0] + ry * b[1] + rz * b[2];
    const left = Math.max(0, Math.ceil((u - half) / this.#pixel[0]));
    const right = Math.min(this.columns - 1, Math.floor((u + half) / this.#pixel[0]));
    const top = Math.max(0, Math.ceil((v - half) / this.#pixel[1]));
    const bottom = Math.min(this.rows - 1, Math.floor((v + half) / this.#pixel[1]));
    if (left > right || top > bottom) return;
    this.#grow(left, top, right, bottom);
    const { origin: o, columnStep: c, rowStep: r, layer } = this;
    for (let row = top; row <= bottom; row++) {
      const x = o[0] + row * r[0] + left * c[0] + shift * n[0];
      const y = o[1] + row * r[1] + left * c[1] + shift * n[1];
      const z = o[2] + row * r[2] + left * c[2] + shift * n[2];
      const first = row * this.columns + left;
      solid.uniteRow(layer, first, first + right - left, x, y, z, c);
    }
  }

  #grow(left: number, top: number, right: number, bottom: number): void {
    const d = this.#dirty;
    this.#dirty =
      d.right < d.left
        ? { left, top, right, bottom }
        : {
            left: Math.min(d.left, left),
            top: Math.min(d.top, top),
            right: Math.max(d.right, right),
            bottom: Math.max(d.bottom, bottom),
          };
  }

  /** Share of a pixel that a solid fills whose surface is `d` mm away. */
  coverage(d: number): number {
    const t = 0.5 - d / (2 * this.#edge);
    return t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t);
  }

  /**
   * Paints the distance layer and empties it. `value` is HU, or HU at a distance and point; `opacity` tells how much of what was
   * there stays (pixel by pixel).
   */
  paint(value: number | PaintValue, opacity?: (index: number) => number): this {
    const { left, top, right, bottom } = this.#dirty;
    const { origin: o, columnStep: c, rowStep: r, layer, hu } = this;
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const i = row * this.columns + column;
        const d = layer[i] ?? FAR;
        layer[i] = FAR;
        if (d >= this.#edge) continue;
        const share = this.coverage(d) * (opacity ? opacity(i) : 1);
        const x = o[0] + row * r[0] + column * c[0];
        const y = o[1] + row * r[1] + column * c[1];
        const z = o[2] + row * r[2] + column * c[2];
        const painted = typeof value === 'number' ? value : value(d, x, y, z);
        hu[i] = (hu[i] ?? 0) * (1 - share) + painted * share;
      }
    }
    this.#dirty = { left: 0, top: 0, right: -1, bottom: -1 };
    return this;
  }

  /** Takes the distance layer as it is (FAR where nothing was added) and empties it; good until the next call. */
  takeLayer(): Float32Array {
    const taken = this.buffers.take('taken layer', this.layer.length);
    taken.set(this.layer);
    this.layer.fill(FAR);
    this.#dirty = { left: 0, top: 0, right: -1, bottom: -1 };
    return taken;
  }
}

export type PaintValue = (d: number, x: number, y: number, z: number) => number;
