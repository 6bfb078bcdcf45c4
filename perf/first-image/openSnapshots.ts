/** Snapshots of canvases, taken at once and looked at elsewhere. */
export interface Snapshots {
  /** `ms` and `of`, which may tell canvases apart, come back with the samples. A canvas that cannot be read (empty, of another origin) is passed over. @returns false when too many are under way */
  take(canvas: HTMLCanvasElement, ms: number, of?: number): boolean;
  /** Those that have arrived since the last call, in the order they were taken: RGBA, `grid` x `grid`. */
  arrived(): { ms: number; of: number; rgba: Uint8ClampedArray }[];
  close(): void;
}

/**
 * Reading the pixels of a canvas stops the thread that reads until the graphics process has caught up: 100 ms a time
 * with software rendering, a tenth of the whole measurement, and reading through WebGL fences and pixel buffers stops
 * it as well. So the page only makes an ImageBitmap (a reference, no copy, no waiting), and a worker reads it: a grid
 * of `grid` x `grid` of its pixels, nearest, not smoothed. So many may be under way that a
 * busy graphics process does not make the page be looked at less often.
 *
 * Runs in the measured page: it is sent there as source text, so it uses nothing from outside itself.
 */
export function openSnapshots(grid: number): Snapshots {
  const read = (side: number): void => {
    const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no 2D context to read canvases with');
    context.imageSmoothingEnabled = false;
    onmessage = ({ data }: MessageEvent<{ ms: number; of: number; bitmap: ImageBitmap }>) => {
      context.clearRect(0, 0, side, side);
      context.drawImage(data.bitmap, 0, 0, side, side);
      data.bitmap.close();
      postMessage({ ms: data.ms, of: data.of, rgba: context.getImageData(0, 0, side, side).data });
    };
  };
  const url = URL.createObjectURL(new Blob([`(${read.toString()})(${grid})`], { type: 'text/javascript' }));
  const worker = new Worker(url);
  let underWay = 0;
  let delivered: { ms: number; of: number; rgba: Uint8ClampedArray }[] = [];
  worker.onmessage = ({ data }: MessageEvent<{ ms: number; of: number; rgba: Uint8ClampedArray }>) => {
    underWay -= 1;
    delivered.push(data);
  };
  return {
    take(canvas, ms, of = 0) {
      if (underWay >= 64) return false;
      underWay += 1;
      createImageBitmap(canvas).then(
        (bitmap) => worker.postMessage({ ms, of, bitmap }, [bitmap]),
        () => (underWay -= 1),
      );
      return true;
    },
    arrived() {
      const taken = delivered;
      delivered = [];
      return taken;
    },
    close() {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
