import type { DemoInstance } from './generate.ts';
import { ctImageFile } from './dicom/ctImage.ts';
import { DEFAULT_SEED, demoPlan, sopInstanceUid, type SeriesPlan, type StudyPlan } from './plan.ts';
import { uidFor } from './random.ts';
import { Scanner } from './scanner.ts';

export interface LongStudy {
  patientId: string;
  studyInstanceUid: string;
  seriesInstanceUid: string;
  sopInstanceUids: string[];
  /** Paints the slices one after the other, from head to feet; `wanted` leaves some out. */
  instances(wanted: (sopInstanceUid: string) => boolean): Generator<DemoInstance>;
}

/** Distance from the first slice to the last, as in the demo, and how many different slices are painted at most. */
const lengthMm = 320;
const paintedSlices = 300;

/**
 * The chest of the demo's first patient in one series of `sliceCount` slices, for measurements on large series. Beyond 300
 * slices neighbours share their pixels, which changes nothing for who loads and shows them. Always the same bytes.
 */
export function longStudy(sliceCount: number, seed: string = DEFAULT_SEED): LongStudy {
  const name = `long/${sliceCount}`;
  const [demo] = demoPlan(seed);
  const [like] = demo?.series ?? [];
  if (!demo || !like) throw new Error('the demo has no study to take after');
  const series = (slices: number): SeriesPlan => ({
    ...like,
    seriesInstanceUid: uidFor(seed, `${name}/series`),
    description: `Chest ${slices} slices`,
    sliceCount: slices,
    sliceSpacingMm: lengthMm / slices,
    sliceThicknessMm: lengthMm / slices,
  });
  const written = series(sliceCount);
  const painted = series(Math.min(sliceCount, paintedSlices));
  const study: StudyPlan = {
    ...demo,
    studyInstanceUid: uidFor(seed, `${name}/study`),
    frameOfReferenceUid: uidFor(seed, `${name}/frame-of-reference`),
    patient: { ...demo.patient, id: `YY-LONG-${sliceCount}` },
    accessionNumber: `LONG${sliceCount}`,
    series: [written],
  };
  const ids = Array.from({ length: sliceCount }, (_, index) => sopInstanceUid(seed, written, index));
  return {
    patientId: study.patient.id,
    studyInstanceUid: study.studyInstanceUid,
    seriesInstanceUid: written.seriesInstanceUid,
    sopInstanceUids: ids,
    *instances(wanted) {
      const scanner = new Scanner();
      let last: { index: number; stored: Uint16Array } | undefined;
      for (const [index, id] of ids.entries()) {
        if (!wanted(id)) continue;
        const paintedIndex = Math.floor((index * painted.sliceCount) / sliceCount);
        if (last?.index !== paintedIndex)
          last = { index: paintedIndex, stored: scanner.scan(seed, study, painted, paintedIndex) };
        yield {
          studyInstanceUid: study.studyInstanceUid,
          seriesInstanceUid: written.seriesInstanceUid,
          sopInstanceUid: id,
          bytes: ctImageFile(seed, study, written, index, last.stored),
        };
      }
    },
  };
}
