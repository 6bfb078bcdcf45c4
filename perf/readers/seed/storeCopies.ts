import { setTimeout as delay } from 'node:timers/promises';
import { storeInstances, storedInstances } from '../../../scripts/import/index.ts';
import { instanceOfCopy, studyOfCopy, uidOfCopy } from './copyStudy.ts';
import type { TemplateStudy } from './templateStudy.ts';

const batchSize = 20;
const requestsAtOnce = 2;
const attempts = 5;

/**
 * Stores `count` copies of the template by STOW-RS, except what is there already: an interrupted run goes on where it was.
 * Throws Error when the server refuses an instance or does not answer.
 */
export async function storeCopies(
  url: string,
  template: TemplateStudy,
  count: number,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const root = `${url}/dicom-web`;
  const batches = new Array<{ copy: number; uids: string[] }>();
  for (let copy = 1; copy <= count; copy += 1) {
    const { studyInstanceUid, series } = studyOfCopy(template, copy);
    for (const [index, { seriesInstanceUid }] of series.entries()) {
      const there = (await storedInstances(root, studyInstanceUid, seriesInstanceUid)) ?? new Set();
      const uids = template.series[index]?.sopInstanceUids ?? [];
      const missing = uids.filter((uid) => !there.has(uidOfCopy(uid, copy)));
      for (let i = 0; i < missing.length; i += batchSize)
        batches.push({ copy, uids: missing.slice(i, i + batchSize) });
    }
  }
  const total = batches.reduce((sum, { uids }) => sum + uids.length, 0);
  let done = 0;
  const queue = batches.values();
  const sender = async (): Promise<void> => {
    for (const { copy, uids } of queue) {
      const files = await Promise.all(
        uids.map(async (uid) => instanceOfCopy(await template.read(uid), copy)),
      );
      await storeBatch(root, files);
      onProgress((done += uids.length), total);
    }
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, sender));
}

async function storeBatch(root: string, files: Buffer[]): Promise<void> {
  const items = files.map((bytes) => ({ sizeBytes: bytes.length, open: () => [bytes] }));
  for (let attempt = 1; ; attempt += 1) {
    const answer = await storeInstances(root, items);
    if (answer.kind === 'answered') {
      if (answer.stored.size === files.length) return;
      throw new Error(
        `the server did not store everything: ${answer.failures[0]?.reason ?? 'no reason given'}`,
      );
    }
    if (answer.kind === 'rejected' || attempt === attempts)
      throw new Error(`the server does not store the studies: ${answer.reason}`);
    await delay((answer.retryAfterSeconds ?? attempt) * 1000);
  }
}
