/** What k6 runs: virtual readers. Started by main.ts, which says in the file PLAN what to do, in STUDIES what there is to read, in COOKIES who does. */
import { sleep } from 'k6';
import { SharedArray } from 'k6/data';
import exec from 'k6/execution';
import http from 'k6/http';
import type { RefinedResponse } from 'k6/http';
import { Counter, Rate, Trend } from 'k6/metrics';
import type { Options, Scenario, Threshold } from 'k6/options';
import { limitsOf, rampReaders, sliceCount } from './loadPlan.ts';
import type { LoadPlan } from './loadPlan.ts';
import {
  firstSeries,
  frameRequest,
  openingRequests,
  readingOrder,
  switchRequests,
} from './viewerRequests.ts';
import type { SeriesToRead, StudyToRead, ViewerRequest } from './viewerRequests.ts';

type Answer = Pick<RefinedResponse<undefined>, 'status' | 'error'>;

const plan = JSON.parse(open(__ENV.PLAN ?? '')) as LoadPlan;
const limits = limitsOf(plan);
const studies = new SharedArray('studies', () => JSON.parse(open(__ENV.STUDIES ?? '')) as StudyToRead[]);
/** Of one reader each; none where nobody signs in. */
const cookies = new SharedArray('cookies', () => JSON.parse(open(__ENV.COOKIES ?? '')) as string[]);

const firstLoad = new Trend('first_load', true);
const seriesSwitch = new Trend('series_switch', true);
const frameDuration = new Trend('frame_duration', true);
const failed = new Rate('failed');
const frames = new Counter('frames');

const slices = Array.from({ length: sliceCount(plan) }, (_, i) => i);

export const options: Options = {
  discardResponseBodies: true,
  // Addresses hold UIDs: with them as tags every frame would be a series of figures of its own.
  systemTags: ['error_code'],
  summaryTrendStats: ['count', 'med', 'p(90)', 'p(95)', 'p(99)', 'max'],
  scenarios: { readers: scenario() },
  thresholds: { ...(plan.scenario === 'ramp' ? {} : overall()), ...bySlice() },
};

function scenario(): Scenario {
  const gracefulStop = '20s';
  if (plan.scenario !== 'ramp') {
    return { executor: 'constant-vus', vus: plan.readers, duration: `${plan.seconds}s`, gracefulStop };
  }
  const rise = Math.min(2, plan.sliceSeconds / 4);
  return {
    executor: 'ramping-vus',
    startVUs: 0,
    gracefulStop,
    stages: rampReaders(plan).flatMap((target) => [
      { duration: `${rise}s`, target },
      { duration: `${plan.sliceSeconds - rise}s`, target },
    ]),
  };
}

function overall(): Record<string, Threshold[]> {
  return {
    first_load: [`p(95)<${limits.firstLoadP95}`],
    series_switch: [`p(95)<${limits.seriesSwitchP95}`],
    frame_duration: [`p(95)<${limits.frameP95}`],
    failed: [`rate<${limits.failures}`],
  };
}

/** k6 reports figures by tag only where a threshold names the tag; a ramp ends at the first slice that is too slow. */
function bySlice(): Record<string, Threshold[]> {
  const held = (slice: number, threshold: string, always: string): Threshold[] =>
    plan.scenario === 'ramp'
      ? [{ threshold, abortOnFail: true, delayAbortEval: `${(slice + 1) * plan.sliceSeconds - 1}s` }]
      : [always];
  return Object.fromEntries(
    slices.flatMap((slice) => [
      [`first_load{slice:${slice}}`, held(slice, `p(95)<${limits.firstLoadP95}`, 'max>=0')],
      [`frame_duration{slice:${slice}}`, held(slice, `p(95)<${limits.frameP95}`, 'max>=0')],
      [`failed{slice:${slice}}`, held(slice, `rate<${limits.failures}`, 'rate>=0')],
      [`frames{slice:${slice}}`, ['count>=0']],
    ]),
  );
}

