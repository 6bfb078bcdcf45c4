import type { DicomJson } from '../../../../pixels/index.ts';
import type { Point3 } from '../../geometry/vector.ts';
import type { FrameRef } from '../../series/frameRef.ts';
import { buildStack } from '../../series/stack.ts';
import { describeVolume } from '../describeVolume.ts';
import type { VolumeFault, VolumeGeometry } from '../volumeGeometry.ts';
import { VoxelStore } from '../voxelStore.ts';
import type { VoxelArray } from '../voxels.ts';

/** A made-up series: where its slices lie is given slice by slice. */
export interface SyntheticSeries {
  columns: number;
  rows: number;
  positions: readonly Point3[];
  rowCosines?: Point3;
  columnCosines?: Point3;
  rowSpacing?: number;
  columnSpacing?: number;
  /** More attributes of one slice. */
  more?: (index: number) => DicomJson;
}

export function syntheticFrames({
  columns,
  rows,
  positions,
  rowCosines = [1, 0, 0],
  columnCosines = [0, 1, 0],
  rowSpacing = 1,
  columnSpacing = 1,
  more = () => ({}),
}: SyntheticSeries): FrameRef[] {
  const instances = positions.map((position, index): DicomJson => ({
    '00080018': { vr: 'UI', Value: [`1.2.3.${index + 1}`] },
    '00080060': { vr: 'CS', Value: ['CT'] },
    '0020000D': { vr: 'UI', Value: ['1.2'] },
    '0020000E': { vr: 'UI', Value: ['1.2.3'] },
    '00200013': { vr: 'IS', Value: [index + 1] },
    '00200032': { vr: 'DS', Value: [...position] },
    '00200037': { vr: 'DS', Value: [...rowCosines, ...columnCosines] },
    '00200052': { vr: 'UI', Value: ['1.2.9'] },
    '00280002': { vr: 'US', Value: [1] },
    '00280004': { vr: 'CS', Value: ['MONOCHROME2'] },
    '00280010': { vr: 'US', Value: [rows] },
    '00280011': { vr: 'US', Value: [columns] },
    '00280030': { vr: 'DS', Value: [rowSpacing, columnSpacing] },
    '00280100': { vr: 'US', Value: [16] },
    '00280101': { vr: 'US', Value: [16] },
    '00280103': { vr: 'US', Value: [1] },
    '00281052': { vr: 'DS', Value: [0] },
    '00281053': { vr: 'DS', Value: [1] },
    '00281054': { vr: 'LO', Value: ['HU'] },
    ...more(index),
  }));
  return buildStack('1.2', '1.2.3', instances).frames;
}

export function volumeOf(frames: readonly FrameRef[]): VolumeGeometry {
  const volume = describeVolume(frames);
  if (volume.kind === 'fault') throw new Error(`no volume: ${JSON.stringify(volume)}`);
  return volume;
}

export function faultOf(frames: readonly FrameRef[]): VolumeFault {
  const fault = describeVolume(frames);
  if (fault.kind === 'volume') throw new Error('a volume');
  return fault;
}

/** Evenly stacked positions. */
export const stacked = (count: number, from: Point3, step: Point3): Point3[] =>
  Array.from({ length: count }, (_, k) => [
    from[0] + k * step[0],
    from[1] + k * step[1],
    from[2] + k * step[2],
  ]);

/** The centre of a stored pixel by PS3.3 C.7.6.2.1-1, from the attributes themselves. */
export function pixelCentre({ instance }: FrameRef, column: number, row: number): Point3 {
  const values = (tag: string): number[] => (instance[tag]?.Value ?? []).map(Number);
  const position = values('00200032');
  const o = values('00200037');
  const [rowSpacing = 0, columnSpacing = 0] = values('00280030');
  return [0, 1, 2].map(
    (axis) =>
      (position[axis] as number) +
      (o[axis] as number) * columnSpacing * column +
      (o[axis + 3] as number) * rowSpacing * row,
  ) as unknown as Point3;
}

/** Values of each frame by a function of column, row, frame and the pixel's place in the patient. */
export function paint(
  frames: readonly FrameRef[],
  value: (column: number, row: number, frame: number, place: Point3) => number,
  Kind: new (length: number) => VoxelArray = Int16Array,
): VoxelArray[] {
  return frames.map((frame, index) => {
    const { columns, rows } = frame.image;
    const values = new Kind(columns * rows);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        values[row * columns + column] = value(column, row, index, pixelCentre(frame, column, row));
    return values;
  });
}

export function storeOf(volume: VolumeGeometry, images: readonly VoxelArray[], decimation = 1): VoxelStore {
  const { columns, rows, frames, resampled } = volume;
  const store = new VoxelStore({ columns, rows, frames: frames.length, resampled, decimation });
  images.forEach((values, frame) => store.feed(frame, { values, columns, rows }, false));
  return store;
}

/** Numbers that look random and are always the same. */
export function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 2 ** 24;
  };
}
