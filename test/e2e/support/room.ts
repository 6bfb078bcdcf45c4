import { expect, type Page } from '@playwright/test';
import type { AutomationEvents, PixelsReport, ViewportReport } from '../../../viewer/app/automation/index.ts';

export const baseUrl = (): string => process.env.YUNYING_E2E_URL ?? '';

/** Opens studies in the reading room and waits until the engine shows the first image. */
export async function openRoom(page: Page, studyUids: string[], url = baseUrl()): Promise<void> {
  await page.goto(`${url}/viewer?StudyInstanceUIDs=${studyUids.join(',')}`);
  await firstImage(page);
}

export async function firstImage(page: Page): Promise<void> {
  await page.waitForFunction(() => window.yunying !== undefined);
  await page.evaluate(
    () => new Promise<void>((resolve) => void window.yunying?.on('first-image', () => resolve())),
  );
}

/** Waits until a whole series has come or failed. */
export async function seriesComplete(page: Page): Promise<AutomationEvents['series-complete']> {
  await page.waitForFunction(() => window.yunying !== undefined);
  return page.evaluate(
    () =>
      new Promise<AutomationEvents['series-complete']>(
        (resolve) => void window.yunying?.on('series-complete', resolve),
      ),
  );
}

export async function viewport(page: Page, index = 0): Promise<ViewportReport> {
  const reports = await page.evaluate(() => window.yunying?.getViewports());
  const report = reports?.[index];
  if (!report) throw new Error(`there is no viewport ${index}`);
  return report;
}

/** The shown slice, with its values as an ordinary array. */
export async function pixels(page: Page, index = 0): Promise<PixelsReport & { values: number[] }> {
  return page.evaluate(async (viewportIndex) => {
    const report = await window.yunying?.getPixels(viewportIndex);
    if (!report) throw new Error('no automation interface');
    return { ...report, values: Array.from(report.values) };
  }, index);
}

/** Waits until the viewport shows the slice at `sliceIndex`. */
export async function expectSlice(page: Page, sliceIndex: number): Promise<void> {
  await expect.poll(async () => (await viewport(page)).sliceIndex).toBe(sliceIndex);
}

/** 8-bit grey values of the first viewport as they are on the screen, with the canvas's size in device pixels. */
export async function screenGrey(page: Page): Promise<{ width: number; height: number; grey: number[] }> {
  return page.evaluate(async () => {
    // After two animation frames whatever was asked for has been drawn.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const canvas = document.querySelector<HTMLCanvasElement>('[data-viewport="0"] canvas.cornerstone-canvas');
    const copy = document.createElement('canvas');
    if (!canvas) throw new Error('the viewport has no canvas');
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext('2d');
    if (!context) throw new Error('no 2D context');
    context.drawImage(canvas, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, copy.width, copy.height);
    return { width, height, grey: Array.from({ length: width * height }, (_, i) => data[i * 4] as number) };
  });
}

/** Where a point in patient mm lies in viewport 0, CSS pixels (device pixels here) from its upper left corner. */
export async function toCanvas(page: Page, point: [number, number, number]): Promise<[number, number]> {
  const found = await page.evaluate((place) => window.yunying?.worldToCanvas(0, place), point);
  if (!found) throw new Error('no automation interface');
  return found;
}
