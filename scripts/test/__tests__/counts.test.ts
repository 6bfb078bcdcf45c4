import { describe, expect, it } from 'vitest';
import { lastLine, nothing, single, sum, withRunnerVerdict } from '../outcome.ts';
import { readPlaywrightReport } from '../playwrightReport.ts';
import { readVitestReport } from '../vitestReport.ts';

describe('counting tests', () => {
  it('adds up to one line', () => {
    const total = sum([
      single('types', true),
      single('lint', false),
      { ...nothing, passed: 40, skipped: ['x'] },
    ]);
    expect(lastLine(total)).toBe('41 passed, 1 failed');
    expect(total.failures).toEqual(['lint']);
  });

  it('takes a runner that crashed or found nothing for a failure', () => {
    const good = { ...nothing, passed: 3 };
    expect(withRunnerVerdict('unit', good, 0)).toEqual(good);
    expect(lastLine(withRunnerVerdict('unit', good, 1))).toBe('3 passed, 1 failed');
    expect(lastLine(withRunnerVerdict('unit', good, null))).toBe('3 passed, 1 failed');
    expect(lastLine(withRunnerVerdict('unit', nothing, 0))).toBe('0 passed, 1 failed');
    const bad = { ...nothing, failed: 2, failures: ['a', 'b'] };
    expect(withRunnerVerdict('unit', bad, 1)).toEqual(bad);
  });

  it('reads what Vitest reports', () => {
    const report = {
      testResults: [
        {
          name: '/p/a.test.ts',
          status: 'failed',
          message: '',
          assertionResults: [
            { fullName: 'a adds', status: 'passed' },
            { fullName: 'a divides', status: 'failed' },
            { fullName: 'a waits', status: 'skipped' },
            { fullName: 'a later', status: 'todo' },
          ],
        },
        {
          name: '/p/b.test.ts',
          status: 'failed',
          message: 'Cannot find module x\n at y',
          assertionResults: [],
        },
      ],
    };
    expect(readVitestReport(report, '/p')).toEqual({
      passed: 1,
      failed: 2,
      failures: ['a.test.ts: a divides', 'b.test.ts: Cannot find module x'],
      skipped: ['a.test.ts: a waits', 'a.test.ts: a later'],
    });
    expect(() => readVitestReport({}, '/p')).toThrow();
  });

  it('reads what Playwright reports, however deep, and errors outside of tests', () => {
    const test = (status: string, annotations: object[] = []) => ({ status, annotations });
    const report = {
      suites: [
        {
          title: 'worklist.spec.ts',
          specs: [{ title: 'opens', file: 'worklist.spec.ts', tests: [test('expected')] }],
          suites: [
            {
              title: 'searching',
              specs: [
                { title: 'by name', file: 'worklist.spec.ts', tests: [test('unexpected')] },
                { title: 'by date', file: 'worklist.spec.ts', tests: [test('flaky')] },
                {
                  title: 'NLST',
                  file: 'worklist.spec.ts',
                  tests: [test('skipped', [{ type: 'skip', description: 'no images' }])],
                },
              ],
            },
          ],
        },
      ],
      errors: [{ message: 'set-up broke\nstack' }],
    };
    expect(readPlaywrightReport(report)).toEqual({
      passed: 1,
      failed: 3,
      failures: [
        'worklist.spec.ts: by name',
        'worklist.spec.ts: by date (passed only on another try)',
        'set-up broke',
      ],
      skipped: ['worklist.spec.ts: NLST (no images)'],
    });
  });
});
