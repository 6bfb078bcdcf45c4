import { findInstance } from '../../../dicomweb/index.ts';
import type { Reader } from '../../../imaging/index.ts';
import { showIn, type WantedObject } from './showIn.ts';

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
  return showIn(reader, placeFor(reader, from, seriesInstanceUid), seriesInstanceUid, wanted);
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
