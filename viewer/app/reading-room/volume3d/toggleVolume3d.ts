import { NoVolumeError, NoWebGlError, type Reader } from '../../../imaging/index.ts';

/** Three dimensions for the selected viewport, or its slices again; `refused` is told why it cannot be. */
export function toggleVolume3d(
  reader: Reader,
  refused: (error: NoVolumeError | NoWebGlError) => void = () => undefined,
): void {
  const { selected } = reader.state;
  if (reader.volume3d.view(selected)) return reader.volume3d.leave(selected);
  try {
    reader.volume3d.show(selected);
  } catch (error) {
    if (error instanceof NoVolumeError || error instanceof NoWebGlError) refused(error);
    else if (!(error instanceof RangeError)) throw error;
  }
}