export function setup(): { beganAt: number } {
  return { beganAt: Date.now() };
}

/** One reader opens one study, pages through it, switches series and pages on. */
export default async function read({ beganAt }: { beganAt: number }): Promise<void> {
  const turn = exec.vu.iterationInInstance;
  const study = studies[(exec.vu.idInTest - 1 + 17 * turn) % studies.length];
  if (!study) return;
  const endsAt = beganAt + plan.seconds * 1000;
  const tags = (): { slice: string } => ({
    slice: String(Math.min(slices.length - 1, Math.floor((Date.now() - beganAt) / 1000 / plan.sliceSeconds))),
  });
  const first = firstSeries(study);
  if (!(await showImage(openingRequests(study), firstLoad, tags()))) return sleep(1);
  page(study, first, plan.slices);
  for (const other of study.series.filter((one) => one !== first)) {
    if (Date.now() > endsAt) return;
    if (!(await showImage(switchRequests(study, other), seriesSwitch, tags()))) return sleep(1);
    page(study, other, Math.ceil(plan.slices / 2));
  }
  if (Date.now() < endsAt) sleep(1 + 2 * Math.random());

  function page(of: StudyToRead, series: SeriesToRead, count: number): void {
    // Readers do not page in step.
    const gap = (): number => (0.6 + 0.8 * Math.random()) / plan.pace;
    for (const index of readingOrder(series, count)) {
      if (Date.now() > endsAt) return;
      const began = Date.now();
      const request = frameRequest(of, series, index);
      const tag = tags();
      const answer = http.get(plan.url + request.path, parameters(request));
      if (counted(request, answer, tag)) {
        frameDuration.add(answer.timings.duration, tag);
        frames.add(1, tag);
      }
      sleep(Math.max(0, gap() - (Date.now() - began) / 1000));
    }
  }
}

/**
 * Sends requests as the page does, each when the answer it depends on is there, and adds the time until the frame's
 * last byte to `time`. False when the frame or what leads to it failed; waits for everything either way.
 */
async function showImage(requests: ViewerRequest[], time: Trend, tags: { slice: string }): Promise<boolean> {
  const began = Date.now();
  let shown = false;
  const sent = async (after: ViewerRequest['after']): Promise<void> => {
    await Promise.all(
      requests
        .filter((request) => request.after === after)
        .map(async (request) => {
          const answer = await http.asyncRequest('GET', plan.url + request.path, null, parameters(request));
          if (!counted(request, answer, tags)) return;
          if (request.kind === 'frame') {
            time.add(Date.now() - began, tags);
            shown = true;
            frames.add(1, tags);
          }
          if (requests.some((other) => other.after === request.kind)) await sent(request.kind);
        }),
    );
  };
  await sent(undefined);
  return shown;
}

/** Whether a request gave what it asked for; main.ts reads the log for what went wrong. */
function counted(request: ViewerRequest, answer: Answer, tags: { slice: string }): boolean {
  const fine = answer.status === 200;
  failed.add(!fine, tags);
  // A ramp that ends early breaks off what is on its way.
  const isBrokenOff = answer.error.includes('context canceled');
  if (!fine && !isBrokenOff)
    console.error(`FAILED ${request.kind}: ${answer.status || answer.error || 'no answer'}`);
  return fine;
}

function parameters(request: ViewerRequest) {
  const cookie = cookies[(exec.vu.idInTest - 1) % cookies.length];
  return {
    headers: {
      Accept: request.accept,
      'Accept-Encoding': 'gzip, deflate, br',
      ...(cookie === undefined ? {} : { Cookie: cookie }),
    },
    tags: { name: request.kind },
    timeout: '60s',
  };
}

export function handleSummary(data: unknown): Record<string, string> {
  return { [__ENV.SUMMARY ?? 'summary.json']: JSON.stringify(data) };
}
