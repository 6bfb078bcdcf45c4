/**
 * `npm run bench:frames`: frames and metadata a second through the whole server, beside nginx with the same bytes as
 * files and the Orthanc behind it. What is measured and how to repeat it: perf/README.md.
 */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { machine } from '../first-image/machine.ts';
import { accept } from '../readers/viewerRequests.ts';
import { framesOf, largestSeries } from './chooseSample.ts';
import { obtainProgram } from './debianProgram.ts';
import { keepAsFiles } from './keepAsFiles.ts';
import { checkTargets } from './checkTargets.ts';
import { measure } from './measure.ts';
import type { Contest } from './measure.ts';
import { USAGE, readOptions } from './options.ts';
import type { FrameBenchOptions } from './options.ts';
import { report } from './report.ts';
import { serveFiles } from './serveFiles.ts';

const frameConnections = [50, 500];
/** Orthanc takes a few of these a second: more would only wait, and be left behind at the end of a slice. */
const metadataConnections = 8;
const orthancFrames = 'multipart/related; type="application/octet-stream"; transfer-syntax=*';

async function main(argv: string[]): Promise<void> {
  if (argv.includes('--help')) return console.log(USAGE);
  const options = readOptions(argv, process.env);
  const wrk = await obtainProgram('wrk');
  const nginx = await obtainProgram('nginx', { debianPackage: 'nginx-light', service: 'nginx' });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'yunying-frames-'));
  // nginx started by root serves as another user.
  await chmod(folder, 0o755);
  try {
    await run(options, wrk, nginx, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(options: FrameBenchOptions, wrk: string, nginx: string, folder: string): Promise<void> {
  const series = await largestSeries(options.url, options.study);
  const frames = await framesOf(options.url, series);
  const kept = await keepAsFiles(options.url, frames, path.join(folder, 'www'));
  const size = `${Math.round(kept.bytes / kept.files / 1000)} kB each, ${kept.contentType}`;
  console.log(`${frames.length} frames of series ${series.seriesInstanceUid}: ${size}`);
  const host = machine();
  const files = await serveFiles(nginx, folder);
  try {
    const contests = await contestsOf(options, files.origin, series, frames, folder);
    await checkTargets(contests);
    const threads = Math.min(2, os.availableParallelism());
    const results = await measure(wrk, contests, { ...options, threads }, (text) => console.log(text));
    console.log(`\n${report(results, host, `${files.version}, wrk`)}`);
    console.log(`load at the end ${(os.loadavg()[0] ?? 0).toFixed(1)}`);
    if (options.json) {
      await mkdir(path.dirname(options.json), { recursive: true });
      const { url, seconds, rounds } = options;
      const asked = { url, seconds, rounds, series, frames: kept };
      const measured = results.map(({ contest: { name, connections }, slices, peakBytes }) => ({
        ...{ name, connections, slices, peakBytes },
      }));
      await writeFile(options.json, `${JSON.stringify({ machine: host, asked, measured }, null, 2)}\n`);
    }
  } finally {
    await files.close();
  }
}

async function contestsOf(
  { url, orthanc }: FrameBenchOptions,
  nginxOrigin: string,
  series: { studyInstanceUid: string; seriesInstanceUid: string; instances: number },
  frames: { path: string }[],
  folder: string,
): Promise<Contest[]> {
  const paths = async (name: string, lines: string[]): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, `${lines.join('\n')}\n`);
    return file;
  };
  const framePaths = await paths(
    'frames.txt',
    frames.map((frame) => `/dicom-web/${frame.path}`),
  );
  const metadata = `/dicom-web/studies/${series.studyInstanceUid}/series/${series.seriesInstanceUid}/metadata`;
  const metadataPaths = await paths('metadata.txt', [metadata]);
  const origin = new URL(orthanc.url).origin;
  const credentials = Buffer.from(`${orthanc.username ?? ''}:${orthanc.password ?? ''}`).toString('base64');
  const signedIn: Record<string, string> =
    orthanc.username === undefined ? {} : { Authorization: `Basic ${credentials}` };
  // As browsers ask; who has nothing compressed sends it as it is.
  const json = { Accept: accept.json, 'Accept-Encoding': 'gzip, deflate, br' };
  return [
    ...frameConnections.map((connections): Contest => ({
      name: 'frames',
      connections,
      targets: {
        yunying: { origin: url, pathsFile: framePaths, headers: { Accept: accept.frame } },
        nginx: { origin: nginxOrigin, pathsFile: framePaths, headers: { Accept: accept.frame } },
        orthanc: { origin, pathsFile: framePaths, headers: { Accept: orthancFrames, ...signedIn } },
      },
    })),
    {
      name: `metadata of ${series.instances} instances`,
      connections: metadataConnections,
      targets: {
        yunying: { origin: url, pathsFile: metadataPaths, headers: json },
        orthanc: { origin, pathsFile: metadataPaths, headers: { ...json, ...signedIn } },
      },
    },
  ];
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const expected = error instanceof Error && error.name === 'OptionError';
  console.error(expected ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = 1;
});
