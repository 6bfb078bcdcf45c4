import type { ZooFile } from '../conformance/support/zoo.ts';
import { join } from 'node:path';
import { expectedFrames, type ExpectedFrames } from './expectedFrames.ts';
import type { Finding } from './Finding.ts';
import { removeStudy, storeOne } from './storeOne.ts';
import type { Opened, ShownFrame, ViewerPage } from './ViewerPage.ts';

/** Stores one file, opens it in the viewer, compares what is shown, and takes the study away again. */
export async function examine(
  file: ZooFile,
  viewer: ViewerPage,
  { url, folder, timeoutMs }: { url: string; folder: string; timeoutMs: number },
): Promise<Finding> {
  const bytes = file.bytes();
  const stored = await storeOne(url, bytes);
  if ('refused' in stored)
    return { name: file.name, verdict: 'explained', kind: '', note: `refused: ${stored.refused}` };
  try {
    const opened = await viewer.open(url, stored.studyInstanceUid, timeoutMs);
    const picture = await viewer.picture();
    const judged = await judge(opened, join(folder, file.name), bytes);
    const broken = viewer.faults.length > 0 ? ` THE PAGE BROKE: ${viewer.faults.join('; ')}` : '';
    return {
      name: file.name,
      kind: opened.kind,
      verdict: broken ? 'wrong' : judged.verdict,
      note: `${judged.note}${stored.completed ? ' (UIDs made up)' : ''}${broken}`,
      picture,
    };
  } finally {
    await removeStudy(url, stored.studyInstanceUid);
  }
}

async function judge(
  opened: Opened,
  path: string,
  bytes: Buffer,
): Promise<Pick<Finding, 'verdict' | 'note'>> {
  if (opened.status === 'explained' || opened.status === 'hung')
    return { verdict: opened.status, note: opened.reason };
  if (opened.status === 'object') return { verdict: 'shown', note: 'as an object' };
  const expected = await expectedFrames(path, bytes);
  if ('why' in expected) return { verdict: 'shown', note: `not compared: ${expected.why}` };
  const differences = opened.frames.map((frame) => difference(frame, expected));
  const wrong = differences.find((one) => one.beyond > 0);
  if (wrong)
    return {
      verdict: 'wrong',
      note: `frame ${wrong.frameNumber}: ${wrong.beyond} values are not those of ${expected.by}, by ${wrong.most} at most`,
    };
  const most = Math.max(...differences.map((one) => one.most));
  const how = most === 0 ? 'identical to' : `within ${most} of`;
  return { verdict: 'shown', note: `${opened.frames.length} frames ${how} ${expected.by}` };
}

function difference(
  { frameNumber, values }: ShownFrame,
  expected: ExpectedFrames,
): { frameNumber: number; beyond: number; most: number } {
  const shall = expected.frame(frameNumber - 1);
  let most = 0;
  let beyond = values.length === shall.length ? 0 : Math.max(values.length, shall.length);
  for (let at = 0; at < Math.min(values.length, shall.length); at++) {
    const [is, wanted] = [values[at] as number, shall[at] as number];
    if (is === wanted || (Number.isNaN(is) && Number.isNaN(wanted))) continue;
    const off = Math.abs(is - wanted);
    most = Math.max(most, off);
    if (!(off <= expected.slack(wanted))) beyond++;
  }
  return { frameNumber, beyond, most };
}
