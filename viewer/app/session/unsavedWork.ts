/** What is neither in the archive nor given up. */
export interface UnsavedWork {
  count: number;
  /** It is safe in this browser, and comes back to the one who made it. */
  kept: boolean;
}

const sources = new Set<() => UnsavedWork>();
let givenUp = false;

/** Unsaved work of all rooms of this page. */
export const unsavedWork = {
  /** @returns takes the source away again */
  register(source: () => UnsavedWork): () => void {
    sources.add(source);
    return () => sources.delete(source);
  },
  get now(): UnsavedWork {
    const all = [...sources].map((source) => source()).filter(({ count }) => count > 0);
    return {
      count: all.reduce((sum, { count }) => sum + count, 0),
      kept: all.every(({ kept }) => kept),
    };
  },
  /** Somebody was asked, and the page is left all the same: the browser need not ask again. */
  giveUp(): void {
    givenUp = true;
  },
  get givenUp(): boolean {
    return givenUp;
  },
};
