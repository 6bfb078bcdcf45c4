import { longStudy } from '../../../scripts/demo-studies/index.ts';
import { storeInstances, storedInstances } from '../../../scripts/import/index.ts';
import type { StudyToRead } from '../../readers/viewerRequests.ts';

const batchSize = 20;

/**
 * Puts the demo's chest, cut into `sliceCount` slices, into the archive by STOW-RS, except what is there already.
 * Throws Error when the server refuses an instance.
 */
export async function storeLongStudy(
  url: string,
  sliceCount: number,
  onProgress: (done: number, total: number) => void,
): Promise<StudyToRead> {
  const root = `${url}/dicom-web`;
  const { patientId, studyInstanceUid, seriesInstanceUid, sopInstanceUids, instances } =
    longStudy(sliceCount);
  const there = (await storedInstances(root, studyInstanceUid, seriesInstanceUid)) ?? new Set<string>();
  let done = there.size;
  let batch: Uint8Array[] = [];
  const store = async (): Promise<void> => {
    const answer = await storeInstances(
      root,
      batch.map((bytes) => ({ sizeBytes: bytes.length, open: () => [bytes] })),
    );
    if (answer.kind !== 'answered' || answer.stored.size < batch.length)
      throw new Error(
        `the server did not store the study of ${sliceCount} slices: ${JSON.stringify(answer)}`,
      );
    onProgress((done += batch.length), sliceCount);
    batch = [];
  };
  for (const { bytes } of instances((uid) => !there.has(uid))) {
    batch.push(bytes);
    if (batch.length === batchSize) await store();
  }
  if (batch.length > 0) await store();
  return { patientId, studyInstanceUid, series: [{ seriesInstanceUid, sopInstanceUids }] };
}
