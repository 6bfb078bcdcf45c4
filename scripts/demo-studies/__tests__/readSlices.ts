import dcmjs from 'dcmjs';
import type { DemoInstance, SeriesTruth } from '../index.ts';
import { generateDemoStudies } from '../index.ts';
import type { Vec3 } from '../geometry/index.ts';

/** A slice as a stranger's reader (dcmjs) sees it. */
export interface ReadSlice {
  dataset: Record<string, unknown>;
  position: Vec3;
  spacing: readonly [number, number];
  columns: number;
  rows: number;
  hu: Float32Array;
}

export function readSlice(file: Uint8Array): ReadSlice {
  const buffer = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  const message = dcmjs.data.DicomMessage.readFile(buffer as ArrayBuffer);
  const dataset = dcmjs.data.DicomMetaDictionary.naturalizeDataset(message.dict) as Record<string, unknown>;
  const numbers = (name: string): number[] => [dataset[name]].flat().map(Number);
  const at = (name: string, index: number): number => numbers(name)[index] ?? Number.NaN;
  const pixels = [dataset['PixelData']].flat()[0] as ArrayBuffer;
  const hu = Float32Array.from(
    new Uint16Array(pixels),
    (stored) => stored * at('RescaleSlope', 0) + at('RescaleIntercept', 0),
  );
  return {
    dataset,
    position: [0, 1, 2].map((i) => at('ImagePositionPatient', i)) as unknown as Vec3,
    spacing: [at('PixelSpacing', 0), at('PixelSpacing', 1)],
    columns: at('Columns', 0),
    rows: at('Rows', 0),
    hu,
  };
}

/** Slices whose plane is within `reachMm` of one of the heights, from head to feet. */
export async function slicesNear(
  series: SeriesTruth,
  heights: readonly number[],
  reachMm: number,
): Promise<ReadSlice[]> {
  const wanted = new Set(
    series.instances
      .filter(({ imagePositionPatient: [, , z] }) =>
        heights.some((height) => Math.abs(height - z) <= reachMm),
      )
      .map(({ sopInstanceUid }) => sopInstanceUid),
  );
  const slices: ReadSlice[] = [];
  for await (const { bytes } of generateDemoStudies(undefined, isIn(wanted))) slices.push(readSlice(bytes));
  return slices;
}

export const isIn = (wanted: ReadonlySet<string>) => (instance: Omit<DemoInstance, 'bytes'>) =>
  wanted.has(instance.sopInstanceUid);

/** Mean HU of 5x5 pixels in each of the three slices nearest to a point. */
export function meanAround(slices: readonly ReadSlice[], [x, y, z]: Vec3): number {
  const nearest = [...slices]
    .sort((a, b) => Math.abs(a.position[2] - z) - Math.abs(b.position[2] - z))
    .slice(0, 3);
  let sum = 0;
  for (const { hu, position, spacing, columns } of nearest) {
    const column = Math.round((x - position[0]) / spacing[1]);
    const row = Math.round((y - position[1]) / spacing[0]);
    for (let j = -2; j <= 2; j++) {
      for (let i = -2; i <= 2; i++) sum += hu[(row + j) * columns + column + i] ?? Number.NaN;
    }
  }
  return sum / (25 * nearest.length);
}
