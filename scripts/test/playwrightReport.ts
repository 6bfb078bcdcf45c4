import { z } from 'zod';
import type { Outcome } from './outcome.ts';

const annotation = z.object({ type: z.string(), description: z.string().optional() });
const spec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(z.object({ status: z.string(), annotations: z.array(annotation).default([]) })),
});
interface Suite {
  title: string;
  specs?: z.infer<typeof spec>[] | undefined;
  suites?: Suite[] | undefined;
}
const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({ title: z.string(), specs: z.array(spec).optional(), suites: z.array(suite).optional() }),
);
/** The part of Playwright's JSON report (--reporter=json) that is used. */
const playwrightReport = z.object({
  suites: z.array(suite),
  errors: z.array(z.object({ message: z.string().optional() })).default([]),
});

function specsOf(of: Suite): z.infer<typeof spec>[] {
  return [...(of.specs ?? []), ...(of.suites ?? []).flatMap(specsOf)];
}

/** Counts a Playwright report; an error outside of any test (set-up, a file that does not load) is one failure. */
export function readPlaywrightReport(json: unknown): Outcome {
  const { suites, errors } = playwrightReport.parse(json);
  const outcome: Outcome = { passed: 0, failed: 0, failures: [], skipped: [] };
  for (const { title, file, tests } of suites.flatMap(specsOf)) {
    for (const { status, annotations } of tests) {
      const name = `${file}: ${title}`;
      if (status === 'expected') outcome.passed += 1;
      else if (status === 'skipped') {
        const why = annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description;
        outcome.skipped.push(why ? `${name} (${why})` : name);
      } else outcome.failures.push(status === 'flaky' ? `${name} (passed only on another try)` : name);
    }
  }
  for (const { message } of errors)
    outcome.failures.push((message ?? 'error outside of the tests').split('\n')[0] ?? '');
  return { ...outcome, failed: outcome.failures.length };
}
