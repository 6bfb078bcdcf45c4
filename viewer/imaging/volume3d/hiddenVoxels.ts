/** Soft tissue: what the presets that hide voxels do not draw, HU. */
const filling = 50;

/** Voxels that can be taken out of a volume and put back. */
export class HiddenVoxels {
  readonly #values: Int16Array;
  readonly #runs: Int32Array;
  #kept: Int16Array | undefined;

  /** @param runs of voxels, [start, end) one after the other */
  constructor(values: Int16Array, runs: Int32Array) {
    this.#values = values;
    this.#runs = runs;
  }

  /** Hides or shows them; whether that changed anything. */
  setHidden(hidden: boolean): boolean {
    if (hidden === (this.#kept !== undefined)) return false;
    const kept = this.#kept ?? new Int16Array(this.#count);
    let at = 0;
    this.#eachRun((start, end) => {
      if (hidden) {
        kept.set(this.#values.subarray(start, end), at);
        this.#values.fill(filling, start, end);
      } else this.#values.set(kept.subarray(at, at + end - start), start);
      at += end - start;
    });
    this.#kept = hidden ? kept : undefined;
    return true;
  }

  get #count(): number {
    let count = 0;
    this.#eachRun((start, end) => (count += end - start));
    return count;
  }

  #eachRun(visit: (start: number, end: number) => void): void {
    for (let at = 0; at < this.#runs.length; at += 2)
      visit(this.#runs[at] as number, this.#runs[at + 1] as number);
  }
}
