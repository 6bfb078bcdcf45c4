import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ImportSummary } from './import/index.ts';
import { ArchiveUnreachableError, answers, importFiles, refuses } from './import/index.ts';
import { localAuthorization } from './localAuthorization.ts';
import { createProgress } from './start/progress.mjs';
import { trustOwnCertificate } from './trustOwnCertificate.ts';

/** `npm run import -- <folder or file> [...]`: stores DICOM files in the running Yunying. */
const usage = `npm run import -- [--url <address>] <folder or file> [...]

Stores the DICOM files at and below the given places in the archive, by STOW-RS.
  --complete-uids   makes up UIDs of study, series or instance for files that lack them; else these are refused
  --url   where Yunying answers; default http://127.0.0.1:PORT, PORT from the environment or 3000

Where people sign in (AUTH=local) it uses the key that the server keeps in DATA_DIR for programs of this machine, or the one in
YUNYING_API_KEY.
`;

function fail(message: string, code: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

function readArguments(): { url: string; paths: string[]; completeUids: boolean } {
  const port = process.env['PORT'] || '3000';
  try {
    const { values, positionals } = parseArgs({
      options: {
        url: { type: 'string', default: `http://127.0.0.1:${port}` },
        'complete-uids': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: true,
    });
    if (values.help) {
      process.stdout.write(usage);
      process.exit(0);
    }
    if (positionals.length === 0) fail(usage, 2);
    if (!URL.canParse(values.url))
      fail(`--url ${values.url} is not an address; it looks like http://127.0.0.1:3000.`, 2);
    // npm changes into the project's folder; a path means what it meant where the command was typed.
    const from = process.env['INIT_CWD'] ?? process.cwd();
    const completeUids = values['complete-uids'];
    return { url: values.url, completeUids, paths: positionals.map((path) => resolve(from, path)) };
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, 2);
  }
}

const count = (n: number, what: string): string => `${n} ${what}`;
const brief = ({ stored, alreadyThere, refused, storedBytes }: ImportSummary): string =>
  `${count(stored, 'stored')} (${(storedBytes / 1e6).toFixed(0)} MB), ${count(alreadyThere, 'already there')}, ${count(refused.length, 'refused')}`;

/** What a directory said and what was there. */
function fileSetLines({
  path,
  listed,
  missing,
  fault,
  unlisted,
}: ImportSummary['fileSets'][number]): string[] {
  if (fault !== undefined)
    return [`${path} cannot be used (${fault}): the files beside it were looked through`];
  return [
    `${path} lists ${count(listed, 'files')}: ${missing.length} of them missing, ${unlisted.length} more taken in that it does not list`,
    ...missing.map((id) => `missing      ${id}`),
    ...unlisted.map((file) => `not listed   ${file}`),
  ];
}

const { url, paths, completeUids } = readArguments();
const dicomWebUrl = `${url.replace(/\/+$/, '').replace(/\/dicom-web$/, '')}/dicom-web`;
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

const dataDir = resolve(process.env['DATA_DIR'] || './data');
if (url.startsWith('https:')) await trustOwnCertificate(dataDir);
const authorization = await localAuthorization(url, {
  dataDir,
  apiKey: process.env['YUNYING_API_KEY'],
});
const service = { url: dicomWebUrl, authorization };
if (!(await answers(service, stopping.signal))) {
  if (await refuses(service, stopping.signal)) {
    fail(
      `${dicomWebUrl} asks who you are. Run this as the user who runs Yunying, with the same DATA_DIR, or give a key in YUNYING_API_KEY.`,
      1,
    );
  }
  fail(`${dicomWebUrl} does not answer. Is Yunying running there (npm start)? Another address: --url.`, 1);
}

const progress = createProgress(process.stdout);
const step = progress.step('Importing');
let latest: ImportSummary | undefined;
let reported = 0;
const report = (summary: ImportSummary): void => {
  latest = summary;
  for (const { path, reason } of summary.refused.slice(reported))
    progress.line(`refused  ${path}: ${reason}`);
  reported = summary.refused.length;
  step.update(brief(summary));
};

try {
  const summary = await importFiles({
    paths,
    dicomWebUrl,
    authorization,
    completeUids,
    onProgress: report,
    signal: stopping.signal,
  });
  report(summary);
  step.done(brief(summary));
  const { skipped, dicomdirs } = summary;
  if (skipped + dicomdirs > 0) {
    progress.line(
      `${count(skipped, 'files that are not DICOM')} and ${count(dicomdirs, 'DICOMDIR')} left out`,
    );
  }
  for (const line of summary.fileSets.flatMap(fileSetLines)) progress.line(line);
  if (summary.refused.length > 0)
    progress.line(`What was refused is kept aside: ${url.replace(/\/+$/, '')}/refused`);
  process.exitCode = summary.refused.length > 0 ? 1 : 0;
} catch (error) {
  step.fail();
  if (latest) progress.line(`Until then: ${brief(latest)}`);
  if (stopping.signal.aborted) fail('Stopped. What is stored stays; run it again to go on.', 1);
  if (!(error instanceof ArchiveUnreachableError)) throw error;
  fail(`${error.message}\nWhat is stored stays; run it again to go on.`, 1);
}
