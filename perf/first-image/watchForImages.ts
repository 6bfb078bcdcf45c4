import type { ImageThresholds } from './judgeImage.ts';
import type { Snapshots } from './openSnapshots.ts';

export interface WatchSettings {
  /** name of the function in `window` that is told what was seen and when */
  report: string;
  /** samples per side; a canvas is looked at on this grid */
  grid: number;
  /** least width and height on the screen, CSS pixels */
  canvasSide: number;
  imgSide: number;
  thresholds: ImageThresholds;
}

/** `ms` since performance.timeOrigin (the start of navigation); `costMs`: what the watching took of the page so far. */
export interface Sighting {
  kind: 'canvas' | 'img';
  ms: number;
  costMs: number;
  /** how long before `ms` the page was last looked at: the image came within this time */
  withinMs: number;
}

/**
 * The measure from outside, the same for every viewer: runs in the page before its own scripts and reports the first
 * moment at which any visible `<canvas>` (and, for previews, any large `<img>`) shows an image.
 *
 * In each animation frame a snapshot of every large enough canvas is taken (openSnapshots), on which `judge` decides
 * when it arrives. The time reported is that of the snapshot: by then the image had been drawn, and it is on the
 * screen as soon as the graphics process has done its work. How exact it is (about a frame, unless the page itself
 * is too busy for frames) is reported with it.
 *
 * Needs keepDrawings in the page.
 * Open and closed shadow roots are looked into; WebGPU canvases and the documents of iframes are not: give the
 * address of the viewer's own page. Watching ends with the first canvas that shows an image: what loads afterwards
 * is not slowed.
 *
 * Sent to the page as source text: it uses nothing from outside itself.
 */
export function watchForImages(
  judge: (rgba: ArrayLike<number>, size: number, thresholds: ImageThresholds) => boolean,
  openSnapshots: (grid: number) => Snapshots,
  settings: WatchSettings,
): void {
  if (window.top !== window) return;
  const { grid, thresholds } = settings;

  const roots: (Document | ShadowRoot)[] = [document];
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    roots.push(root);
    return root;
  };
  const visible = <T extends Element>(tag: string, leastSide: number): T[] =>
    roots
      .flatMap((root) => Array.from(root.querySelectorAll<T>(tag)))
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        if (width < leastSide || height < leastSide) return false;
        return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      });

  const sampler = document.createElement('canvas');
  sampler.width = grid;
  sampler.height = grid;
  const context = sampler.getContext('2d', { willReadFrequently: true });
  const noImage = new WeakMap<HTMLImageElement, string>();
  /** An img is decoded in the page's own memory: it can be read at once, and needs to be only once. */
  const imgShows = (img: HTMLImageElement): boolean => {
    if (!context || !img.complete || img.naturalWidth === 0 || noImage.get(img) === img.currentSrc)
      return false;
    try {
      context.imageSmoothingEnabled = false;
      context.clearRect(0, 0, grid, grid);
      context.drawImage(img, 0, 0, grid, grid);
      if (judge(context.getImageData(0, 0, grid, grid).data, grid, thresholds)) return true;
    } catch {
      // of another origin: cannot be read
    }
    noImage.set(img, img.currentSrc);
    return false;
  };

  let costMs = 0;
  let lastLook = 0;
  let lastBlank = 0;
  let imgSeen = false;
  let snapshots: Snapshots | undefined;
  const report = (kind: Sighting['kind'], ms: number, before: number): void => {
    const tell = (window as unknown as Record<string, (sighting: Sighting) => void>)[settings.report];
    tell?.({ kind, ms, costMs, withinMs: ms - before });
  };
  const look = (): void => {
    const now = performance.now();
    const arrived = snapshots?.arrived() ?? [];
    const seen = arrived.find(({ rgba }) => judge(rgba, grid, thresholds));
    for (const { ms } of arrived) if (!seen || ms < seen.ms) lastBlank = ms;
    if (!seen) {
      for (const canvas of visible<HTMLCanvasElement>('canvas', settings.canvasSide)) {
        snapshots ??= openSnapshots(grid);
        snapshots.take(canvas, now);
      }
    }
    if (!imgSeen && visible<HTMLImageElement>('img', settings.imgSide).some(imgShows)) {
      imgSeen = true;
      report('img', now, lastLook);
    }
    lastLook = now;
    costMs += performance.now() - now;
    if (!seen) {
      requestAnimationFrame(look);
      return;
    }
    snapshots?.close();
    report('canvas', seen.ms, lastBlank);
  };
  requestAnimationFrame(look);
}
