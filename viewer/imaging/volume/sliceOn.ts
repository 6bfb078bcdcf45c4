import type { FramePlane } from '../geometry/framePlane.ts';
import { planeNormal } from '../geometry/framePlane.ts';
import { scale } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { Slab } from './derivedSlice.ts';
import { layersOf, samplesOf } from './slicePlaces.ts';
import { voxelMap, type VolumeGeometry } from './volumeGeometry.ts';

/** Pixels in a plane of the patient. */
export interface PixelGrid {
  readonly plane: FramePlane;
  readonly columns: number;
  readonly rows: number;
}

/**
 * A picture of the volume on the pixels of another image (in the same frame of reference), trilinear between voxels, through the
 * same slab. What lies outside the volume is NaN: nothing is known there.
 *
 * @param name tells this picture from others of the same volume
 */
export function sliceOn(
  volume: VolumeGeometry,
  { plane, columns, rows }: PixelGrid,
  slab: Slab,
  name: string,
): FrameRef {
  const model = volume.frames[Math.floor(volume.frames.length / 2)] as FrameRef;
  const { toVoxel, direction } = voxelMap(volume);
  const sampling = {
    kind: 'trilinear',
    start: toVoxel(plane.position),
    perColumn: direction(scale(plane.rowCosines, plane.columnSpacing)),
    perRow: direction(scale(plane.columnCosines, plane.rowSpacing)),
    perMm: direction(planeNormal(plane)),
    ...samplesOf(volume, slab),
  } as const;
  const spacing = { row: plane.rowSpacing, column: plane.columnSpacing };
  return {
    ...model,
    imageId: `yunying:volume/${volume.id}/on/${name}`,
    sopInstanceUid: '',
    frameNumber: 1,
    instanceNumber: undefined,
    plane,
    pixelSpacing: spacing,
    drawnSpacing: spacing,
    image: { ...model.image, columns, rows, numberOfFrames: 1 },
    rescale: { slope: 1, intercept: 0 },
    derived: {
      volumeId: volume.id,
      orientation: 'oblique',
      slab,
      sampling,
      layers: layersOf(volume, { plane, columns, rows, sampling }),
      outside: NaN,
    },
  };
}
