import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import path from 'node:path';
import { withColdBrowser } from '../first-image/coldBrowser.ts';
import { recordTraffic } from '../first-image/recordTraffic.ts';
import type { Traffic } from '../first-image/traffic.ts';
import { intervals } from './intervals.ts';
import type { Intervals } from './intervals.ts';
import type { RoomOptions } from './options.ts';
import { pressThrough, scrollThrough } from './scrollThrough.ts';
import { watchDraws } from './watchDraws.ts';

export interface ScrollMeasurement {
  /** what was scrolled: the stored slices, or planes computed of them */
  what: string;
  /** notches of the wheel */
  steps: number;
  drawn: Intervals;
  /** between the animation frames of the page */
  frames: Intervals;
}

const QUIET_MS = 2000;
const SLAB = { mode: 'mip', thicknessMm: 20 } as const;

/**
 * Opens a series of `slices`, lets the page get all of it by going through it once, then goes through it to and fro at
 * a steady pace. Of our own page coronal planes and a slab are scrolled too.
 */
export function measureScroll(
  url: string,
  own: boolean,
  slices: number,
  options: RoomOptions & { screenshot?: string },
): Promise<ScrollMeasurement[]> {
  return withColdBrowser(options, async (page, userDataDir) => {
    const { traffic, close } = await recordTraffic(userDataDir);
    try {
      await page.addInitScript({ content: `(${watchDraws.toString()})(128)` });
      await page.goto(url, { waitUntil: 'commit', timeout: options.timeoutMs });
      await page.waitForSelector('canvas', { timeout: options.timeoutMs });
      await quiet(page, traffic, options.timeoutMs);
      await dismissGreetings(page);
      const session = await page.context().newCDPSession(page);
      await pressThrough(session, slices, 'up', options.framesPerSecond);
      await pressThrough(session, slices, 'down', options.framesPerSecond);
      await quiet(page, traffic, options.timeoutMs);
      await pressThrough(session, slices, 'up', options.framesPerSecond);
      const measure = async (what: string): Promise<ScrollMeasurement> => {
        const passes = await scrollThrough(page, session, slices, options.framesPerSecond);
        if (options.screenshot) await page.screenshot({ path: named(options.screenshot, what) });
        return {
          what,
          steps: 2 * (slices - 1),
          drawn: intervals(passes.map(({ drawnMs }) => drawnMs)),
          frames: intervals(passes.map(({ framesMs }) => framesMs)),
        };
      };
      const measured = [await measure('slices')];
      if (own) {
        await page.evaluate(() => window.yunying?.setOrientation(0, 'coronal'));
        await volumeComplete(page);
        measured.push(await measure('coronal'));
        await page.evaluate(() => window.yunying?.setOrientation(0, 'stack'));
        await page.evaluate((slab) => window.yunying?.setSlab(0, slab), SLAB);
        measured.push(await measure('MIP 20 mm'));
      }
      return measured;
    } finally {
      close();
    }
  });
}

/** OHIF lays a tour and a notice over the images that take the wheel: they are sent away as a reader would. */
async function dismissGreetings(page: Page): Promise<void> {
  for (const name of ['Skip all', 'Confirm and hide']) {
    const button = page.getByText(name, { exact: true });
    if (await button.isVisible()) await button.click();
  }
}

/** The volume is complete, and the first of its planes shown. */
const volumeComplete = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await new Promise<void>((resolve) => void window.yunying?.on('mpr-complete', () => resolve()));
    await window.yunying?.scrollTo(0, { sliceIndex: 0 });
  });

const named = (screenshot: string, what: string): string => {
  const { dir, name } = path.parse(screenshot);
  return path.join(dir, `${name}-${what.replaceAll(' ', '-')}.png`);
};

async function quiet(page: Page, traffic: Traffic, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs;
  await delay(QUIET_MS);
  while (traffic.pending > 0 || performance.now() - traffic.lastActivity < QUIET_MS) {
    if (performance.now() > end)
      throw new Error(`${page.url()}: the network is not quiet within ${timeoutMs} ms`);
    await delay(100);
  }
}
