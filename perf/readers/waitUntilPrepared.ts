import { setTimeout as delay } from 'node:timers/promises';
import type { StudyToRead } from './viewerRequests.ts';

/** What the server says of a study at /dicom-web/studies/{study}/prepared. */
interface PreparationState {
  frames: number;
  prepared: number;
  asStored: number;
  failed: number;
}

const pollMs = 2_000;

/**
 * Waits until the server has prepared all frames of the studies by itself; nothing is asked of it that would make it prepare.
 * Throws Error when a frame cannot be prepared, or when no frame has become ready for `stalledMs`.
 */
export async function waitUntilPrepared(
  url: string,
  studies: readonly StudyToRead[],
  stalledMs: number,
  onProgress: (done: number, total: number) => void,
  headers: Record<string, string> = {},
): Promise<void> {
  const expected = (study: StudyToRead): number =>
    study.series.reduce((sum, { sopInstanceUids }) => sum + sopInstanceUids.length, 0);
  const total = studies.reduce((sum, study) => sum + expected(study), 0);
  const waiting = new Set(studies);
  let last = { done: -1, at: performance.now() };
  for (;;) {
    let done = total;
    for (const study of waiting) {
      const state = await askFor(url, study, headers);
      if (state.failed + state.asStored > 0) {
        throw new Error(`frames of ${study.studyInstanceUid} cannot be prepared: ${JSON.stringify(state)}`);
      }
      if (state.prepared === expected(study)) waiting.delete(study);
      else done -= expected(study) - state.prepared;
    }
    if (done !== last.done) last = { done, at: performance.now() };
    onProgress(done, total);
    if (waiting.size === 0) return;
    if (performance.now() - last.at > stalledMs) {
      throw new Error(`for ${stalledMs / 60_000} minutes no frame was prepared; ${done} of ${total} are`);
    }
    await delay(pollMs);
  }
}

async function askFor(
  url: string,
  study: StudyToRead,
  headers: Record<string, string>,
): Promise<PreparationState> {
  const response = await fetch(`${url}/dicom-web/studies/${study.studyInstanceUid}/prepared`, { headers });
  if (!response.ok)
    throw new Error(`the server does not say what is prepared: ${response.status} ${await response.text()}`);
  return (await response.json()) as PreparationState;
}
