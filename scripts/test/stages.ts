import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeProblem } from '../start/StartProblem.ts';
import { buildViewer, viewerIsBuilt } from '../start/viewerBuild.ts';
import type { RequirementName } from './machine.ts';
import { type Outcome, single, withRunnerVerdict } from './outcome.ts';
import { readPlaywrightReport } from './playwrightReport.ts';
import { runTool } from './runTool.ts';
import { readVitestReport } from './vitestReport.ts';

export interface StageContext {
  root: string;
  signal: AbortSignal;
}

export interface Stage {
  /** what `npm test -- <name>` selects */
  name: string;
  title: string;
  /** without these it cannot run */
  needs: RequirementName[];
  /** with these some more of its tests run */
  welcome?: RequirementName[];
  run(context: StageContext): Promise<Outcome>;
}

/** Lets `run` write a JSON report into a file of its own and reads it; no readable report is a crash. */
async function withReport(
  title: string,
  run: (file: string) => Promise<number | null>,
  read: (json: unknown) => Outcome,
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'yunying-report-'));
  try {
    const file = join(folder, 'report.json');
    const exitCode = await run(file);
    let outcome: Outcome;
    try {
      outcome = read(JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      return single(
        `${title}: the runner left no report (${(error as Error).message.split('\n')[0]})`,
        false,
      );
    }
    return withRunnerVerdict(title, outcome, exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function vitest(title: string, project: string, { root, signal }: StageContext): Promise<Outcome> {
  return withReport(
    title,
    (file) => {
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
      return runTool(root, 'vitest/vitest.mjs', ['run', '--project', project, ...reporters], { signal });
    },
    (json) => readVitestReport(json, root),
  );
}

async function build({ root, signal }: StageContext): Promise<Outcome> {
  const title = 'the viewer builds';
  try {
    if (!viewerIsBuilt(root)) await buildViewer(root, signal);
    return single(title, true);
  } catch (error) {
    process.stdout.write(`${describeProblem(error)}\n`);
    return single(title, false);
  }
}

/** All stages in the order of a whole run: what is quick to fail comes first. */
export const stages: Stage[] = [
  {
    name: 'types',
    title: 'Type check',
    needs: [],
    run: async ({ root, signal }) =>
      single('type check (tsc)', (await runTool(root, 'typescript/bin/tsc', ['--noEmit'], { signal })) === 0),
  },
  {
    name: 'lint',
    title: 'Lint and format',
    needs: [],
    run: async ({ root, signal }) => {
      const eslint = await runTool(root, 'eslint/bin/eslint.js', ['.', '--max-warnings', '0'], { signal });
      const prettier = await runTool(
        root,
        'prettier/bin/prettier.cjs',
        ['--check', '--log-level', 'warn', '.'],
        { signal },
      );
      return single('lint (eslint) and format (prettier)', eslint === 0 && prettier === 0);
    },
  },
  {
    name: 'unit',
    title: 'Unit tests',
    needs: [],
    welcome: ['dcmtk', 'dicom3tools', 'chromium', 'openjpeg', 'gdcm', 'pydicom'],
    run: (context) => vitest('unit tests', 'unit', context),
  },
  { name: 'build', title: 'Viewer build', needs: [], run: build },
  {
    name: 'integration',
    title: 'Integration tests against a real Orthanc',
    needs: ['orthanc', 'dcmtk'],
    welcome: ['gdcm', 'openjpeg', 'pydicom', 'libjxl'],
    run: (context) => vitest('integration tests', 'integration', context),
  },
  {
    // Without Debian's redis-server, postgresql, orthanc-postgresql or nginx its tests say so and are skipped.
    name: 'cluster',
    title: 'Two proxies behind nginx, with PostgreSQL and Redis',
    needs: [],
    run: (context) => vitest('cluster tests', 'cluster', context),
  },
  {
    name: 'e2e',
    title: 'End-to-end tests in Chromium',
    needs: ['orthanc', 'dcmtk', 'chromium', 'chineseFont'],
    welcome: ['gdcm', 'pydicom', 'ghostscript'],
    run: async (context) => {
      const built = await build(context);
      if (built.failed > 0) return built;
      const { root, signal } = context;
      return withReport(
        'end-to-end tests',
        (file) =>
          runTool(root, '@playwright/test/cli.js', ['test', '--retries=0', '--reporter=list,json'], {
            signal,
            env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
          }),
        readPlaywrightReport,
      );
    },
  },
];
