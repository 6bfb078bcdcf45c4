import { expect, type Page } from '@playwright/test';
import { bilinear, linearVoi } from './expectedGrey.ts';
import { pixels, screenGrey, toCanvas } from './room.ts';

/** Greatest difference of grey allowed: rounding of the texture's interpolation and of the 8-bit output. */
const tolerance = 2;

/**
 * Compares what is on the screen of viewport 0 (axial slices) with window and interpolation computed from the values of
 * the slice it claims to show, at thousands of points.
 */
export async function expectScreen(
  page: Page,
  { center, width, invert = false }: { center: number; width: number; invert?: boolean },
): Promise<void> {
  const image = await pixels(page);
  const screen = await screenGrey(page);
  const [dx, , , x, , dy, , y, , , , z] = image.indexToWorld;
  const [lastColumn, lastRow] = [image.columns - 1, image.rows - 1];
  // World to canvas is affine and not turned: two corners give it.
  const [left, top] = await toCanvas(page, [x as number, y as number, z as number]);
  const [right, bottom] = await toCanvas(page, [
    (x as number) + (dx as number) * lastColumn,
    (y as number) + (dy as number) * lastRow,
    z as number,
  ]);
  const differences: number[] = [];
  for (let row = 5; row < screen.height - 5; row += 7) {
    for (let column = 5; column < screen.width - 5; column += 7) {
      const value = bilinear(
        image,
        ((column + 0.5 - left) / (right - left)) * lastColumn,
        ((row + 0.5 - top) / (bottom - top)) * lastRow,
      );
      if (value === undefined) continue;
      const grey = linearVoi(value, center, width);
      differences.push(
        Math.abs((screen.grey[row * screen.width + column] as number) - (invert ? 255 - grey : grey)),
      );
    }
  }
  expect(differences.length).toBeGreaterThan(5000);
  expect(Math.max(...differences)).toBeLessThanOrEqual(tolerance);
}
