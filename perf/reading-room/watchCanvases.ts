import type { ImageThresholds } from '../first-image/judgeImage.ts';
import type { Snapshots } from '../first-image/openSnapshots.ts';

export interface WatchCanvasesSettings {
  /** samples per side */
  grid: number;
  /** least width and height on the screen, CSS pixels */
  canvasSide: number;
  everyMs: number;
  thresholds: ImageThresholds;
}

/** One visible canvas; ms since performance.timeOrigin. */
export interface CanvasSeen {
  showsImage: boolean;
  /** when it showed an image first */
  firstMs: number | undefined;
  /** when its pixels were seen to be other ones the last time */
  changedMs: number;
  /** rows that are black from edge to edge between rows that are not: slices that are missing in a plane */
  blackRows: number;
}

/** A canvas that showed an image, whether it is still there or not. */
export interface FirstShown {
  /** its middle on the screen, CSS pixels from the left */
  x: number;
  ms: number;
}

/** What the page answers: `window.__canvasesSeen()`. */
export interface CanvasesSeen {
  nowMs: number;
  canvases: CanvasSeen[];
  /** in the order in which they showed an image first */
  shown: FirstShown[];
  /** the page's own mark `mpr-complete` */
  markMs: number | undefined;
  /** when all volumes of the page's Cornerstone were seen to be loaded; undefined where it cannot be asked */
  volumesLoadedMs: number | undefined;
}

/**
 * Looks at every large canvas again and again for as long as the page is open: when it showed an image, when its pixels changed
 * the last time. Reading pixels is work for the graphics process, so a canvas that is drawn into with a 2D context is read only
 * after it was drawn into; all others at every look. Runs in the measured page before its own scripts; needs keepDrawings there. It is sent as source
 * text, so it uses nothing from outside itself.
 */
export function watchCanvases(
  judge: (rgba: ArrayLike<number>, size: number, thresholds: ImageThresholds) => boolean,
  openSnapshots: (grid: number) => Snapshots,
  blackRowsBetween: (rgba: ArrayLike<number>, size: number) => number,
  settings: WatchCanvasesSettings,
): void {
  if (window.top !== window) return;
  const { grid, canvasSide, everyMs, thresholds } = settings;
  interface Watched extends CanvasSeen {
    number: number;
    hash: number;
    size: string;
    x: number;
  }
  const watched = new Map<HTMLCanvasElement, Watched>();
  const byNumber = new Map<number, Watched>();
  const shown: FirstShown[] = [];
  /** Canvases with a 2D context, and whether they were drawn into since they were read. */
  const drawnInto = new WeakMap<HTMLCanvasElement, boolean>();
  const context2d = CanvasRenderingContext2D.prototype as unknown as Record<
    string,
    (this: CanvasRenderingContext2D, ...args: unknown[]) => unknown
  >;
  const drawing =
    'drawImage putImageData fillRect clearRect strokeRect fill stroke fillText strokeText reset';
  for (const name of drawing.split(' ')) {
    const draw = context2d[name];
    if (!draw) continue;
    context2d[name] = function (...args) {
      drawnInto.set(this.canvas, true);
      return draw.apply(this, args);
    };
  }
  let volumesLoadedMs: number | undefined;

  const visible = (): HTMLCanvasElement[] =>
    [...document.querySelectorAll('canvas')].filter((canvas) => {
      const { width, height } = canvas.getBoundingClientRect();
      return width >= canvasSide && height >= canvasSide && canvas.checkVisibility();
    });
  const middleOf = (canvas: HTMLCanvasElement): number => {
    const { left, width } = canvas.getBoundingClientRect();
    return left + width / 2;
  };
  const hashOf = (rgba: Uint8ClampedArray): number => {
    let hash = 0;
    for (const value of rgba) hash = (Math.imul(hash, 31) + value) | 0;
    return hash;
  };
  // One for all: each has a worker, whose start would be work beside the page's own.
  let snapshots: Snapshots | undefined;
  let count = 0;
  const takeArrived = (): void => {
    for (const { ms, of, rgba } of snapshots?.arrived() ?? []) {
      const hash = hashOf(rgba);
      const seen = byNumber.get(of);
      if (!seen || hash === seen.hash) continue;
      seen.hash = hash;
      seen.changedMs = ms;
      seen.showsImage = judge(rgba, grid, thresholds);
      seen.blackRows = blackRowsBetween(rgba, grid);
      if (!seen.showsImage || seen.firstMs !== undefined) continue;
      seen.firstMs = ms;
      shown.push({ x: seen.x, ms });
    }
  };
  type Volumes = { loadStatus?: { loaded?: boolean } }[];
  const askForVolumes = (): void => {
    const { cornerstone } = window as { cornerstone?: { cache?: { getVolumes?(): Volumes } } };
    const volumes = cornerstone?.cache?.getVolumes?.() ?? [];
    const loaded = volumes.length > 0 && volumes.every(({ loadStatus }) => loadStatus?.loaded === true);
    volumesLoadedMs = loaded ? (volumesLoadedMs ?? performance.now()) : undefined;
  };
  let lastLook = 0;
  const look = (): void => {
    requestAnimationFrame(look);
    const now = performance.now();
    if (now - lastLook < everyMs) return;
    lastLook = now;
    const canvases = visible();
    for (const canvas of watched.keys()) if (!canvases.includes(canvas)) watched.delete(canvas);
    takeArrived();
    for (const canvas of canvases) {
      let seen = watched.get(canvas);
      if (!seen) {
        seen = {
          ...{ number: ++count, hash: 0, size: '', changedMs: now, x: middleOf(canvas) },
          ...{ showsImage: false, firstMs: undefined, blackRows: 0 },
        };
        watched.set(canvas, seen);
        byNumber.set(seen.number, seen);
      }
      const size = `${canvas.width} ${canvas.height}`;
      if (drawnInto.get(canvas) === false && seen.size === size) continue;
      snapshots ??= openSnapshots(grid);
      if (!snapshots.take(canvas, now, seen.number)) continue;
      seen.size = size;
      if (drawnInto.has(canvas)) drawnInto.set(canvas, false);
    }
    askForVolumes();
  };
  requestAnimationFrame(look);

  Object.assign(window, {
    __canvasesSeen: (): CanvasesSeen => ({
      nowMs: performance.now(),
      canvases: [...watched.values()].map(({ showsImage, firstMs, changedMs, blackRows }) => ({
        ...{ showsImage, firstMs, changedMs, blackRows },
      })),
      shown: shown.toSorted((a, b) => a.ms - b.ms),
      markMs: performance.getEntriesByName('mpr-complete', 'mark')[0]?.startTime,
      volumesLoadedMs,
    }),
  });
}
