import { setTimeout as delay } from 'node:timers/promises';
import type { RoomOptions } from './options.ts';
import { withPlainBrowser } from './plainBrowser.ts';
import type { PlainPage } from './plainBrowser.ts';
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
  return withPlainBrowser(new URL('/', url).href, options, async (page, userDataDir) => {
    const processes = await browserProcesses(userDataDir);
    try {
      await page.until(worklist);
      const rests: Rest[] = [];
      let peak = 0;
      for (const [index, study] of studies.entries()) {
        await read(page, study, index % 2 === 0);
        const { renderer, gpu } = await processes.resident();
        peak = Math.max(peak, renderer + gpu);
        await page.evaluate('history.back()');
        await page.until(worklist);
        const rest = await atRest(page, processes);
        rests.push(rest);
        onRest(index + 1, rest);
      }
      return { rests, peak };
    } finally {
      processes.close();
    }
  });
}

const worklist = "document.querySelector('a[data-study]') !== null";

/** Opens a study with the page's own navigation, as the links of its worklist do, and works with it. */
async function read(page: PlainPage, study: string, planes: boolean): Promise<void> {
  await page.evaluate(
    `history.pushState(null, '', '/viewer?StudyInstanceUIDs=${study}'); dispatchEvent(new PopStateEvent('popstate'))`,
  );
  await page.until('window.yunying !== undefined');
  await page.evaluate(`(${untilLoaded.toString()})()`);
  if (planes) await page.evaluate(`(${showPlanes.toString()})()`);
  await page.evaluate(`(${scrollThrough.toString()})()`);
}

const untilLoaded = (): Promise<void> =>
  new Promise((resolve) => void window.yunying?.on('series-complete', () => resolve()));

async function showPlanes(): Promise<void> {
  const complete = new Promise<void>((resolve) => void window.yunying?.on('mpr-complete', () => resolve()));
  await window.yunying?.showMpr(0);
  await complete;
}

async function scrollThrough(): Promise<void> {
  const { yunying } = window;
  const count = (await yunying?.getViewports())?.[0]?.sliceCount ?? 0;
  for (let sliceIndex = 0; sliceIndex < count; sliceIndex += 8) await yunying?.scrollTo(0, { sliceIndex });
}

/** What is left when caches have had time to be given up and garbage is collected. */
async function atRest(page: PlainPage, processes: BrowserProcesses): Promise<Rest> {
  for (let collected = 0; collected < 3; collected += 1) {
    await delay(1000);
    await page.collectGarbage();
  }
  await delay(2000);
  return { heap: await page.heapBytes(), ...(await processes.proportional()) };
}
