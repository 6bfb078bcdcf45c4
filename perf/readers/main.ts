/**
 * `npm run perf:readers`: many readers at once on prepared studies, on studies of which nothing is prepared (`--cold`),
 * or more and more of them until a limit breaks (`--ramp`). What is measured: perf/README.md.
 */
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { machine } from '../first-image/machine.ts';
import { USAGE, readOptions } from './options.ts';
import type { ReaderOptions } from './options.ts';
import type { LoadPlan } from './loadPlan.ts';
import { obtainK6 } from './obtainK6.ts';
import { plot } from './plot.ts';
import { report } from './report.ts';
import { runK6 } from './runK6.ts';
import { readersSignedIn, type ReadersSignedIn } from './signIn.ts';
import { runServer } from './runServer.ts';
import type { ServerProcess } from './runServer.ts';
import { studyOfCopy } from './seed/copyStudy.ts';
import { storeCopies } from './seed/storeCopies.ts';
import { templateStudy } from './seed/templateStudy.ts';
import type { StudyToRead } from './viewerRequests.ts';
import { waitUntilPrepared } from './waitUntilPrepared.ts';
import { descendants, watchProcesses } from './watchProcesses.ts';

/** What a study of the test takes on the disk, prepared data included. */
const bytesOfStudy = 160e6;
const longestStall = 5 * 60_000;

async function main(argv: string[]): Promise<boolean> {
  if (argv.includes('--help')) {
    console.log(USAGE);
    return true;
  }
  const options = readOptions(argv);
  const k6 = await obtainK6(process.env);
  const dataDir = join(options.folder, 'data');
  await mkdir(dataDir, { recursive: true });
  const studies = await seed(options, dataDir);
  if (options.scenario === 'cold') await rm(join(dataDir, 'prepared'), { recursive: true, force: true });
  if (options.signIn) await forgetPeople(dataDir);
  const server = await runServer(dataDir, options.folder, options.signIn ? 'local' : 'none');
  try {
    const people = options.signIn ? await signedIn(server, options.readers) : undefined;
    if (options.scenario !== 'cold') {
      await prepared(server.url, studies, people && { Cookie: people.administrator });
    }
    return await measure(options, k6, server, studies, people?.readers ?? []);
  } finally {
    await server.close();
  }
}

/** Stores what is missing of the studies, through a server that ends afterwards: the measured one starts as after a restart. */
async function seed(options: ReaderOptions, dataDir: string): Promise<StudyToRead[]> {
  const template = await templateStudy(join(options.folder, 'template'), progress('making slices'));
  const studies = Array.from({ length: options.studies }, (_, i) => studyOfCopy(template, i + 1));
  const { bavail, bsize } = await statfs(dataDir);
  if (bavail * bsize < bytesOfStudy * options.studies) {
    const gigabytes = Math.ceil((bytesOfStudy * options.studies) / 1e9);
    console.warn(`less than ${gigabytes} GB free at ${dataDir}: ${options.studies} new studies may not fit`);
  }
  const server = await runServer(dataDir, options.folder);
  try {
    await storeCopies(server.url, template, options.studies, progress('storing instances'));
    if (options.scenario !== 'cold') await prepared(server.url, studies);
  } finally {
    await server.close();
  }
  return studies;
}

const prepared = (url: string, studies: StudyToRead[], headers?: Record<string, string>): Promise<void> =>
  waitUntilPrepared(
    url,
    studies,
    longestStall,
    progress('waiting for the server to prepare the frames'),
    headers,
  );

/** Database and audit trail of the last run: the first administrator is made anew. */
const forgetPeople = (dataDir: string): Promise<unknown> =>
  Promise.all(
    ['database', 'audit', 'keys'].map((name) => rm(join(dataDir, name), { recursive: true, force: true })),
  );

const signedIn = ({ url, setupToken }: ServerProcess, readers: number): Promise<ReadersSignedIn> =>
  readersSignedIn(url, setupToken, readers, progress('signing in'));

async function measure(
  options: ReaderOptions,
  k6: { path: string; version: string },
  server: ServerProcess,
  studies: StudyToRead[],
  cookies: readonly string[],
): Promise<boolean> {
  const { scenario, readers, seconds, pace, slices } = options;
  const sliceSeconds = scenario === 'ramp' ? Math.ceil(seconds / 8) : Math.max(5, Math.ceil(seconds / 18));
  const plan: LoadPlan = { scenario, url: server.url, readers, seconds, sliceSeconds, pace, slices };
  const host = machine();
  console.log(`${readers} readers for ${seconds} s at ${server.url}`);
  const k6Pids: number[] = [];
  const watch = watchProcesses(() => ({
    server: [server.pid],
    archive: descendants(server.pid),
    k6: k6Pids,
  }));
  const run = await runK6(k6.path, plan, studies, options.folder, cookies, (pid) => k6Pids.push(pid));
  const used = watch.stop();
  const conditions = {
    host,
    k6: k6.version,
    studies: studies.length,
    signIn: options.signIn,
    ...used,
    loadAtEnd: os.loadavg()[0] ?? 0,
  };
  console.log(`\n${report(run.summary, plan, conditions)}`);
  for (const [what, times] of run.failures.slice(0, 8)) console.log(`failed ${times} times: ${what}`);
  const base = join(options.folder, options.signIn ? `${scenario}-signed-in` : scenario);
  await writeFile(`${base}.json`, `${JSON.stringify({ ...conditions, plan, ...run }, null, 2)}\n`);
  const title = `${readers} readers${options.signIn ? ', each signed in' : ''}, ${studies.length} studies, ${scenario}, ${host.cpu}, ${host.date.slice(0, 10)}`;
  await writeFile(`${base}.svg`, plot(run.summary, plan, title));
  console.log(`\n${base}.json, ${base}.svg`);
  return scenario === 'ramp' || !run.crossed;
}

/** Says how far a long step is, at most every five seconds. */
function progress(what: string): (done: number, total: number) => void {
  let said = -Infinity;
  return (done, total) => {
    if (done !== total && performance.now() - said < 5000) return;
    said = performance.now();
    console.log(`${what}: ${done} of ${total}`);
  };
}

main(process.argv.slice(2)).then(
  (fine) => {
    process.exitCode = fine ? 0 : 1;
  },
  (error: unknown) => {
    const expected = error instanceof Error && error.name === 'OptionError';
    console.error(expected ? `${error.message}\n\n${USAGE}` : error);
    process.exitCode = 1;
  },
);
