import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readDicom } from '../../pixels/__tests__/readDicom.ts';
import { hasZoo, zooFolder } from '../../test/conformance/support/zoo.ts';
import { withColdBrowser } from '../first-image/coldBrowser.ts';
import { machine, machineLines } from '../first-image/machine.ts';
import { chromiumPath, OptionError } from '../first-image/options.ts';
import { buildPage } from './buildPage.ts';
import { table, type Measured } from './report.ts';
import { samples } from './samples.ts';
import { serve } from './serve.ts';

const usage = `npm run bench:decoding -- [options]
  --seconds 2     of decoding for each file
  --only rle      only files with this in their names
  --out <file>    writes the table there too`;
const mostFrames = 10;

async function measure(seconds: number, only: string): Promise<{ lines: string[]; measured: Measured[] }> {
  const chosen = samples.filter(([, file]) => file.includes(only));
  const dicoms = chosen.map(([form, file]) => ({ form, file, ...readDicom(join(zooFolder, `${file}.dcm`)) }));
  const frames = new Map(
    dicoms.flatMap(({ file, frames: all }) =>
      all.slice(0, mostFrames).map((frame, i) => [`/frames/${file}/${i}`, frame] as const),
    ),
  );
  const folder = await mkdtemp(join(tmpdir(), 'yunying-decoding-'));
  await buildPage(folder);
  const server = await serve(folder, frames);
  const options = { executablePath: chromiumPath(process.env), viewport: { width: 800, height: 600 } };
  try {
    return await withColdBrowser(options, async (page) => {
      const measured: Measured[] = [];
      await page.goto(server.url);
      for (const { form, file, transferSyntaxUid, image, frames: all } of dicoms) {
        const count = Math.min(all.length, mostFrames);
        const urls = Array.from({ length: count }, (_, i) => `/frames/${file}/${i}`);
        const result = await page.evaluate((job) => window.measureDecoding(job), {
          urls,
          request: { transferSyntaxUid, image },
          seconds,
        });
        const encodedBytes = all.slice(0, count).reduce((sum, { length }) => sum + length, 0) / count;
        measured.push({ form, transferSyntaxUid, image, encodedBytes, result });
      }
      const version = page.context().browser()?.version() ?? (await page.evaluate(() => navigator.userAgent));
      return { lines: machineLines(machine(), `Chromium: ${version}`), measured };
    });
  } finally {
    server.close();
    await rm(folder, { recursive: true });
  }
}

try {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '2' },
      only: { type: 'string', default: '' },
      out: { type: 'string' },
    },
  });
  if (!hasZoo) throw new OptionError(`${zooFolder} is absent: there is nothing to decode`);
  const { lines, measured } = await measure(Number(values.seconds), values.only);
  const text = [...lines, '', ...table(measured), ''].join('\n');
  console.log(text);
  if (values.out !== undefined) await writeFile(values.out, text);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exit(1);
}
