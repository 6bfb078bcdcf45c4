import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { demoTruth, generateDemoStudies } from '../../../scripts/demo-studies/index.ts';
import type { StudyToRead } from '../viewerRequests.ts';

/** Slices out of the middle of the two series of a demo study. */
const slicesOfSeries = [120, 40];

export interface TemplateStudy extends StudyToRead {
  read(sopInstanceUid: string): Promise<Buffer>;
}

/** The study all others are copies of, made by the demo's generator and kept as files in `folder`. */
export async function templateStudy(
  folder: string,
  onProgress: (done: number, total: number) => void,
): Promise<TemplateStudy> {
  const truth = demoTruth().studies.find(({ series }) => series.length >= slicesOfSeries.length);
  if (!truth) throw new Error('the demo has no study of two series');
  const series = slicesOfSeries.map((slices, index) => {
    const { seriesInstanceUid, instances } = truth.series[index] ?? { seriesInstanceUid: '', instances: [] };
    if (instances.length < slices)
      throw new Error(`series ${index} of the demo has less than ${slices} slices`);
    const first = Math.floor((instances.length - slices) / 2);
    const chosen = instances.slice(first, first + slices);
    return { seriesInstanceUid, sopInstanceUids: chosen.map(({ sopInstanceUid }) => sopInstanceUid) };
  });
  const pathOf = (sopInstanceUid: string): string => join(folder, `${sopInstanceUid}.dcm`);
  const all = series.flatMap(({ sopInstanceUids }) => sopInstanceUids);
  const missing = new Set(all.filter((uid) => !existsSync(pathOf(uid))));
  await mkdir(folder, { recursive: true });
  let done = all.length - missing.size;
  for await (const made of generateDemoStudies(undefined, ({ sopInstanceUid }) =>
    missing.has(sopInstanceUid),
  )) {
    await writeFile(`${pathOf(made.sopInstanceUid)}.new`, made.bytes);
    await rename(`${pathOf(made.sopInstanceUid)}.new`, pathOf(made.sopInstanceUid));
    onProgress((done += 1), all.length);
  }
  return {
    patientId: truth.patientId,
    studyInstanceUid: truth.studyInstanceUid,
    series,
    read: (sopInstanceUid) => readFile(pathOf(sopInstanceUid)),
  };
}
