/** What a reader feels, as User Timing marks: each is set once per opened study. */
export type Milestone = 'first-preview' | 'first-image' | 'series-complete' | 'mpr-complete';

/** Sets the mark after the next frame has reached the screen; keeps the first of its name. */
export function markShown(milestone: Milestone): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        markNow(milestone);
        resolve();
      }),
    );
  });
}

/** Sets the mark now; keeps the first of its name. */
export function markNow(milestone: Milestone): void {
  if (performance.getEntriesByName(milestone, 'mark').length === 0) performance.mark(milestone);
}

/** Forgets the marks: another study is being opened. */
export function clearMilestones(): void {
  for (const name of ['first-preview', 'first-image', 'series-complete', 'mpr-complete'])
    performance.clearMarks(name);
}
