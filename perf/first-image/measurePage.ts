import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { withColdBrowser } from './coldBrowser.ts';
import { imageThresholds, judgeImage } from './judgeImage.ts';
import { keepDrawings } from './keepDrawings.ts';
import { openSnapshots } from './openSnapshots.ts';
import { recordTraffic } from './recordTraffic.ts';
import type { Traffic, TrafficSum } from './traffic.ts';
import { watchForImages } from './watchForImages.ts';
import type { Sighting, WatchSettings } from './watchForImages.ts';

/** All times in ms since the start of navigation (performance.timeOrigin). */
export interface Measurement {
  /** seen from outside: the first img or canvas, and the first canvas, that shows an image */
  outside: { preview: number; image: number };
  /** the page's own User Timing marks, where it sets them */
  marks: { preview?: number; image?: number };
  /** until `firstImage`, and until the network was quiet */
  untilImage: TrafficSum;
  untilQuiet: TrafficSum;
  /** when the network was quiet; undefined: not within the time allowed for it */
  quiet?: number;
  /** what the watching cost the page before the first image, ms */
  watchingCost: number;
  /** the image came to the canvas at most this long before outside.image, ms */
  imageWithin: number;
  browser: string;
}

export interface MeasureOptions {
  executablePath: string;
  viewport: { width: number; height: number };
  timeoutMs: number;
  settleMs: number;
  screenshot?: string;
}

const REPORT = '__firstImageSeen';
const QUIET_MS = 2000;

/**
 * The moment that counts: the later of what was seen from outside and of the page's own mark, so that a page neither
 * gains by marking early nor by showing a blurred image first.
 */
export const firstImage = (run: Measurement): number => Math.max(run.outside.image, run.marks.image ?? 0);
export const firstPreview = (run: Measurement): number =>
  Math.max(run.outside.preview, run.marks.preview ?? 0);

/** The script that watches a page; `settings` are those of the measurement. */
export function watchScript(settings: Partial<WatchSettings> = {}): string {
  const all = {
    report: REPORT,
    grid: 64,
    canvasSide: 128,
    imgSide: 256,
    thresholds: imageThresholds,
    ...settings,
  };
  return `(${keepDrawings.toString()})();(${watchForImages.toString()})(${judgeImage.toString()}, ${openSnapshots.toString()}, ${JSON.stringify(all)});`;
}

/**
 * Opens `url` in a browser that has never been used (a new process with a new, empty profile) and measures until the
 * first image and on until the network is quiet. Throws when no canvas shows an image within `timeoutMs`.
 */
export async function measurePage(url: string, options: MeasureOptions): Promise<Measurement> {
  return withColdBrowser(options, async (page, userDataDir) => {
    const recording = await recordTraffic(userDataDir);
    try {
      return { ...(await measure(page, url, recording.traffic, options)), browser: recording.browser };
    } finally {
      recording.close();
    }
  });
}

async function measure(
  page: Page,
  url: string,
  traffic: Traffic,
  options: MeasureOptions,
): Promise<Omit<Measurement, 'browser'>> {
  const seen: Partial<Record<Sighting['kind'], Sighting>> = {};
  let canvasSeen: (sighting: Sighting) => void = () => undefined;
  const canvas = new Promise<Sighting>((resolve) => (canvasSeen = resolve));
  await page.exposeFunction(REPORT, (sighting: Sighting) => {
    seen[sighting.kind] ??= sighting;
    if (sighting.kind === 'canvas') canvasSeen(sighting);
  });
  await page.addInitScript({ content: watchScript() });
  await page.goto(url, { waitUntil: 'commit', timeout: options.timeoutMs });
  const image = await Promise.race([canvas, delay(options.timeoutMs, undefined, { ref: false })]);
  if (!image) {
    if (options.screenshot) await page.screenshot({ path: options.screenshot });
    const { bytes, requests } = traffic.sum(Infinity);
    throw new Error(
      `${url} showed no image within ${options.timeoutMs} ms (${requests} requests, ${bytes} bytes)`,
    );
  }
  const quietAt = await quiet(traffic, options.settleMs);
  const { origin, marks } = await readMarks(page, options.settleMs);
  if (Math.abs(origin - (traffic.begunAt ?? origin)) > 500) {
    throw new Error(
      `${url} loaded its document again while opening: its time zero is not the start of navigation`,
    );
  }
  if (options.screenshot) await page.screenshot({ path: options.screenshot });
  const outside = { image: image.ms, preview: Math.min(image.ms, seen.img?.ms ?? Infinity) };
  return {
    outside,
    marks,
    untilImage: traffic.sum(origin + Math.max(outside.image, marks.image ?? 0)),
    untilQuiet: traffic.sum(Infinity),
    ...(quietAt === undefined ? {} : { quiet: quietAt - origin }),
    watchingCost: image.costMs,
    imageWithin: image.withinMs,
  };
}

/** The page's marks. A page that marks its preview will mark its image too: that one is waited for. */
async function readMarks(
  page: Page,
  waitMs: number,
): Promise<{ origin: number; marks: Measurement['marks'] }> {
  const end = performance.now() + waitMs;
  for (;;) {
    const timing = await page.evaluate(() => {
      const mark = (name: string): number | undefined =>
        performance.getEntriesByName(name, 'mark')[0]?.startTime;
      return {
        origin: performance.timeOrigin,
        marks: { preview: mark('first-preview'), image: mark('first-image') },
      };
    });
    const { preview, image } = timing.marks;
    if (image !== undefined || preview === undefined || performance.now() > end) return timing;
    await delay(100);
  }
}

/** Wall time (ms since 1970) at which nothing had been loading for QUIET_MS, less these; undefined: not in time. */
async function quiet(traffic: Traffic, settleMs: number): Promise<number | undefined> {
  const end = performance.now() + settleMs;
  while (performance.now() < end) {
    if (traffic.pending === 0 && performance.now() - traffic.lastActivity >= QUIET_MS) {
      return performance.timeOrigin + traffic.lastActivity;
    }
    await delay(50);
  }
  return undefined;
}
