/** Soft tissue ends and bone is surely reached, HU. */
const softHu = 100;
const boneHu = 300;

/**
 * Layers in, smoothed layers out. Blocks of voxels have steps for edges, and steps shine as rings in a rendering: each voxel
 * becomes the binomial mean (1 2 1 along each axis) of its neighbourhood, symmetric, so that edges stay where they are.
 * In HU, what is denser than soft tissue and than its neighbourhood keeps up to half of that, or thin bones would go.
 */
export class LayerSmoother {
  readonly #columns: number;
  readonly #rows: number;
  /** The three last layers as they came and smoothed in their plane; the last one at the end. */
  readonly #layers: { readonly raw: Float32Array; readonly smooth: Float32Array }[] = [];
  readonly #put: (layer: Float32Array, index: number) => void;
  readonly #out: Float32Array;
  readonly #keeps: boolean;
  #count = 0;

  /**
   * @param hounsfield whether values are HU
   * @param put is given each smoothed layer and its number, in order; the array is used again for the next one
   */
  constructor(
    columns: number,
    rows: number,
    hounsfield: boolean,
    put: (layer: Float32Array, index: number) => void,
  ) {
    this.#columns = columns;
    this.#keeps = hounsfield;
    this.#rows = rows;
    this.#put = put;
    this.#out = new Float32Array(columns * rows);
  }

  /** The next layer, `rows * columns`; it is copied. */
  add(layer: Float32Array): void {
    const used = this.#layers.length === 3 ? this.#layers.shift() : undefined;
    const { raw, smooth } = used ?? {
      raw: new Float32Array(layer.length),
      smooth: new Float32Array(layer.length),
    };
    raw.set(layer);
    smoothInPlane(raw, smooth, this.#columns, this.#rows);
    this.#layers.push({ raw, smooth });
    this.#count++;
    if (this.#count > 1)
      this.#emit(this.#layers.at(-3), this.#layers.at(-2), this.#layers.at(-1), this.#count - 2);
  }

  /** No more layers come: the last one is put out. */
  end(): void {
    const last = this.#layers.at(-1);
    if (last) this.#emit(this.#layers.at(-2), last, undefined, this.#count - 1);
  }

  #emit(
    before: { smooth: Float32Array } | undefined,
    at: { raw: Float32Array; smooth: Float32Array } | undefined,
    after: { smooth: Float32Array } | undefined,
    index: number,
  ): void {
    if (!at) return;
    const { raw, smooth } = at;
    const lower = (before ?? at).smooth;
    const upper = (after ?? at).smooth;
    const out = this.#out;
    for (let i = 0; i < out.length; i++) {
      const mean = ((lower[i] as number) + 2 * (smooth[i] as number) + (upper[i] as number)) / 4;
      const value = raw[i] as number;
      out[i] = this.#keeps && value > softHu && value > mean ? mean + kept(value) * (value - mean) : mean;
    }
    this.#put(out, index);
  }
}

/** The share of its height above the mean that a value in HU keeps: up to half of it, for bone. */
const kept = (hu: number): number => Math.min(1, (hu - softHu) / (boneHu - softHu)) / 2;

/** Binomial means along rows and columns; at the border the outermost voxels go on. */
function smoothInPlane(from: Float32Array, to: Float32Array, columns: number, rows: number): void {
  for (let row = 0; row < rows; row++) {
    const here = row * columns;
    const above = Math.max(0, row - 1) * columns;
    const below = Math.min(rows - 1, row + 1) * columns;
    for (let i = 0; i < columns; i++)
      to[here + i] =
        ((from[above + i] as number) + 2 * (from[here + i] as number) + (from[below + i] as number)) / 4;
    let former = to[here] as number;
    for (let i = 0; i < columns; i++) {
      const value = to[here + i] as number;
      const next = i + 1 < columns ? (to[here + i + 1] as number) : value;
      to[here + i] = (former + 2 * value + next) / 4;
      former = value;
    }
  }
}
