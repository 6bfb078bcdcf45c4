/**
 * `npm run bench:reading-room`: planes, scrolling and memory in the reading room, ours and, in alternation, another viewer's.
 * What is measured and how to repeat it: perf/README.md.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { machine } from '../first-image/machine.ts';
import { OptionError } from '../first-image/options.ts';
import { withStudy } from '../first-image/pageAddress.ts';
import { storeCopies } from '../readers/seed/storeCopies.ts';
import { studyOfCopy } from '../readers/seed/copyStudy.ts';
import { templateStudy } from '../readers/seed/templateStudy.ts';
import { waitUntilPrepared } from '../readers/waitUntilPrepared.ts';
import { alternate } from './alternate.ts';
import { demoTruth } from '../../scripts/demo-studies/index.ts';
import { measureComparison } from './measureComparison.ts';
import { measureLong } from './measureLong.ts';
import { measureMemory } from './measureMemory.ts';
import { measureMpr } from './measureMpr.ts';
import { measureScroll } from './measureScroll.ts';
import { USAGE, readOptions } from './options.ts';
import type { RoomOptions } from './options.ts';
import { comparisonTable, head, longTable, memoryTable, mprTable, scrollTable } from './report.ts';
import { storeLongStudy } from './studies/storeLongStudy.ts';

const stalledMs = 120_000;
const templates = 'perf/results/readers/template';

async function main(argv: string[]): Promise<void> {
  if (argv.includes('--help')) return console.log(USAGE);
  const options = readOptions(argv, process.env);
  const host = machine();
  const origin = new URL(options.url).origin;
  if (options.screenshots) await mkdir(options.screenshots, { recursive: true });
  const results: Record<string, unknown> = {};
  const tables: string[] = [];
  let browser = '';

  if (options.parts.includes('mpr')) {
    for (const study of [...options.studies, await generated(origin, options.slices)]) {
      const pair = await alternate(
        options,
        'mpr',
        withStudyOf(options, study, '&hangingprotocolId=mpr'),
        measureMpr,
      );
      browser = pair.ours[0]?.browser ?? '';
      results[`mpr ${study}`] = pair;
      tables.push(mprTable(study, pair));
    }
  }
  if (options.parts.includes('scroll')) {
    const study = await generated(origin, options.slices);
    const measure = (url: string, own: boolean, more: RoomOptions) =>
      measureScroll(url, own, options.slices, more);
    const pair = await alternate(options, 'scroll', withStudyOf(options, study, ''), measure);
    results.scroll = pair;
    tables.push(scrollTable(pair));
  }
  if (options.parts.includes('memory')) {
    const studies = await copies(origin, options.opened);
    const memory = await measureMemory(options.url, studies, options, (done, { heap, renderer, gpu }) =>
      console.log(
        `memory ${done}: ${[heap, renderer, gpu].map((bytes) => Math.round(bytes / 1e6)).join(' ')} MB`,
      ),
    );
    results.memory = memory;
    tables.push(memoryTable(memory));
  }
  if (options.parts.includes('long')) {
    const study = await generated(origin, options.longSlices);
    const long = await measureLong(withStudy(options.url, study), options);
    results.long = long;
    tables.push(longTable(options.longSlices, long));
  }
  if (options.parts.includes('comparison')) {
    for (const pair of options.pairs.length > 0 ? options.pairs : [demoPair()]) {
      const runs = await measureComparison(options, pair);
      results[`comparison ${pair.join(' ')}`] = runs;
      tables.push(comparisonTable(pair, runs));
    }
  }
  console.log(`\n${head(host, browser)}\n\n${tables.join('\n\n')}`);
  if (options.json) {
    await mkdir(path.dirname(options.json), { recursive: true });
    await writeFile(options.json, `${JSON.stringify({ machine: host, options, results }, null, 2)}\n`);
  }
}

function withStudyOf(options: RoomOptions, study: string, theirs: string): { ours: string; theirs?: string } {
  const { url, against } = options;
  return {
    ours: withStudy(url, study),
    ...(against === undefined ? {} : { theirs: `${withStudy(against, study)}${theirs}` }),
  };
}

/** The two dates of the demo's first patient, the later one first. */
function demoPair(): [string, string] {
  const [first, ...others] = demoTruth().studies;
  const prior = others.find(({ patientId }) => patientId === first?.patientId);
  if (!first || !prior) throw new Error('the demo has no patient with two dates');
  return [first.studyInstanceUid, prior.studyInstanceUid];
}

/** A study of one long series, in the archive and prepared. */
async function generated(origin: string, slices: number): Promise<string> {
  const study = await storeLongStudy(origin, slices, progress(`storing ${slices} slices`));
  await waitUntilPrepared(origin, [study], stalledMs, progress('preparing'));
  return study.studyInstanceUid;
}

/** Studies of 120 + 40 slices, in the archive and prepared. */
async function copies(origin: string, count: number): Promise<string[]> {
  const template = await templateStudy(templates, progress('painting slices'));
  await storeCopies(origin, template, count, progress('storing studies'));
  const studies = Array.from({ length: count }, (_, index) => studyOfCopy(template, index + 1));
  await waitUntilPrepared(origin, studies, stalledMs, progress('preparing'));
  return studies.map(({ studyInstanceUid }) => studyInstanceUid);
}

const progress =
  (what: string) =>
  (done: number, total: number): void => {
    if (process.stdout.isTTY) process.stdout.write(`\r${what}: ${done} of ${total} `);
  };

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof OptionError ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = 1;
});
