import type { ImagePixelModule } from '../../pixels/index.ts';
import type { IndependentCheck } from './jobs.ts';

const oneIn = 16;
const countOfForm = new Map<string, number>();
const formsRemembered = 1000;

/**
 * Whether the second decoder looks at this frame. It takes half as long as all the rest; `sampled` lets it see, in each
 * worker, the first frame of every form (a flaw in how a form is encoded shows in each of its frames) and one of 16.
 */
export function needsIndependentCheck(image: ImagePixelModule, check: IndependentCheck): boolean {
  if (check === 'every-frame') return true;
  const { rows, columns, bitsAllocated, bitsStored, pixelRepresentation } = image;
  const form = [rows, columns, bitsAllocated, bitsStored, pixelRepresentation].join();
  if (countOfForm.size >= formsRemembered) countOfForm.clear();
  const count = countOfForm.get(form) ?? 0;
  countOfForm.set(form, count + 1);
  return count % oneIn === 0;
}
