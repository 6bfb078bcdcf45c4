import { limitsOf, rampReaders } from './loadPlan.ts';
import type { Limits, LoadPlan } from './loadPlan.ts';
import type { Figures, RunSummary } from './readSummary.ts';

export interface BreakingPoint {
  /** the most readers for whom all limits held; 0: not even those of the first step */
  held: number;
  /** where one broke, and which; undefined: none did */
  broke?: { readers: number; why: string };
}

/** Where a ramp met its first limit. A step without a figure was never reached. */
export function breakingPoint(summary: RunSummary, plan: LoadPlan): BreakingPoint {
  let held = 0;
  for (const [step, readers] of rampReaders(plan).entries()) {
    const figures = summary.slices[step];
    if (!figures || (!figures.frame && !figures.firstLoad && figures.failures === 0)) break;
    const why = broken(figures, limitsOf(plan));
    if (why !== undefined) return { held, broke: { readers, why } };
    held = readers;
  }
  return { held };
}

/** The first limit that figures break, in words. */
export function broken({ firstLoad, frame, failures }: Figures, limits: Limits): string | undefined {
  if (firstLoad && firstLoad.p95 >= limits.firstLoadP95)
    return `first load p95 ${Math.round(firstLoad.p95)} ms`;
  if (frame && frame.p95 >= limits.frameP95) return `frame p95 ${Math.round(frame.p95)} ms`;
  if (failures >= limits.failures) return `${(100 * failures).toFixed(2)} % failures`;
  return undefined;
}
