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
import type { Target } from './runWrk.ts';
import { serveFiles } from './serveFiles.ts';
import { signInContests } from './signIn.ts';
import { serveFromMemory } from './serveFromMemory.ts';

const frameConnections = [50, 500];
/** Orthanc takes a few of these a second: more would only wait, and be left behind at the end of a slice. */
const metadataConnections = 8;
const orthancFrames = 'multipart/related; type="application/octet-stream"; transfer-syntax=*';

async function main(argv: string[]): Promise<void> {
  if (argv.includes('--help')) return console.log(USAGE);
  const options = readOptions(argv, process.env);
  const wrk = await obtainProgram('wrk');
  const nginx = options.signIn
    ? undefined
    : await obtainProgram('nginx', { debianPackage: 'nginx-light', service: 'nginx' });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'yunying-frames-'));
  // nginx started by root serves as another user.
  await chmod(folder, 0o755);
  try {
    await (nginx === undefined ? runSignIn(options, wrk, folder) : run(options, wrk, nginx, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(options: FrameBenchOptions, wrk: string, nginx: string, folder: string): Promise<void> {
  const [url] = options.urls;
  const series = await largestSeries(url, options.study);
  const frames = await framesOf(url, series);
  const www = path.join(folder, 'www');
  const kept = await keepAsFiles(url, frames, www);
  const size = `${Math.round(kept.bytes / kept.files / 1000)} kB each, ${kept.contentType}`;
  console.log(`${frames.length} frames of series ${series.seriesInstanceUid}: ${size}`);
  const framePaths = path.join(folder, 'frames.txt');
  await writeFile(framePaths, frames.map((frame) => `/dicom-web/${frame.path}\n`).join(''));
  const files = await serveFiles(nginx, folder, 'auto');
  const oneWorker = await serveFiles(nginx, folder, 1);
  const memory = await serveFromMemory(www, framePaths, kept.contentType);
  try {
    const references = { nginx: files.origin, nginx1: oneWorker.origin, node: memory.origin };
    const contests = await contestsOf(options, references, series, framePaths, folder);
    await measureAndTell(options, wrk, contests, `${files.version}, wrk`, { series, frames: kept });
  } finally {
    await Promise.all([files.close(), oneWorker.close(), memory.close()]);
  }
}

/** What sign-in costs: nothing else runs beside the two servers. */
async function runSignIn(options: FrameBenchOptions, wrk: string, folder: string): Promise<void> {
  const series = await largestSeries(options.urls[0], options.study);
  const { contests, close } = await signInContests(options, series, folder);
  try {
    await measureAndTell(options, wrk, contests, 'wrk', { series });
  } finally {
    await close();
  }
}

async function measureAndTell(
  options: FrameBenchOptions,
  wrk: string,
  contests: Contest[],
  programs: string,
  sample: object,
): Promise<void> {
  const host = machine();
  await checkTargets(contests);
  const threads = Math.min(2, os.availableParallelism());
  const results = await measure(wrk, contests, { ...options, threads }, (text) => console.log(text));
  console.log(`\n${report(results, host, programs)}`);
  console.log(`load at the end ${(os.loadavg()[0] ?? 0).toFixed(1)}`);
  if (!options.json) return;
  await mkdir(path.dirname(options.json), { recursive: true });
  const { urls, seconds, rounds } = options;
  const measured = results.map(({ contest: { name, connections }, slices, peakBytes }) => ({
    ...{ name, connections, slices, peakBytes },
  }));
  const asked = { urls, seconds, rounds, ...sample };
  await writeFile(options.json, `${JSON.stringify({ machine: host, asked, measured }, null, 2)}\n`);
}

async function contestsOf(
  { urls, orthanc }: FrameBenchOptions,
  references: Record<'nginx' | 'nginx1' | 'node', string>,
  series: { studyInstanceUid: string; seriesInstanceUid: string; instances: number },
  framePaths: string,
  folder: string,
): Promise<Contest[]> {
  const metadata = `/dicom-web/studies/${series.studyInstanceUid}/series/${series.seriesInstanceUid}/metadata`;
  const metadataPaths = path.join(folder, 'metadata.txt');
  await writeFile(metadataPaths, `${metadata}\n`);
  const origin = new URL(orthanc.url).origin;
  const credentials = Buffer.from(`${orthanc.username ?? ''}:${orthanc.password ?? ''}`).toString('base64');
  const signedIn: Record<string, string> =
    orthanc.username === undefined ? {} : { Authorization: `Basic ${credentials}` };
  // As browsers ask; who has nothing compressed sends it as it is.
  const json = { Accept: accept.json, 'Accept-Encoding': 'gzip, deflate, br' };
  const frames = (
    origins: readonly string[],
    headers: Target['headers'] = { Accept: accept.frame },
  ): Target => ({
    origins,
    pathsFile: framePaths,
    headers,
  });
  return [
    ...frameConnections.map((connections): Contest => ({
      name: 'frames',
      connections,
      targets: {
        yunying: frames([urls[0]]),
        ...(urls.length > 1 ? { all: frames(urls) } : {}),
        node: frames([references.node]),
        nginx1: frames([references.nginx1]),
        nginx: frames([references.nginx]),
        orthanc: frames([origin], { Accept: orthancFrames, ...signedIn }),
      },
    })),
    {
      name: `metadata of ${series.instances} instances`,
      connections: metadataConnections,
      targets: {
        yunying: { origins: [urls[0]], pathsFile: metadataPaths, headers: json },
        orthanc: { origins: [origin], pathsFile: metadataPaths, headers: { ...json, ...signedIn } },
      },
    },
  ];
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const expected = error instanceof Error && error.name === 'OptionError';
  console.error(expected ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = 1;
});
