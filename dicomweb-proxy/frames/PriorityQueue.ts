/** Highest first. `reader`: somebody waits for this frame; `preview`: thumbnails; `background`: preparing studies. */
export const jobPriorities = ['reader', 'preview', 'background'] as const;

export type JobPriority = (typeof jobPriorities)[number];

/** First come, first served within a priority; a higher priority always goes first. */
export class PriorityQueue<Item> {
  readonly #lanes: Record<JobPriority, Set<Item>> = {
    reader: new Set(),
    preview: new Set(),
    background: new Set(),
  };

  get size(): number {
    return jobPriorities.reduce((sum, priority) => sum + this.#lanes[priority].size, 0);
  }

  waiting(priority: JobPriority): number {
    return this.#lanes[priority].size;
  }

  push(item: Item, priority: JobPriority): void {
    this.#lanes[priority].add(item);
  }

  /** @returns false when the item is not waiting (any more) */
  remove(item: Item): boolean {
    return jobPriorities.some((priority) => this.#lanes[priority].delete(item));
  }

  /** @param priorities what may be taken */
  shift(
    priorities: readonly JobPriority[] = jobPriorities,
  ): { item: Item; priority: JobPriority } | undefined {
    for (const priority of priorities) {
      for (const item of this.#lanes[priority]) {
        this.#lanes[priority].delete(item);
        return { item, priority };
      }
    }
    return undefined;
  }
}
