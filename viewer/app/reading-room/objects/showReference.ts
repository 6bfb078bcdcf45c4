import { findInstance } from '../../../dicomweb/index.ts';
import type { PointedOut, Reader } from '../../../imaging/index.ts';

/** What is to be shown: an object, or one frame of it, and where on it something is. */
export interface WantedObject {
  sopInstanceUid: string;
  /** 1-based. */
  frameNumber?: number | undefined;
  seriesInstanceUid?: string | undefined;
  region?: PointedOut['region'] | undefined;
}

const shownWithinMs = 20_000;

/**
 * Shows what an object in viewport `from` refers to, beside it where there is room: a layout of one viewport becomes one of two, but
 * not on a small screen. Resolves with false where no open study has it; rejects when it cannot be read.
 */
export async function showReference(
  reader: Reader,
  from: number,
  wanted: WantedObject,
  { compact = false } = {},
): Promise<boolean> {
  const seriesInstanceUid = await homeOf(reader, wanted);
  if (seriesInstanceUid === undefined) return false;
  if (reader.viewportCount === 1 && !compact) reader.setLayout({ rows: 1, columns: 2 });
  if (reader.state.maximised !== undefined) reader.toggleMaximised(reader.state.maximised);
  const target = placeFor(reader, from, seriesInstanceUid);
  if (reader.view(target)?.state.stack?.seriesInstanceUid !== seriesInstanceUid)
    await reader.show(target, seriesInstanceUid);
  await shown(reader, target, seriesInstanceUid);
  reader.select(target);
  if (reader.objects.all(target).some(({ sopInstanceUid }) => sopInstanceUid === wanted.sopInstanceUid)) {
    reader.objects.choose(target, wanted.sopInstanceUid);
    return true;
  }
  const view = reader.view(target);
  const slice = view?.state.stack?.frames.findIndex(
    ({ sopInstanceUid, frameNumber }) =>
      sopInstanceUid === wanted.sopInstanceUid && frameNumber === (wanted.frameNumber ?? 1),
  );
  if (!view || slice === undefined || slice < 0) return false;
  reader.objects.pointOut(
    wanted.region && {
      sopInstanceUid: wanted.sopInstanceUid,
      frameNumber: wanted.frameNumber ?? 1,
      region: wanted.region,
    },
  );
  await view.scrollTo(slice);
  return true;
}

/** The series that has it: the one named, or the one an open study says. */
async function homeOf(reader: Reader, wanted: WantedObject): Promise<string | undefined> {
  const { studies } = reader.state;
  const named = wanted.seriesInstanceUid;
  if (
    named !== undefined &&
    studies.some(({ series }) => series.some((one) => one.seriesInstanceUid === named))
  )
    return named;
  for (const { studyInstanceUid } of studies) {
    const found = await findInstance(studyInstanceUid, wanted.sopInstanceUid);
    if (found) return found.seriesInstanceUid;
  }
  return undefined;
}

/** Where the series is shown already, else the next viewport after the one that refers to it. */
function placeFor(reader: Reader, from: number, seriesInstanceUid: string): number {
  const others = Array.from(
    { length: reader.viewportCount },
    (_, i) => (from + 1 + i) % reader.viewportCount,
  );
  return (
    others.find(
      (index) => index !== from && reader.view(index)?.state.stack?.seriesInstanceUid === seriesInstanceUid,
    ) ??
    others[0] ??
    from
  );
}

/** The viewport may not be in the page yet. */
async function shown(reader: Reader, index: number, seriesInstanceUid: string): Promise<void> {
  const until = performance.now() + shownWithinMs;
  while (reader.view(index)?.state.stack?.seriesInstanceUid !== seriesInstanceUid) {
    const fault = reader.view(index)?.state.error;
    if (fault?.stage === 'series') throw new Error(fault.message);
    if (performance.now() > until) throw new Error('the series did not come in time');
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
