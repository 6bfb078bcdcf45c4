import type { Voi } from '../../../pixels/index.ts';
import type { VoiWindow } from './viewState.ts';

/**
 * What a drag makes of a window whose greys, 0 to 255, the engine shows as they are: it has moved its own range, of those greys, and the
 * window is to move alike. Widths stay those that the function allows.
 */
export function draggedWindow(
  { center, width, function: voiFunction }: Voi,
  { lower, upper }: { lower: number; upper: number },
): VoiWindow {
  const perGrey = width / 255;
  const moved = ((lower + upper) / 2 - 127.5) * perGrey;
  const dragged = width * ((upper - lower) / 255);
  const rounded = (value: number): number => Math.round(value * 1000) / 1000;
  return {
    center: rounded(center + moved),
    width: Math.max(voiFunction === 'linear' ? 1 : 0.001, rounded(dragged)),
  };
}
