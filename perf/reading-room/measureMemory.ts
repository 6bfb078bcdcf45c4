import { setTimeout as delay } from 'node:timers/promises';
import type { CDPSession, Page } from '@playwright/test';
import { withColdBrowser } from '../first-image/coldBrowser.ts';
import type { RoomOptions } from './options.ts';
import { browserProcesses } from './processMemory.ts';
import type { BrowserProcesses, ProcessMemory } from './processMemory.ts';

/** Bytes, in the worklist, after everything that is not held was collected. */
export interface Rest extends ProcessMemory {
  heap: number;
}

export interface MemoryMeasurement {
  /** after each study that was opened and left, the first of them being the start */
  rests: Rest[];
  /** greatest memory of renderer and graphics process together while studies were open, resident */
  peak: number;
}

/**
 * Opens studies from the worklist, one after the other in the same page, waits for their series, looks at planes in every other
 * one, scrolls, and goes back. Memory is measured after each, in the worklist.
 */
export function measureMemory(
  url: string,
  studies: readonly string[],
  options: RoomOptions,
  onRest: (study: number, rest: Rest) => void,
): Promise<MemoryMeasurement> {
  return withColdBrowser(options, async (page, userDataDir) => {
    const processes = await browserProcesses(userDataDir);
    try {
      const session = await page.context().newCDPSession(page);
      await page.goto(new URL('/', url).href, { timeout: options.timeoutMs });
      page.setDefaultTimeout(options.timeoutMs);
      await page.waitForSelector('a[data-study]');
      const rests: Rest[] = [];
      let peak = 0;
      for (const [index, study] of studies.entries()) {
        await read(page, study, index % 2 === 0);
        const { renderer, gpu } = await processes.resident();
        peak = Math.max(peak, renderer + gpu);
        await page.goBack();
        await page.waitForSelector('a[data-study]');
        const rest = await atRest(session, processes);
        rests.push(rest);
        onRest(index + 1, rest);
      }
      return { rests, peak };
    } finally {
      processes.close();
    }
  });
}

/** Opens a study with the page's own navigation, as the links of its worklist do, and works with it. */
async function read(page: Page, study: string, planes: boolean): Promise<void> {
  await page.evaluate((uid) => {
    history.pushState(null, '', `/viewer?StudyInstanceUIDs=${uid}`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, study);
  await page.waitForFunction(() => window.yunying !== undefined);
  await page.evaluate(
    () => new Promise<void>((resolve) => void window.yunying?.on('series-complete', () => resolve())),
  );
  if (planes) {
    const complete = page.evaluate(
      () => new Promise<void>((resolve) => void window.yunying?.on('mpr-complete', () => resolve())),
    );
    await page.evaluate(() => window.yunying?.showMpr(0));
    await complete;
  }
  await page.evaluate(async () => {
    const { yunying } = window;
    const count = (await yunying?.getViewports())?.[0]?.sliceCount ?? 0;
    for (let sliceIndex = 0; sliceIndex < count; sliceIndex += 8) await yunying?.scrollTo(0, { sliceIndex });
  });
}

/** What is left when caches have had time to be given up and garbage is collected. */
async function atRest(session: CDPSession, processes: BrowserProcesses): Promise<Rest> {
  await session.send('Performance.enable');
  await session.send('HeapProfiler.enable');
  for (let collected = 0; collected < 3; collected += 1) {
    await delay(1000);
    await session.send('HeapProfiler.collectGarbage');
  }
  await delay(2000);
  const { metrics } = await session.send('Performance.getMetrics');
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0;
  return { heap, ...(await processes.proportional()) };
}
