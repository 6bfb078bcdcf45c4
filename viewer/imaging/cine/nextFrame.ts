export interface CineStep {
  mode: 'loop' | 'sweep';
  /** 1 towards the end of the stack, -1 towards its beginning. */
  direction: 1 | -1;
}

/** The frame after `index` (0-based) and the direction from there: loops start over, sweeps turn round at the ends. */
export function nextFrame(
  index: number,
  count: number,
  { mode, direction }: CineStep,
): { index: number; direction: 1 | -1 } {
  const next = index + direction;
  if (next >= 0 && next < count) return { index: next, direction };
  if (mode === 'loop') return { index: direction > 0 ? 0 : count - 1, direction };
  return { index: Math.min(count - 1, Math.max(0, index - direction)), direction: direction > 0 ? -1 : 1 };
}
