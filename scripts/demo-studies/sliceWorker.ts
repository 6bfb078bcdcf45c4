import { move } from 'piscina';
import { ctImageFile } from './dicom/ctImage.ts';
import { demoPlan } from './plan.ts';
import { Scanner } from './scanner.ts';

export interface SliceTask {
  seed: string;
  seriesInstanceUid: string;
  index: number;
}

const scanner = new Scanner();

/** Runs in a worker thread: scans one slice and returns its DICOM file. */
export default function makeSlice({ seed, seriesInstanceUid, index }: SliceTask): Uint8Array {
  for (const study of demoPlan(seed)) {
    const series = study.series.find((candidate) => candidate.seriesInstanceUid === seriesInstanceUid);
    if (!series) continue;
    const file = ctImageFile(seed, study, series, index, scanner.scan(seed, study, series, index));
    return move(file) as unknown as Uint8Array;
  }
  throw new RangeError(`The demo has no series ${seriesInstanceUid}.`);
}
