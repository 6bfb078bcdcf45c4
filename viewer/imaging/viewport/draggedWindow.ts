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
  // To a thousandth; of a window that is narrower than 1 to a thousandth of its width.
  const perUnit = 1000 * 10 ** Math.max(0, -Math.floor(Math.log10(Math.max(dragged, 1e-9))));
  const rounded = (value: number): number => Math.round(value * perUnit) / perUnit;
  return {
    center: rounded(center + moved),
    width: Math.max(voiFunction === 'linear' ? 1 : 1 / perUnit, rounded(dragged)),
  };
}
