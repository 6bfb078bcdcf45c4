import type { KeyImage, Reader } from '../../../imaging/index.ts';

/** Brings a key image into the selected viewport. Rejects when its series cannot be read. */
export async function showKeyImage(reader: Reader, image: KeyImage): Promise<void> {
  const { selected } = reader.state;
  const { sopInstanceUid, frameNumber = 1, seriesInstanceUid } = image;
  if (!reader.view(selected)?.state.stack?.frames.some((frame) => frame.sopInstanceUid === sopInstanceUid))
    await reader.show(selected, seriesInstanceUid);
  const view = reader.view(selected);
  const slice = view?.state.stack?.frames.findIndex(
    (frame) => frame.sopInstanceUid === sopInstanceUid && frame.frameNumber === frameNumber,
  );
  if (slice !== undefined && slice >= 0) await view?.scrollTo(slice);
}
