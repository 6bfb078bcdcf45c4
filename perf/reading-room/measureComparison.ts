import { setTimeout as delay } from 'node:timers/promises';
import { withColdBrowser } from '../first-image/coldBrowser.ts';
import { withStudy } from '../first-image/pageAddress.ts';
import { watchCanvasesScript } from './measureMpr.ts';
import type { RoomOptions } from './options.ts';
import type { CanvasesSeen, FirstShown } from './watchCanvases.ts';

/** ms since the start of navigation. */
export interface ComparisonMeasurement {
  /** all exams asked for show an image */
  shown: number;
  /** our page only: the exams are linked by a translation */
  translation?: number;
  /** our page only: the rigid registration is there */
  rigid?: number;
  quality?: string;
}

/** The pages that are measured in turn: both exams and the current one alone in ours, both in the other viewer's. */
export type ComparisonRuns = Record<'both' | 'alone' | 'theirs', ComparisonMeasurement[]>;

interface Registered {
  method: string;
  quality: string;
  ms: number;
}

/** Two exams beside each other, measured in strict alternation with one of them alone and with another viewer's comparison. */
export async function measureComparison(
  options: RoomOptions,
  pair: readonly [string, string],
): Promise<ComparisonRuns> {
  const { url, against } = options;
  const runs: ComparisonRuns = { both: [], alone: [], theirs: [] };
  const pages: { name: keyof ComparisonRuns; address: string; exams: number; registered: boolean }[] = [
    { name: 'both', address: withStudy(url, pair.join(',')), exams: 2, registered: true },
    { name: 'alone', address: withStudy(url, pair[0]), exams: 1, registered: false },
  ];
  if (against !== undefined) {
    const address = `${withStudy(against, pair.join(','))}&hangingprotocolId=@ohif/hpCompare`;
    pages.push({ name: 'theirs', address, exams: 2, registered: false });
  }
  for (let run = 0; run < options.warmUp + options.runs; run += 1)
    for (const { name, address, exams, registered } of pages) {
      const last = run === options.warmUp + options.runs - 1;
      const screenshot =
        options.screenshots && last ? `${options.screenshots}/comparison-${name}.png` : undefined;
      const measured = await measurePage(address, exams, registered, options, screenshot);
      if (run >= options.warmUp) runs[name].push(measured);
      console.log(
        `comparison ${run < options.warmUp ? 'warm-up' : run} ${name}: ${JSON.stringify(measured)}`,
      );
    }
  return runs;
}

/** Remembers what the page tells of registrations, from the first frame in which it can be asked. */
function listenForRegistrations(): void {
  const found: Registered[] = [];
  Object.assign(window, { __registered: found });
  const ask = (): void => {
    if (!window.yunying) return void requestAnimationFrame(ask);
    window.yunying.on('registration', ({ method, quality }) => {
      found.push({ method, quality, ms: performance.now() });
    });
  };
  requestAnimationFrame(ask);
}

/** Canvases whose middles are so far apart are beside each other, CSS pixels. */
const apartPx = 100;

/**
 * When each place on the screen showed an image first: what a page paints itself may be replaced by its engine's picture, in
 * another canvas at the same place.
 */
function placesShown(shown: readonly FirstShown[]): number[] {
  const places: FirstShown[] = [];
  for (const one of shown) if (places.every(({ x }) => Math.abs(x - one.x) > apartPx)) places.push(one);
  return places.map(({ ms }) => ms);
}

/** Opens `url` in a browser that has never been used. Throws when not everything is there in time. */
function measurePage(
  url: string,
  exams: number,
  registered: boolean,
  options: RoomOptions,
  screenshot: string | undefined,
): Promise<ComparisonMeasurement> {
  return withColdBrowser(options, async (page) => {
    await page.addInitScript({ content: watchCanvasesScript() });
    if (registered) await page.addInitScript({ content: `(${listenForRegistrations.toString()})()` });
    await page.goto(url, { waitUntil: 'commit', timeout: options.timeoutMs });
    const end = performance.now() + options.timeoutMs;
    for (;;) {
      const { seen, found } = await page.evaluate(() => {
        const asked = window as unknown as { __canvasesSeen(): CanvasesSeen; __registered?: Registered[] };
        return { seen: asked.__canvasesSeen(), found: asked.__registered ?? [] };
      });
      const shown = placesShown(seen.shown)[exams - 1];
      const rigid = found.find(({ method }) => method === 'rigid');
      if (shown !== undefined && (!registered || rigid)) {
        if (screenshot !== undefined) await page.screenshot({ path: screenshot });
        const translation = found.find(({ method }) => method === 'translation');
        return {
          shown,
          ...(translation && { translation: translation.ms }),
          ...(rigid && { rigid: rigid.ms, quality: rigid.quality }),
        };
      }
      if (performance.now() > end)
        throw new Error(
          `${url}: not there within ${options.timeoutMs} ms: ${JSON.stringify({ seen, found })}`,
        );
      await delay(100);
    }
  });
}
