/**
 * `npm run bench:first-image`: how long a cold browser takes to the first image, ours and, in alternation, another
 * viewer's. What is measured and how to repeat it: perf/README.md.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { machine } from './machine.ts';
import { firstImage, measurePage } from './measurePage.ts';
import type { Measurement } from './measurePage.ts';
import { OptionError, USAGE, readOptions } from './options.ts';
import { studyToOpen, withStudy } from './pageAddress.ts';
import { report } from './report.ts';

async function main(argv: string[]): Promise<void> {
  if (argv.includes('--help')) return console.log(USAGE);
  const options = readOptions(argv, process.env);
  const study = await studyToOpen(options.url, options.study);
  const host = machine();
  const pages = [{ name: 'url', address: withStudy(options.url, study), runs: [] as Measurement[] }];
  if (options.against !== undefined) {
    pages.push({ name: 'against', address: withStudy(options.against, study), runs: [] });
  }
  for (const { name, address } of pages) console.log(`--${name} ${address}`);
  if (options.screenshots) await mkdir(options.screenshots, { recursive: true });

  const last = options.warmUp + options.runs - 1;
  for (let run = 0; run <= last; run += 1) {
    for (const { name, address, runs } of pages) {
      const screenshot =
        options.screenshots && run === last ? path.join(options.screenshots, `${name}.png`) : undefined;
      const measured = await measurePage(address, { ...options, ...(screenshot ? { screenshot } : {}) });
      const counts = run >= options.warmUp;
      if (counts) runs.push(measured);
      const { requests, bytes } = measured.untilImage;
      const label = counts ? `run ${run - options.warmUp + 1}` : 'warm-up';
      console.log(
        `${label} ${name}: ${Math.round(firstImage(measured))} ms, ${requests} requests, ${bytes} bytes`,
      );
    }
  }
  const [ours = [], theirs = []] = pages.map((page) => page.runs);
  console.log(`\n${report(ours, theirs, host)}`);
  if (options.json) {
    await mkdir(path.dirname(options.json), { recursive: true });
    await writeFile(options.json, `${JSON.stringify({ machine: host, options, study, pages }, null, 2)}\n`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof OptionError ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = 1;
});
