import { sliceCount } from './loadPlan.ts';
import type { LoadPlan } from './loadPlan.ts';

/** Milliseconds. */
export interface Durations {
  count: number;
  median: number;
  p95: number;
  p99: number;
  max: number;
}

export interface Figures {
  firstLoad: Durations | undefined;
  frame: Durations | undefined;
  frames: number;
  /** share of the requests */
  failures: number;
}

export interface RunSummary extends Figures {
  seriesSwitch: Durations | undefined;
  requests: number;
  bytes: number;
  /** how long there was load: a ramp ends where a limit breaks */
  seconds: number;
  /** by when the requests began, `sliceSeconds` each */
  slices: Figures[];
}

type Metrics = Record<string, { values: Record<string, number> } | undefined>;

/** The figures in what k6 hands to handleSummary. */
export function readSummary(
  { metrics, state }: { metrics: Metrics; state: { testRunDurationMs: number } },
  plan: LoadPlan,
): RunSummary {
  return {
    ...figures(metrics, ''),
    seriesSwitch: durations(metrics, 'series_switch'),
    requests: metrics.http_reqs?.values.count ?? 0,
    bytes: metrics.data_received?.values.count ?? 0,
    seconds: Math.min(plan.seconds, state.testRunDurationMs / 1000),
    slices: Array.from({ length: sliceCount(plan) }, (_, i) => figures(metrics, `{slice:${i}}`)),
  };
}

const figures = (metrics: Metrics, tag: string): Figures => ({
  firstLoad: durations(metrics, `first_load${tag}`),
  frame: durations(metrics, `frame_duration${tag}`),
  frames: metrics[`frames${tag}`]?.values.count ?? 0,
  failures: metrics[`failed${tag}`]?.values.rate ?? 0,
});

function durations(metrics: Metrics, name: string): Durations | undefined {
  const values = metrics[name]?.values;
  if (!values?.count) return undefined;
  const value = (key: string): number => values[key] ?? NaN;
  return {
    count: values.count,
    median: value('med'),
    p95: value('p(95)'),
    p99: value('p(99)'),
    max: value('max'),
  };
}
