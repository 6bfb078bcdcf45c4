/** Arrays as large as a slice, used again for the next one: making megabytes anew for each slice keeps the collector busy. */
export class Buffers {
  readonly #arrays = new Map<string, Float32Array>();

  /** What is in it is left over from the last use. */
  take(name: string, length: number): Float32Array {
    const known = this.#arrays.get(name);
    if (known?.length === length) return known;
    const made = new Float32Array(length);
    this.#arrays.set(name, made);
    return made;
  }
}
