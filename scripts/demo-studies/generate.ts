import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { DEFAULT_SEED, demoPlan, sopInstanceUid as sopInstanceUidOf } from './plan.ts';
import type { SliceTask } from './sliceWorker.ts';

export interface DemoInstance {
  studyInstanceUid: string;
  seriesInstanceUid: string;
  sopInstanceUid: string;
  /** A DICOM file (PS3.10), Explicit VR Little Endian. */
  bytes: Uint8Array;
}

export type DemoInstanceIds = Omit<DemoInstance, 'bytes'>;

interface Slice extends DemoInstanceIds {
  index: number;
}

function slicesOf(seed: string): Slice[] {
  return demoPlan(seed).flatMap((study) =>
    study.series.flatMap((series) =>
      Array.from({ length: series.sliceCount }, (_, index) => ({
        studyInstanceUid: study.studyInstanceUid,
        seriesInstanceUid: series.seriesInstanceUid,
        sopInstanceUid: sopInstanceUidOf(seed, series, index),
        index,
      })),
    ),
  );
}

const idsOf = ({ studyInstanceUid, seriesInstanceUid, sopInstanceUid }: Slice): DemoInstanceIds => ({
  studyInstanceUid,
  seriesInstanceUid,
  sopInstanceUid,
});

/** Identifies every instance of the demo without making any. */
export const demoInstances = (seed: string = DEFAULT_SEED): DemoInstanceIds[] => slicesOf(seed).map(idsOf);

/**
 * Makes the demo studies slice by slice in worker threads, a few slices ahead of the consumer. Always in the same order and, for
 * the same seed, always the same bytes. `wanted` leaves out instances that are not needed.
 */
export async function* generateDemoStudies(
  seed: string = DEFAULT_SEED,
  wanted: (instance: DemoInstanceIds) => boolean = () => true,
): AsyncGenerator<DemoInstance, void, void> {
  const slices = slicesOf(seed).filter(wanted);
  if (slices.length === 0) return;
  const threads = Math.min(Math.max(availableParallelism(), 1), 8);
  const pool = new Piscina<SliceTask, Uint8Array>({
    filename: new URL('./sliceWorker.ts', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
  });
  try {
    const begin = (slice: Slice) => {
      const file = pool.run({ seed, seriesInstanceUid: slice.seriesInstanceUid, index: slice.index });
      file.catch(() => undefined); // reported when its turn comes; until then it must not count as unhandled
      return file;
    };
    const ahead: Promise<Uint8Array>[] = slices.slice(0, 2 * threads).map(begin);
    for (const [position, slice] of slices.entries()) {
      const next = slices[position + ahead.length];
      const file = ahead.shift();
      if (next) ahead.push(begin(next));
      if (!file) return;
      yield { ...idsOf(slice), bytes: await file };
    }
  } finally {
    await pool.destroy();
  }
}
