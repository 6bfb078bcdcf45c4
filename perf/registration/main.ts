import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { searchOfTwo, type Found } from '../../viewer/imaging/registration/findRegistration.ts';
import { machine, machineLines } from '../first-image/machine.ts';
import { spread } from '../first-image/statistics.ts';
import { pairs, places, type Pair } from './exams.ts';
import { errorOf, type RegistrationError } from './figures.ts';

const usage = `npm run bench:registration -- [options]
  --rounds 5       times that each pair is registered; the figures are medians
  --seed 20261128  of the ten random scans
  --json <file>    writes the figures there too`;

/** What one search found, and how long it took. */
interface Measured extends RegistrationError {
  readonly quality: Found['quality'];
  readonly seconds: number;
}

interface Row {
  readonly name: string;
  readonly coarse: Measured;
  readonly refined: Measured;
}

/** As the worker of one registration searches: a shift first, which the rigid search begins with where it is good. */
function measure({ name, beginnings, volumes, truth }: Pair, rounds: number): Row {
  const runs = Array.from({ length: rounds }, () => {
    const search = searchOfTwo();
    const timed = (kind: 'shift' | 'rigid', [first, second]: Pair['volumes']) => {
      const since = performance.now();
      const found = search(kind, first, second);
      return { found, seconds: (performance.now() - since) / 1000 };
    };
    return { coarse: timed('shift', beginnings), refined: timed('rigid', volumes) };
  });
  const measured = (of: 'coarse' | 'refined'): Measured => {
    const { matrix, quality } = (runs[0] as (typeof runs)[0])[of].found;
    const seconds = spread(runs.map((run) => run[of].seconds)).median;
    return { ...errorOf(matrix, truth, places), quality, seconds };
  };
  return { name, coarse: measured('coarse'), refined: measured('refined') };
}

const cells = ({ seconds, quality, mm, degrees }: Measured): string =>
  `${seconds.toFixed(2)} s | ${quality} | ${mm.toFixed(2)} mm | ${degrees.toFixed(2)}°`;

function medians(rows: readonly Row[], of: 'coarse' | 'refined'): string {
  const all = rows.map((row) => row[of]);
  const good = all.filter(({ quality }) => quality === 'good');
  const median = (figures: readonly number[], digits = 2): string =>
    figures.length === 0 ? '-' : spread([...figures]).median.toFixed(digits);
  const greatest = Math.max(...good.map(({ mm }) => mm)).toFixed(2);
  return (
    `${of}: ${median(all.map(({ seconds }) => seconds))} s; good ${good.length} of ${all.length}, of these ` +
    `${median(good.map(({ mm }) => mm))} mm (at most ${greatest} mm) and ${median(good.map(({ degrees }) => degrees))}°`
  );
}

const folder = fileURLToPath(new URL('../../../shared/dicom/volumes/', import.meta.url));

try {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      seed: { type: 'string', default: '20261128' },
      json: { type: 'string' },
    },
  });
  const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new RangeError(`--rounds ${values.rounds}: a number from 1 on`);
  if (!Number.isInteger(seed)) throw new RangeError(`--seed ${values.seed}: a whole number`);
  if (!existsSync(folder)) throw new Error(`${folder} is absent: there is nothing to register`);
  const host = machine();
  const made = await pairs(folder, seed);
  // What is compiled while it runs for the first time is not what is measured.
  measure(made[0] as Pair, 1);
  const rows = made.map((pair) => measure(pair, rounds));
  console.log(
    [
      ...machineLines(host, 'in one thread'),
      '',
      '| pair | coarse (shift) | | | | refined (rigid) | | | |',
      '|---|---|---|---|---|---|---|---|---|',
      ...rows.map(({ name, coarse, refined }) => `| ${name} | ${cells(coarse)} | ${cells(refined)} |`),
      '',
      `Ten random scans, ${medians(rows.slice(1), 'coarse')}`,
      `Ten random scans, ${medians(rows.slice(1), 'refined')}`,
    ].join('\n'),
  );
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ host, rows }, null, 2)}\n`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  console.error(usage);
  process.exitCode = 1;
}
