import type { CoarseVolume } from './coarseVolume.ts';
import { bodyMask } from './bodyMask.ts';
import type { VoxelGrid } from './voxelGrid.ts';

/** A volume ready to be compared: values of about 0 to 1.5, nothing but the body in it. */
export interface PreparedVolume extends VoxelGrid, Pick<CoarseVolume, 'spreadMm2'> {
  /** 1 where the voxel is of the body or just outside of its skin. */
  readonly body: Uint8Array;
  /** How many voxels of the body itself there are. */
  readonly bodyVoxels: number;
  /** The same value means the same substance in every volume (HU). */
  readonly absolute: boolean;
  /** What a value of 1 is in modality values. */
  readonly unitValue: number;
}

/** HU: below is air, above only metal and the densest bone, which would outweigh all else. */
const leastHu = -1000;
const greatestHu = 500;
/** Less is no air but padding, however smeared. */
const paddingHu = -1300;
/** Air and table around the body, HU. */
const bodyHu = -400;
/** Of values in other units: shares of the voxels that are darker. */
const darkShare = 0.02;
const brightShare = 0.98;
/** In shares of the range in between. */
const brightest = 1.5;
const bodyShare = 0.12;

/** Brings the values of a volume into one range and takes away what is not body: air, padding, table. */
export function prepareVolume(volume: CoarseVolume): PreparedVolume {
  const absolute = volume.unit === 'HU';
  const [low, high] = absolute ? [leastHu, leastHu + 1000] : rangeOf(volume.values);
  const unitValue = high - low;
  const top = absolute ? (greatestHu - leastHu) / unitValue : brightest;
  const values = new Float32Array(volume.values.length);
  for (let at = 0; at < values.length; at++) {
    const value = volume.values[at] as number;
    if (absolute && value < paddingHu) values[at] = NaN;
    else values[at] = Math.max(0, Math.min(top, (value - low) / unitValue));
    if (value !== value) values[at] = NaN;
  }
  widenUnknown({ ...volume, values });
  const threshold = absolute ? (bodyHu - leastHu) / unitValue : bodyShare;
  const { near, inside, count } = bodyMask({ ...volume, values }, threshold);
  for (let at = 0; at < values.length; at++)
    if (inside[at] === 0 && (values[at] as number) > 0) values[at] = 0;
  return { ...volume, values, body: near, bodyVoxels: count, absolute, unitValue };
}

/** Padding is smeared into the voxels beside it. */
function widenUnknown({ values, columns, rows }: VoxelGrid): void {
  const known = values.slice();
  for (let at = 0; at < known.length; at++) {
    if (known[at] === known[at]) continue;
    const column = at % columns;
    const row = Math.floor(at / columns) % rows;
    for (let y = row === 0 ? 0 : -1; y <= (row === rows - 1 ? 0 : 1); y++)
      for (let x = column === 0 ? 0 : -1; x <= (column === columns - 1 ? 0 : 1); x++)
        values[at + y * columns + x] = NaN;
  }
}

function rangeOf(values: Float32Array): [number, number] {
  const known = values.filter((value) => value === value).toSorted();
  const at = (share: number): number => known[Math.floor((known.length - 1) * share)] ?? 0;
  const [low, high] = [at(darkShare), at(brightShare)];
  return [low, high > low ? high : low + 1];
}
