/** What a stage found, in numbers of tests. */
export interface Outcome {
  passed: number;
  failed: number;
  /** titles of failed tests, or what broke when no test could be named */
  failures: string[];
  /** titles of tests that were not run, with the reason where one is given */
  skipped: string[];
}

export const nothing: Outcome = { passed: 0, failed: 0, failures: [], skipped: [] };

/** One check that is a test by itself. */
export function single(title: string, ok: boolean): Outcome {
  return ok ? { ...nothing, passed: 1 } : { ...nothing, failed: 1, failures: [title] };
}

export function sum(outcomes: Outcome[]): Outcome {
  return outcomes.reduce(
    (total, outcome) => ({
      passed: total.passed + outcome.passed,
      failed: total.failed + outcome.failed,
      failures: [...total.failures, ...outcome.failures],
      skipped: [...total.skipped, ...outcome.skipped],
    }),
    nothing,
  );
}

/**
 * A runner that ended badly without naming a failed test has crashed: that counts as one failure,
 * and so does a runner that found no test at all.
 */
export function withRunnerVerdict(title: string, outcome: Outcome, exitCode: number | null): Outcome {
  if (exitCode !== 0 && outcome.failed === 0) {
    const how =
      exitCode === null ? 'was ended by a signal or took too long' : `ended with exit code ${exitCode}`;
    return sum([outcome, single(`${title}: the runner ${how} without naming a failed test`, false)]);
  }
  if (outcome.passed + outcome.failed + outcome.skipped.length === 0) {
    return single(`${title}: no test was run`, false);
  }
  return outcome;
}

/** `N passed, M failed`: the last line of a run. */
export function lastLine({ passed, failed }: Outcome): string {
  return `${passed} passed, ${failed} failed`;
}
