import type { Page } from '@playwright/test';
import { withColdBrowser } from '../first-image/coldBrowser.ts';
import { intervals } from './intervals.ts';
import type { Intervals } from './intervals.ts';
import type { RoomOptions } from './options.ts';
import { browserProcesses } from './processMemory.ts';
import type { ProcessMemory } from './processMemory.ts';
import { draws, pressThrough } from './scrollThrough.ts';
import { watchDraws } from './watchDraws.ts';

export interface LongMeasurement {
  /** what navigator.deviceMemory said, GB */
  deviceMemoryGb: number | undefined;
  /** greatest resident memory, bytes */
  peak: ProcessMemory;
  /** before the study was opened, in the worklist, bytes resident */
  before: ProcessMemory;
  firstImageMs: number;
  /** while the series was gone through from end to end, whatever was loaded by then */
  drawn: Intervals;
  /** where that led to: the last slice is wanted */
  reached: { sliceIndex: number; sliceCount: number; fidelity: string; error: string | null };
}

const lookEveryMs = 250;

/** Opens a very long series and goes through it, from one end to the other, as soon as its first image is there. */
export function measureLong(url: string, options: RoomOptions): Promise<LongMeasurement> {
  return withColdBrowser(options, async (page, userDataDir) => {
    const processes = await browserProcesses(userDataDir);
    const peak: ProcessMemory = { renderer: 0, gpu: 0 };
    const look = async (): Promise<ProcessMemory> => {
      const now = await processes.resident();
      peak.renderer = Math.max(peak.renderer, now.renderer);
      peak.gpu = Math.max(peak.gpu, now.gpu);
      return now;
    };
    const gb = options.deviceMemoryGb;
    if (gb !== undefined)
      await page.addInitScript(
        `Object.defineProperty(Navigator.prototype, 'deviceMemory', { get: () => ${gb} })`,
      );
    await page.addInitScript({ content: `(${watchDraws.toString()})(128)` });
    page.setDefaultTimeout(options.timeoutMs);
    await page.goto(new URL('/', url).href);
    await page.waitForSelector('a[data-study]');
    const before = await look();
    const looking = setInterval(() => void look().catch(() => undefined), lookEveryMs);
    try {
      await page.goto(url, { waitUntil: 'commit' });
      const { firstImageMs, count, deviceMemoryGb } = await firstImage(page);
      const session = await page.context().newCDPSession(page);
      await page.keyboard.press('Home');
      await draws(page);
      await pressThrough(session, count, 'down', options.framesPerSecond);
      const { drawnMs } = await draws(page);
      const reached = await whereItIs(page);
      await look();
      return { deviceMemoryGb, peak, before, firstImageMs, drawn: intervals([drawnMs]), reached };
    } finally {
      clearInterval(looking);
      processes.close();
    }
  });
}

async function firstImage(
  page: Page,
): Promise<{ firstImageMs: number; count: number; deviceMemoryGb: number | undefined }> {
  await page.waitForFunction(
    () => performance.getEntriesByName('first-image').length > 0 && window.yunying !== undefined,
  );
  await page.waitForFunction(async () => ((await window.yunying?.getViewports())?.[0]?.sliceCount ?? 0) > 1);
  return page.evaluate(async () => ({
    firstImageMs: performance.getEntriesByName('first-image')[0]?.startTime ?? NaN,
    count: (await window.yunying?.getViewports())?.[0]?.sliceCount ?? 0,
    deviceMemoryGb: (navigator as Navigator & { deviceMemory?: number }).deviceMemory,
  }));
}

const whereItIs = (page: Page): Promise<LongMeasurement['reached']> =>
  page.evaluate(async () => {
    const [shown] = (await window.yunying?.getViewports()) ?? [];
    if (!shown) throw new Error('no viewport');
    const { sliceIndex, sliceCount, fidelity, error } = shown;
    return { sliceIndex, sliceCount, fidelity, error: error?.message ?? null };
  });
