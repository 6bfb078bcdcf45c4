import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeProblem } from './start/StartProblem.ts';
import { createProgress } from './start/progress.mjs';
import { onStopRequest } from './start/stopRequests.ts';
import { completeMachine, refuseIncompleteMachine } from './test/machine.ts';
import { lastLine, type Outcome, single, sum } from './test/outcome.ts';
import { type Stage, stages } from './test/stages.ts';

/** `npm test`: all stages; `npm test -- unit e2e`: those. The last line is `N passed, M failed`. */
const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const names = process.argv.slice(2);
const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(`Unknown stage ${unknown.join(', ')}. Known: ${stages.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const selected = names.length > 0 ? stages.filter(({ name }) => names.includes(name)) : stages;

const stopping = new AbortController();
onStopRequest(
  (why) => stopping.abort(new Error(why)),
  () => process.exit(130),
);

const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** What the stages need, installed at once and first: unit tests use a browser too where there is one. */
async function prepareMachine(): Promise<void> {
  const progress = createProgress(process.stdout);
  let step: ReturnType<typeof progress.step> | undefined;
  try {
    await completeMachine(
      selected.flatMap(({ needs, welcome = [] }) => [...needs, ...welcome]),
      (text) => (step ??= progress.step('Installing what the tests need')).update(text),
    );
    step?.done();
  } catch (error) {
    step?.fail();
    // The stages that need it say so again and count as failed; the others can still run.
    console.log(describeProblem(error));
  }
}

async function runStage(stage: Stage): Promise<Outcome> {
  console.log(`\n== ${stage.title}`);
  const since = Date.now();
  let outcome: Outcome;
  try {
    refuseIncompleteMachine(stage.needs);
    outcome = await stage.run({ root, signal: stopping.signal });
  } catch (error) {
    console.log(describeProblem(error));
    outcome = single(`${stage.title}: could not be run`, false);
  }
  const { passed, failed, skipped } = outcome;
  const parts = [
    `${passed} passed`,
    `${failed} failed`,
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
  ];
  console.log(`-- ${stage.title}: ${parts.join(', ')} (${seconds(since)})`);
  return outcome;
}

const since = Date.now();
await prepareMachine();
const outcomes: Outcome[] = [];
for (const stage of selected) {
  if (stopping.signal.aborted) break;
  outcomes.push(await runStage(stage));
}
const total = stopping.signal.aborted
  ? sum([...outcomes, single('the run was interrupted', false)])
  : sum(outcomes);
const ranNothing = total.passed + total.failed === 0;

console.log(`\n== Summary (${seconds(since)})`);
if (names.length > 0) console.log(`Only: ${selected.map(({ title }) => title).join(', ')}`);
if (!existsSync(resolve(root, '..', 'shared', 'dicom'))) {
  console.log('../shared/dicom is absent: the tests on its images were skipped.');
}
if (total.skipped.length > 0)
  console.log(
    `Skipped (${total.skipped.length}):\n${total.skipped.map((title) => `  - ${title}`).join('\n')}`,
  );
if (total.failures.length > 0)
  console.log(`Failed:\n${total.failures.map((title) => `  x ${title}`).join('\n')}`);
if (ranNothing) console.log('Nothing was tested.');
console.log(lastLine(total));
process.exitCode = total.failed > 0 || ranNothing ? 1 : 0;
