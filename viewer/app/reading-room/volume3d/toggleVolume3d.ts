import { NoVolumeError, NoWebGlError, type Reader } from '../../../imaging/index.ts';

/** Three dimensions for the selected viewport, or its slices again. Why it cannot be is said by the menu of planes. */
export function toggleVolume3d(reader: Reader): void {
  const { selected } = reader.state;
  if (reader.volume3d.view(selected)) return reader.volume3d.leave(selected);
  try {
    reader.volume3d.show(selected);
  } catch (error) {
    const expected =
      error instanceof NoVolumeError || error instanceof NoWebGlError || error instanceof RangeError;
    if (!expected) throw error;
  }
}
