import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zooFiles, zooFolder } from '../conformance/support/zoo.ts';
import { fuzz } from './fuzz.ts';
import { readOptions, USAGE, type FuzzOptions } from './options.ts';
import { Target } from './Target.ts';

const failures = join(import.meta.dirname, '../../test-results/fuzz');
const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;

async function replay(file: string, targets: readonly Target[]): Promise<boolean> {
  let good = true;
  for (const target of targets) {
    const outcome = await target.try(readFileSync(file));
    console.log(`${target.name}: ${outcome.kind}${'why' in outcome ? `: ${outcome.why}` : ''}`);
    good &&= outcome.kind !== 'failed';
  }
  return good;
}

async function run(options: FuzzOptions, targets: readonly Target[]): Promise<boolean> {
  const { count, seed, folder } = options;
  const files = zooFiles(folder);
  console.log(`${count} mutations of ${files.length} files, --seed ${seed}`);
  const result = await fuzz({
    files,
    count,
    seed,
    targets,
    folder: failures,
    onProgress(done, { failures: found }) {
      if (done % 100 === 0) console.log(`${done} of ${count}, ${found.length} failed`);
    },
  });
  for (const { target, name, how, why, file } of result.failures) {
    console.log(`FAILED ${target}: ${name}, ${how}\n  ${why}\n  npm run fuzz -- --replay ${file}`);
  }
  const { shown, refused, failed } = result.outcomes;
  console.log(`${shown} shown, ${refused} refused with a reason, ${failed} failed; --seed ${seed}`);
  for (const { name, most } of targets) {
    const children = most.children > 0 ? `, ${megabytes(most.children)} of what it starts` : '';
    console.log(`${name}: ${megabytes(most.own)} of memory at most${children}`);
  }
  return failed === 0;
}

let options: FuzzOptions;
try {
  options = readOptions(process.argv.slice(2), zooFolder);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exit(2);
}
const targets = options.targets.map((name) => new Target(name));
const good = options.replay ? await replay(options.replay, targets) : await run(options, targets);
for (const target of targets) await target.close();
process.exit(good ? 0 : 1);
