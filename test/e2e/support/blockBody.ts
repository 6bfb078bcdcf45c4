import { randomInt } from 'node:crypto';
import { makeInstance, store } from '../../integration/support/instances.ts';

export type Point = [number, number, number];
/** Least and greatest corner, patient mm. */
export type Box = [Point, Point];

/** In the middle of the volume, patient mm: not the origin, so that places and directions cannot be confused. */
const middle: Point = [12, -30, -250];
const voxels: Point = [160, 128, 80];
const spacing: Point = [1.2, 1.5, 2];

const around = (least: Point, greatest: Point): Box => [shifted(least), shifted(greatest)];
const shifted = (point: Point): Point => point.map((mm, axis) => mm + (middle[axis] as number)) as Point;

/**
 * A body of blocks whose corners are corners of voxels: what it is to look like from any side is plain geometry. No two of
 * its edges are alike.
 */
export const blockBody = {
  voxels,
  spacing,
  middle,
  /** All of it with the air around, patient mm. */
  box: around(
    voxels.map((count, axis) => (-count * (spacing[axis] as number)) / 2) as Point,
    voxels.map((count, axis) => (count * (spacing[axis] as number)) / 2) as Point,
  ),
  air: -1000,
  soft: { hu: 50, box: around([-60, -48, -60], [60, 48, 60]) },
  bone: { hu: 1000, box: around([30, -30, -40], [54, 36, 30]) },
  /** Small, of bone, far from all axes of the body. */
  mark: { hu: 1000, box: around([-42, 18, 42], [-36, 24, 48]) },
} as const;

/** Stores the body (axial, from the head down) and gives the study's UID. */
export async function storeBlockBody(url: string): Promise<string> {
  const [, , layers] = voxels;
  return storeSlices(
    url,
    Array.from({ length: layers }, (_, layer) => blockBody.box[1][2] - (layer + 0.5) * spacing[2]),
  );
}

/** The same slices with the given places along the patient, mm: they need not be even. */
export async function storeSlices(url: string, places: readonly number[]): Promise<string> {
  const study = `2.25.${Array.from({ length: 4 }, () => randomInt(1e8, 1e9)).join('')}`;
  const [columns, rows] = voxels;
  const files = places.map(
    (z, index) =>
      makeInstance({
        study,
        number: index + 1,
        patientId: 'BLOCKS',
        patientName: 'Blocks',
        studyDescription: 'Blocks',
        more: [
          [0x00200032, 'DS', [0, 1].map((axis) => String(firstCentre(axis))).concat(String(z))],
          [0x00200037, 'DS', ['1', '0', '0', '0', '1', '0']],
          [0x00200052, 'UI', `${study}.9`],
          [0x00280010, 'US', rows],
          [0x00280011, 'US', columns],
          // Between rows, between columns.
          [0x00280030, 'DS', [String(spacing[1]), String(spacing[0])]],
          [0x7fe00010, 'OW', slice(z)],
        ],
      }).file,
  );
  const answer = await store(`${url}/dicom-web`, files);
  if (answer.status !== 200) throw new Error(`the body was not stored: ${await answer.text()}`);
  return study;
}

const firstCentre = (axis: number): number =>
  (blockBody.box[0][axis] as number) + (spacing[axis] as number) / 2;

/** Stored values (HU + 1024) of the slice at `z`. */
function slice(z: number): Buffer {
  const [columns, rows] = voxels;
  const pixels = Buffer.alloc(2 * columns * rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const place: Point = [firstCentre(0) + column * spacing[0], firstCentre(1) + row * spacing[1], z];
      pixels.writeUInt16LE(huAt(place) + 1024, 2 * (row * columns + column));
    }
  return pixels;
}

function huAt(place: Point): number {
  for (const { hu, box } of [blockBody.bone, blockBody.mark, blockBody.soft])
    if (within(place, box)) return hu;
  return blockBody.air;
}

const within = (place: Point, [least, greatest]: Box): boolean =>
  place.every((mm, axis) => mm > (least[axis] as number) && mm < (greatest[axis] as number));
