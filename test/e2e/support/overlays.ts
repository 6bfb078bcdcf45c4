import type { Page } from '@playwright/test';
import type { OverlayWish } from '../../../viewer/app/automation/index.ts';
import { toCanvas } from './room.ts';

type Point = [number, number, number];

export const overlaysOf = (page: Page, index = 0) =>
  page.evaluate((viewport) => window.yunying!.getOverlays(viewport), index);

export async function lay(page: Page, id: string, wish: OverlayWish | null = {}, index = 0): Promise<void> {
  await page.evaluate(
    ([viewport, overlay, settings]) => window.yunying!.setOverlay(viewport, overlay, settings),
    [index, id, wish] as const,
  );
}

/** The overlay's picture with its values as an ordinary array; NaN stays NaN. */
export async function overlayPixels(page: Page, id: string, segment?: number, index = 0) {
  const picture = await page.evaluate(
    async ([viewport, overlay, number]) => {
      const report = await window.yunying!.getOverlayPixels(viewport, overlay, number);
      return {
        ...report,
        values: Array.from(report.values, (value) => (Number.isNaN(value) ? null : value)),
      };
    },
    [index, id, segment] as const,
  );
  return { ...picture, values: picture.values.map((value) => value ?? NaN) };
}

export const samplesAt = (page: Page, point: Point, index = 0) =>
  page.evaluate(([viewport, place]) => window.yunying!.overlaysAt(viewport, place), [index, point] as const);

/** Red, green, blue and alpha of the canvas of overlays at a point of the patient in viewport 0. */
export async function overlayColour(page: Page, point: Point): Promise<number[]> {
  const [x, y] = await toCanvas(page, point);
  return page.evaluate(
    async ([left, top]) => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const canvas = document.querySelector<HTMLCanvasElement>('[data-viewport="0"] canvas[data-overlays]');
      const scale = devicePixelRatio;
      const context = canvas?.getContext('2d');
      if (!context) throw new Error('the viewport has no canvas for overlays');
      return Array.from(context.getImageData(Math.floor(left * scale), Math.floor(top * scale), 1, 1).data);
    },
    [x, y] as const,
  );
}
