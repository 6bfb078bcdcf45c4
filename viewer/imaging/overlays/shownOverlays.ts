interface On {
  /** The series they are laid over. */
  readonly seriesInstanceUid: string;
  /** In the order in which they were switched on. */
  readonly ids: readonly string[];
}

/** What shows which series. */
export interface ShownSeriesByViewport {
  readonly indices: readonly number[];
  seriesAt(index: number): string | undefined;
}

/** Which overlays are switched on in which viewport, by their ids. They go with the series they are laid over. */
export class ShownOverlays {
  readonly #on = new Map<number, On>();
  /** Viewports whose overlays are hidden for the moment. */
  readonly #veiled = new Set<number>();

  ids(index: number): readonly string[] {
    return this.#on.get(index)?.ids ?? [];
  }

  add(index: number, seriesInstanceUid: string, id: string): void {
    const on = this.#on.get(index);
    const others = on?.seriesInstanceUid === seriesInstanceUid ? on.ids.filter((other) => other !== id) : [];
    this.#veiled.delete(index);
    this.#on.set(index, { seriesInstanceUid, ids: [...others, id] });
  }

  /** False where it was not on. */
  remove(index: number, id: string): boolean {
    const on = this.#on.get(index);
    if (!on?.ids.includes(id)) return false;
    const ids = on.ids.filter((other) => other !== id);
    if (ids.length > 0) this.#on.set(index, { ...on, ids });
    else this.#on.delete(index);
    return true;
  }

  toggleVeil(index: number): void {
    if (!this.#veiled.delete(index)) this.#veiled.add(index);
  }

  isVeiled(index: number): boolean {
    return this.#veiled.has(index);
  }

  clear(): void {
    this.#on.clear();
    this.#veiled.clear();
  }

  /**
   * Series have moved: overlays go into another viewport when theirs goes there, into all that show it where `everywhere`
   * (the three planes), away when it goes.
   *
   * @param onLeft told of each viewport that has an overlay no more
   */
  follow(
    { indices, seriesAt }: ShownSeriesByViewport,
    everywhere: boolean,
    onLeft: (index: number, id: string) => void,
  ): { moved: boolean } {
    let moved = false;
    for (const [index, on] of [...this.#on]) {
      if (seriesAt(index) === on.seriesInstanceUid) continue;
      moved = true;
      this.#on.delete(index);
      this.#veiled.delete(index);
      for (const id of on.ids) onLeft(index, id);
      const elsewhere = indices.find(
        (other) => seriesAt(other) === on.seriesInstanceUid && !this.#on.has(other),
      );
      if (elsewhere !== undefined) this.#on.set(elsewhere, on);
    }
    if (!everywhere) return { moved };
    for (const on of [...this.#on.values()])
      for (const index of indices)
        if (seriesAt(index) === on.seriesInstanceUid && !this.#on.has(index)) {
          this.#on.set(index, on);
          moved = true;
        }
    return { moved };
  }
}
