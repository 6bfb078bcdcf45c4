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
 * Shows an object of a series of an open study in viewport `target`, which is selected: the object itself, or its slice with the region
 * pointed out. Resolves with false where the series does not have it; rejects when it cannot be read.
 */
export async function showIn(
  reader: Reader,
  target: number,
  seriesInstanceUid: string,
  wanted: WantedObject,
): Promise<boolean> {
  const { maximised } = reader.state;
  if (maximised !== undefined && maximised !== target) reader.toggleMaximised(maximised);
  // A slice of its own cannot be shown where planes of the series are computed, or the whole of it is projected.
  reader.volume3d.leave(target);
  if (!isShown(reader, target, seriesInstanceUid)) await reader.show(target, seriesInstanceUid);
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

/** Whether a viewport shows the series as it is stored. */
function isShown(reader: Reader, index: number, seriesInstanceUid: string): boolean {
  const stack = reader.view(index)?.state.stack;
  return stack?.seriesInstanceUid === seriesInstanceUid && stack.frames[0]?.derived === undefined;
}

/** The viewport may not be in the page yet. */
async function shown(reader: Reader, index: number, seriesInstanceUid: string): Promise<void> {
  const until = performance.now() + shownWithinMs;
  while (!isShown(reader, index, seriesInstanceUid)) {
    const fault = reader.view(index)?.state.error;
    if (fault?.stage === 'series') throw new Error(fault.message);
    if (performance.now() > until) throw new Error('the series did not come in time');
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
