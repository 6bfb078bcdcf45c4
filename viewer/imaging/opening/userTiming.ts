/** What a reader feels, as User Timing marks: each is set once per opened study. */
export type Milestone = 'first-preview' | 'first-image' | 'series-complete' | 'mpr-complete';

/** Element Timing, which Chromium has. */
interface PaintOfElement extends PerformanceEntry {
  readonly element: Element | null;
  /** ms since the start of navigation */
  readonly renderTime: number;
}

/** Longer nobody waits to be told of a paint: the text may be empty, or hidden. */
const toldWithinMs = 300;

/**
 * Sets the mark when the next frame has reached the screen; keeps the first of its name.
 * @param caption a text that comes to the screen with it, put into the page by `withPaintReported`: the browser tells when
 * that was. Without one the frame counts as shown when the next but one begins, which may be 100 ms before it is seen.
 */
export async function markShown(milestone: Milestone, caption?: Element): Promise<void> {
  const told = caption && paintOf(caption);
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  markAt(milestone, (await told) ?? performance.now());
}

/** Has the browser tell when this text comes to the screen. */
export function withPaintReported<E extends Element>(text: E): E {
  text.setAttribute('elementtiming', 'caption');
  return text;
}

/** Sets the mark now; keeps the first of its name. */
export function markNow(milestone: Milestone): void {
  markAt(milestone, performance.now());
}

function markAt(milestone: Milestone, startTime: number): void {
  if (performance.getEntriesByName(milestone, 'mark').length === 0)
    performance.mark(milestone, { startTime });
}

/** undefined where that is not told. */
async function paintOf(text: Element): Promise<number | undefined> {
  if (!PerformanceObserver.supportedEntryTypes.includes('element')) return undefined;
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const observer = new PerformanceObserver((list) => {
    const paint = (list.getEntries() as PaintOfElement[]).find(({ element }) => element === text);
    if (paint) resolve(paint.renderTime || undefined);
  });
  observer.observe({ type: 'element', buffered: true });
  const timer = setTimeout(() => resolve(undefined), toldWithinMs);
  return promise.finally(() => {
    observer.disconnect();
    clearTimeout(timer);
  });
}

/** Forgets the marks: another study is being opened. */
export function clearMilestones(): void {
  for (const name of ['first-preview', 'first-image', 'series-complete', 'mpr-complete'])
    performance.clearMarks(name);
}
