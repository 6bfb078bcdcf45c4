import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { storeInstances, storedInstances, type DicomwebService } from '../import/index.ts';
import type { DemoInstance } from './generate.ts';
import { demoInstances, generateDemoStudies } from './generate.ts';
import { DEFAULT_SEED } from './plan.ts';
import { demoTruth } from './truth.ts';

export interface LoadDemoOptions {
  /** Where the proxy answers, e.g. http://127.0.0.1:3000 (without /dicom-web). */
  url: string;
  dataDir: string;
  /** What the server wants as Authorization, where people sign in. */
  authorization?: string | undefined;
  /** Instances stored so far and in all; called at the beginning and after each batch. */
  onProgress?: (done: number, total: number) => void;
  seed?: string;
  signal?: AbortSignal;
}

const BATCH = 6;
const REQUESTS_AT_ONCE = 2;
const ATTEMPTS = 4;

/**
 * Stores the demo studies by STOW-RS, unless DATA_DIR/demo says that was done. What an interrupted run has stored is not sent
 * again. Writes DATA_DIR/demo/truth.json (DemoTruth).
 * @throws Error when the archive refuses a slice or does not answer
 */
export async function loadDemoStudies(options: LoadDemoOptions): Promise<void> {
  const { url, dataDir, seed = DEFAULT_SEED, signal } = options;
  const folder = join(dataDir, 'demo');
  const marker = join(folder, 'loaded.json');
  const mark = JSON.stringify({ seed });
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, 'truth.json'), JSON.stringify(demoTruth(seed), null, 1));
  if ((await readFile(marker, 'utf8').catch(() => '')) === mark) return;

  const service = { url: `${url.replace(/\/+$/, '')}/dicom-web`, authorization: options.authorization };
  const present = await alreadyStored(service, seed, signal);
  const total = demoInstances(seed).length;
  let done = present.size;
  options.onProgress?.(done, total);

  const missing = generateDemoStudies(seed, ({ sopInstanceUid }) => !present.has(sopInstanceUid));
  const sending = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const send = (batch: readonly DemoInstance[]): Promise<void> => {
    const sent: Promise<void> = storeBatch(service, batch, signal)
      .then(() => options.onProgress?.((done += batch.length), total))
      .catch((error: unknown) => void failures.push(error))
      .finally(() => sending.delete(sent));
    sending.add(sent);
    return sent;
  };
  let batch: DemoInstance[] = [];
  for await (const instance of missing) {
    batch.push(instance);
    if (batch.length < BATCH) continue;
    void send(batch);
    batch = [];
    if (sending.size >= REQUESTS_AT_ONCE) await Promise.race(sending);
    if (failures.length > 0) break;
  }
  if (batch.length > 0 && failures.length === 0) void send(batch);
  await Promise.all(sending);
  if (failures.length > 0) throw failures[0];
  await writeWhole(marker, mark);
}

async function alreadyStored(
  service: DicomwebService,
  seed: string,
  signal?: AbortSignal,
): Promise<Set<string>> {
  const series = new Map(demoInstances(seed).map((ids) => [ids.seriesInstanceUid, ids.studyInstanceUid]));
  const present = new Set<string>();
  for (const [seriesUid, studyUid] of series) {
    for (const uid of (await storedInstances(service, studyUid, seriesUid, signal)) ?? []) present.add(uid);
  }
  const expected = new Set(demoInstances(seed).map(({ sopInstanceUid }) => sopInstanceUid));
  return present.intersection(expected);
}

async function storeBatch(
  service: { url: string; authorization?: string | undefined },
  batch: readonly DemoInstance[],
  signal?: AbortSignal,
): Promise<void> {
  const items = batch.map(({ bytes }) => ({ sizeBytes: bytes.length, open: () => [bytes] }));
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    const answer = await storeInstances(service, items, signal);
    if (answer.kind === 'answered') {
      const lost = batch.find(({ sopInstanceUid }) => !answer.stored.has(sopInstanceUid));
      if (!lost) return;
      const reason = answer.failures[0]?.reason ?? 'it gave no reason';
      throw new Error(`The archive did not take the demo slice ${lost.sopInstanceUid}: ${reason}`);
    }
    if (answer.kind === 'rejected') throw new Error(`The demo studies were refused: ${answer.reason}`);
    if (attempt === ATTEMPTS)
      throw new Error(`${service.url} does not take the demo studies: ${answer.reason}`);
    await delay((answer.retryAfterSeconds ?? attempt) * 1000, undefined, signal ? { signal } : {});
  }
}

/** Never half a file, even if this process is killed. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
