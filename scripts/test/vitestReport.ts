import { relative } from 'node:path';
import { z } from 'zod';
import type { Outcome } from './outcome.ts';

/** The part of Vitest's JSON report (--reporter=json) that is used. */
const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Counts a Vitest report; a file that could not even be loaded counts as one failed test. */
export function readVitestReport(json: unknown, root: string): Outcome {
  const { testResults } = vitestReport.parse(json);
  const outcome: Outcome = { passed: 0, failed: 0, failures: [], skipped: [] };
  for (const file of testResults) {
    const name = relative(root, file.name);
    for (const { fullName, status } of file.assertionResults) {
      const title = `${name}: ${fullName}`;
      if (status === 'passed') outcome.passed += 1;
      else if (status === 'failed') outcome.failures.push(title);
      else outcome.skipped.push(title);
    }
    const noneFailed = !file.assertionResults.some(({ status }) => status === 'failed');
    if (file.status === 'failed' && noneFailed) {
      outcome.failures.push(`${name}: ${(file.message ?? '').split('\n')[0] || 'could not be loaded'}`);
    }
  }
  return { ...outcome, failed: outcome.failures.length };
}
