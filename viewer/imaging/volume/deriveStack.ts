import type { DicomJson } from '../../../pixels/index.ts';
import type { Point3 } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { Stack } from '../series/stack.ts';
import type { Orientation, Slab } from './derivedSlice.ts';
import { freeSlices, gridSlices, layersOf, tiltedSlices, type SlicePlace } from './slicePlaces.ts';
import { gridAxes, viewAxes } from './viewAxes.ts';
import type { VolumeGeometry } from './volumeGeometry.ts';

/** What is said of one stored image only: its identity, its place, its size. */
const ofOneImage = [
  '00080018',
  '00200013',
  '00200032',
  '00200037',
  '00201041',
  '00180050',
  '00180088',
  '00280008',
  '00280010',
  '00280011',
  '00280030',
];

/**
 * A stack of pictures computed of a volume, to be shown like stored ones. Along voxel axes (within 1°) they are the voxels
 * themselves, with the spacing of the grid; else trilinear with square pixels of the smallest distance of voxels. Rows and
 * columns are those of radiological display. Paging: as acquired; coronal from front to back; sagittal from right to left.
 *
 * @param slab centred on each picture's plane; see slabLayers and TrilinearSampling for what lies in it
 * @param through patient mm; a free picture's centre plane goes through it exactly (default: the volume's centre)
 * @throws RangeError for a thickness that is no length, or an orientation that is none
 */
export function deriveStack(
  volume: VolumeGeometry,
  orientation: Orientation,
  slab: Slab = { mode: 'none', thicknessMm: 0 },
  through?: Point3,
): Stack {
  if (!(slab.thicknessMm >= 0) || !Number.isFinite(slab.thicknessMm))
    throw new RangeError(`no slab: ${slab.thicknessMm} mm`);
  const places = placesOf(volume, orientation, slab, through);
  const model = volume.frames[Math.floor(volume.frames.length / 2)] as FrameRef;
  const instance = Object.fromEntries(
    Object.entries(model.instance).filter(([tag]) => !ofOneImage.includes(tag)),
  ) as DicomJson;
  const lossySource = volume.frames.some((frame) => frame.lossySource);
  const key = keyOf(orientation, slab, through);
  return {
    studyInstanceUid: model.studyInstanceUid,
    seriesInstanceUid: model.seriesInstanceUid,
    modality: model.modality,
    leftOut: [],
    frames: places.map((place, index): FrameRef => {
      const { plane, columns, rows, sampling } = place;
      const spacing = { row: plane.rowSpacing, column: plane.columnSpacing };
      return {
        ...model,
        imageId: `yunying:volume/${volume.id}/${key}/${index}`,
        sopInstanceUid: '',
        frameNumber: 1,
        instanceNumber: undefined,
        plane,
        pixelSpacing: spacing,
        drawnSpacing: spacing,
        sliceThicknessMm: slab.mode === 'none' ? stepMm(volume, place) : slab.thicknessMm,
        image: { ...model.image, columns, rows, numberOfFrames: 1 },
        rescale: { slope: 1, intercept: 0 },
        lossySource,
        instance,
        derived: {
          volumeId: volume.id,
          orientation: typeof orientation === 'string' ? orientation : 'oblique',
          slab,
          sampling,
          layers: layersOf(volume, place),
        },
      };
    }),
  };
}

function placesOf(
  volume: VolumeGeometry,
  orientation: Orientation,
  slab: Slab,
  through: Point3 | undefined,
): SlicePlace[] {
  const axes = viewAxes(volume, orientation);
  if (orientation === 'acquired' && volume.sheared) return tiltedSlices(volume, axes, slab);
  // A free plane is where it was put, not on the nearest plane of voxels.
  const grid = typeof orientation === 'string' ? gridAxes(volume, axes) : undefined;
  if (grid) return gridSlices(volume, grid, slab, orientation === 'acquired' ? 'layers' : 'paging');
  return freeSlices(volume, axes, slab, through);
}

const stepMm = (volume: VolumeGeometry, { sampling }: SlicePlace): number =>
  sampling.kind === 'grid' ? volume.spacing[sampling.axis] : Math.min(...volume.spacing);

function keyOf(orientation: Orientation, { mode, thicknessMm }: Slab, through: Point3 | undefined): string {
  const numbers = (point: Point3): string => point.map((value) => value.toFixed(6)).join(',');
  const name =
    typeof orientation === 'string'
      ? orientation
      : `${numbers(orientation.normal)};${numbers(orientation.up)}`;
  const at = through ? `@${numbers(through)}` : '';
  return `${name}${at}/${mode === 'none' ? mode : `${mode}-${thicknessMm}`}`;
}
