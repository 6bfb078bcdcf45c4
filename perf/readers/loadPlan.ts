/** What a run does and what it is held to. Pure: read by k6 and by the program around it. */

export type ScenarioName = 'prepared' | 'cold' | 'ramp';

export interface LoadPlan {
  scenario: ScenarioName;
  /** where the server answers, without a slash at the end */
  url: string;
  /** at once; in a ramp: at its end */
  readers: number;
  /** of load */
  seconds: number;
  /** figures are taken for each so many seconds; in a ramp a step lasts as long */
  sliceSeconds: number;
  /** a reader pages to so many slices a second */
  pace: number;
  /** a reader looks at so many slices of the first series, and half as many of the next */
  slices: number;
}

/** p95 in milliseconds, except failures: a share of all requests. */
export interface Limits {
  firstLoadP95: number;
  seriesSwitchP95: number;
  frameP95: number;
  failures: number;
}

const failures = 0.001;

/** What a run is held to. */
export const limitsOf = ({ scenario }: Pick<LoadPlan, 'scenario'>): Limits =>
  scenario === 'cold'
    ? // All series are asked for at once, and the archive makes the metadata of some twenty a second.
      { firstLoadP95: 10_000, seriesSwitchP95: 5000, frameP95: 1000, failures }
    : { firstLoadP95: 3000, seriesSwitchP95: 3000, frameP95: 500, failures };

export const sliceCount = (plan: LoadPlan): number => Math.ceil(plan.seconds / plan.sliceSeconds);

/** How many readers there are to be in each step of a ramp. */
export const rampReaders = (plan: LoadPlan): number[] =>
  Array.from({ length: sliceCount(plan) }, (_, i) => Math.ceil((plan.readers * (i + 1)) / sliceCount(plan)));
