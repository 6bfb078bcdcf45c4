import { expect, type Page } from '@playwright/test';
import type { Picture } from './pictureByDcmtk.ts';

/**
 * Shows the image of viewport 0 at one pixel of the screen for one of the image and gives what is seen of it, whatever way it is turned:
 * its upper left corner first. What lies over the engine's picture (shutter, overlays) is in it; texts are not.
 */
export async function seenPicture(page: Page, columns: number, rows: number): Promise<Picture> {
  await page.evaluate(() => window.yunying!.setCamera(0, { pan: [0, 0] }));
  await page.keyboard.press('o');
  const found = await page.evaluate(
    async ([width, height]) => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const { indexToWorld: m } = await window.yunying!.getPixels(0);
      const at = (c: number, r: number) =>
        window.yunying!.worldToCanvas(
          0,
          [0, 1, 2].map((i) => m[4 * i]! * c + m[4 * i + 1]! * r + m[4 * i + 3]!) as [number, number, number],
        );
      const [a, b] = [await at(-0.5, -0.5), await at(width! - 0.5, height! - 0.5)];
      const [left, top] = [Math.min(a[0], b[0]), Math.min(a[1], b[1])].map(Math.round) as [number, number];
      const [wide, high] = [Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])].map(Math.round) as [number, number];
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [wide, high];
      const context = canvas.getContext('2d')!;
      for (const selector of ['canvas.cornerstone-canvas', '[data-testid="cover-0"]']) {
        const layer = document.querySelector<HTMLCanvasElement>(`[data-viewport="0"] ${selector}`);
        if (layer) context.drawImage(layer, -left, -top);
      }
      const { data } = context.getImageData(0, 0, wide, high);
      return { width: wide, height: high, grey: Array.from({ length: wide * high }, (_, i) => data[4 * i]!) };
    },
    [columns, rows],
  );
  return { ...found, grey: Uint8Array.from(found.grey) };
}

/** Holds what is seen against another program's picture, pixel by pixel; greys may be rounded otherwise by `tolerance`. */
export async function expectPicture(
  page: Page,
  image: { columns: number; rows: number },
  reference: Picture,
  tolerance = 1,
): Promise<void> {
  let worst = { difference: Infinity, text: 'nothing seen' };
  await expect
    .poll(
      async () => {
        const seen = await seenPicture(page, image.columns, image.rows);
        worst = worstDifference(seen, reference);
        return worst.difference;
      },
      { message: 'greatest difference of grey', timeout: 10_000 },
    )
    .toBeLessThanOrEqual(tolerance)
    .catch((error: unknown) => {
      throw new Error(`${worst.text}\n${String(error)}`);
    });
}

function worstDifference(seen: Picture, reference: Picture): { difference: number; text: string } {
  if (seen.width !== reference.width || seen.height !== reference.height) {
    const text = `seen ${seen.width}x${seen.height}, expected ${reference.width}x${reference.height}`;
    return { difference: Infinity, text };
  }
  let at = 0;
  let difference = 0;
  let off = 0;
  for (let i = 0; i < seen.grey.length; i++) {
    const here = Math.abs((seen.grey[i] as number) - (reference.grey[i] as number));
    if (here > 1) off++;
    if (here > difference) [difference, at] = [here, i];
  }
  const [x, y] = [at % seen.width, Math.floor(at / seen.width)];
  return {
    difference,
    text: `at ${x}, ${y}: seen ${seen.grey[at]}, expected ${reference.grey[at]}; ${off} of ${seen.grey.length} off by more than 1`,
  };
}
