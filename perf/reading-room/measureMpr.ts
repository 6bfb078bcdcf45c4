import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { withColdBrowser } from '../first-image/coldBrowser.ts';
import { imageThresholds, judgeImage } from '../first-image/judgeImage.ts';
import { keepDrawings } from '../first-image/keepDrawings.ts';
import { openSnapshots } from '../first-image/openSnapshots.ts';
import { recordTraffic } from '../first-image/recordTraffic.ts';
import { blackRowsBetween } from './blackRowsBetween.ts';
import { mprComplete } from './mprComplete.ts';
import type { MprTimes } from './mprComplete.ts';
import type { RoomOptions } from './options.ts';
import { watchCanvases } from './watchCanvases.ts';
import type { CanvasesSeen } from './watchCanvases.ts';

export interface MprMeasurement extends MprTimes {
  browser: string;
}

const STABLE_MS = 2000;

/** Asks for the planes in the first frame in which the reading room takes the command, as nobody could sooner. */
function askForPlanes(): void {
  const ask = (): void => {
    const again = (): void => void requestAnimationFrame(ask);
    if (window.yunying) window.yunying.showMpr(0).catch(again);
    else again();
  };
  requestAnimationFrame(ask);
}

/**
 * Opens `url` in a browser that has never been used, and measures until the three planes of the volume are complete
 * (mprComplete). `own`: the page is asked for them through `window.yunying`; else the address does. Throws when they are not
 * complete in time.
 */
export function measureMpr(
  url: string,
  own: boolean,
  options: RoomOptions & { screenshot?: string },
): Promise<MprMeasurement> {
  return withColdBrowser(options, async (page, userDataDir) => {
    const { traffic, browser, close } = await recordTraffic(userDataDir);
    try {
      await page.addInitScript({ content: watchCanvasesScript() });
      if (own) await page.addInitScript({ content: `(${askForPlanes.toString()})()` });
      await page.goto(url, { waitUntil: 'commit', timeout: options.timeoutMs });
      const end = performance.now() + options.timeoutMs;
      for (;;) {
        const seen = await canvasesSeen(page);
        const quiet = traffic.pending === 0 && performance.now() - traffic.lastActivity >= STABLE_MS;
        const times = mprComplete(seen, quiet, { planes: 3, stableMs: STABLE_MS, marks: own });
        if (times || performance.now() > end) {
          if (options.screenshot) await page.screenshot({ path: options.screenshot });
          if (times) return { ...times, browser };
          const { bytes, requests } = traffic.sum(Infinity);
          throw new Error(
            `${url}: planes not complete within ${options.timeoutMs} ms (${requests} requests, ${bytes} bytes, ${traffic.pending} under way): ${JSON.stringify(seen)}`,
          );
        }
        await delay(250);
      }
    } finally {
      close();
    }
  });
}

export function watchCanvasesScript(): string {
  const settings = { grid: 96, canvasSide: 128, everyMs: 100, thresholds: imageThresholds };
  const parts = [judgeImage, openSnapshots, blackRowsBetween].map((part) => part.toString());
  return `(${keepDrawings.toString()})();(${watchCanvases.toString()})(${parts.join(',')},${JSON.stringify(settings)});`;
}

const canvasesSeen = (page: Page): Promise<CanvasesSeen> =>
  page.evaluate(() => (window as unknown as { __canvasesSeen(): CanvasesSeen }).__canvasesSeen());
