import type { FrameRef } from '../series/frameRef.ts';
import type { VolumeGeometry } from './volumeGeometry.ts';

/** How many columns and rows have to become one for a volume to fit; 4 at most, as less shows nothing. */
export const decimationFor = (volume: VolumeGeometry, maxBytes: number): number =>
  [1, 2, 4].find((by) => volumeBytes(volume) / by ** 2 <= maxBytes) ?? 4;

/** What all voxels of a volume take in the worker. */
export function volumeBytes({ frames, columns, rows, layers, resampled }: VolumeGeometry): number {
  const { image, rescale } = frames[0] as FrameRef;
  const whole = Number.isInteger(rescale.slope) && Number.isInteger(rescale.intercept);
  const bytesPerVoxel = !whole || image.bitsAllocated > 16 ? 4 : image.bitsAllocated > 8 ? 2 : 1;
  return columns * rows * (frames.length + (resampled ? layers : 0)) * bytesPerVoxel;
}
