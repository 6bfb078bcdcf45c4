import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** Every large Int16Array that the page has made, for as long as somebody holds it. */
    madeArrays?: WeakRef<Int16Array>[];
  }
}

const largeBytes = 2 ** 20;

/** Has the page remember weakly each array of 16-bit integers that it makes from now on, if it is a large one. */
export async function watchArrays(page: Page): Promise<void> {
  await page.addInitScript((bytes) => {
    const made: WeakRef<Int16Array>[] = [];
    window.madeArrays = made;
    window.Int16Array = new Proxy(Int16Array, {
      construct(target, args) {
        const array = Reflect.construct(target, args) as Int16Array;
        if (array.byteLength >= bytes) made.push(new WeakRef(array));
        return array;
      },
    });
  }, largeBytes);
}

/** How many large arrays of a length are still there once all garbage is collected. */
export async function liveArrays(page: Page, length: number): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  await session.detach();
  return page.evaluate(
    (wanted) => window.madeArrays?.filter((made) => made.deref()?.length === wanted).length ?? -1,
    length,
  );
}
