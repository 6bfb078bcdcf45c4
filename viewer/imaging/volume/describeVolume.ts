import { planeNormal, type FramePlane } from '../geometry/framePlane.ts';
import { addScaled, dot, length, scale, subtract, type Point3 } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { layerPlaces } from './layerPlaces.ts';
import { phaseOf } from './phases.ts';
import type { VolumeFault, VolumeGeometry, VolumeNote } from './volumeGeometry.ts';

/** Frames whose normals or rows differ by more are not parallel. */
const parallelDegrees = 0.1;
/** Frames nearer to each other along the normal share a place, mm. */
const samePlaceMm = 0.01;
/** In-plane spacing counts as the same up to this share. */
const sameSpacingShare = 1e-3;
/** Places may lie off the straight line by the greater of this share of a pixel and of these mm (rounding of positions). */
const straightPixels = 0.1;
const straightMm = 0.05;
const leastSlices = 3;

type Placed = FrameRef & { readonly plane: FramePlane };

const fault = <Fault extends Omit<VolumeFault, 'kind'>>(figures: Fault): Fault & { kind: 'fault' } => ({
  kind: 'fault',
  ...figures,
});

/**
 * Whether the frames of one series are a volume, and which: parallel slices of one matrix at even distances (within 1 % or
 * 0.02 mm) on a straight line. Tilted stacks are volumes with a sheared grid; small gaps and unevenness are interpolated
 * and noted; whatever else is refused with the figures.
 *
 * @param frames in reading order, which the layers keep
 * @param shown of series with several images at each place, an image of the phase that is wanted (default: the first)
 */
export function describeVolume(frames: readonly FrameRef[], shown = frames[0]): VolumeGeometry | VolumeFault {
  const placed = frames.filter((frame): frame is Placed => frame.plane !== undefined);
  const [first] = placed;
  if (!first || !shown || placed.length < frames.length)
    return fault({ code: 'no-position', frames: frames.length - placed.length });
  const unlike = unlikeness(placed, first);
  if (unlike) return unlike;
  const normal = planeNormal(first.plane);
  const along = new Map<FrameRef, number>(placed.map((frame) => [frame, dot(frame.plane.position, normal)]));
  const place = (frame: FrameRef): number => along.get(frame) as number;
  const ordered = placed.toSorted((a, b) => place(a) - place(b));
  const ranks = rankPlaces(ordered.map(place));
  const placeCount = (ranks.at(-1) as number) + 1;
  if (placeCount < leastSlices) return fault({ code: 'few-slices', count: placeCount });
  const notes: VolumeNote[] = [];
  let slices = ordered;
  if (placeCount < placed.length) {
    const rankOf = new Map(ordered.map((frame, index) => [frame, ranks[index] as number]));
    const inReadingOrder = placed.map((frame) => rankOf.get(frame) as number);
    const phase = phaseOf(placed, inReadingOrder, shown);
    if (!phase) return fault({ code: 'repeated-places', places: placeCount, frames: placed.length });
    const { index, count, by } = phase;
    notes.push({ code: 'phase', index, count, by });
    slices = ordered.filter((frame) => phase.frames.includes(frame));
  }
  return placeLayers(inReadingDirection(slices, placed), normal, notes);
}

/** What keeps the frames from being slices of the same thing. */
function unlikeness(frames: readonly Placed[], first: Placed): VolumeFault | undefined {
  if (frames.some(({ image }) => image.samplesPerPixel > 1 || !isGrey(image.photometricInterpretation)))
    return fault({ code: 'colour' });
  const references = new Set(frames.map(({ frameOfReferenceUid }) => frameOfReferenceUid));
  if (references.size > 1) return fault({ code: 'mixed-frames-of-reference', count: references.size });
  const sizes = new Set(frames.map(({ image }) => `${image.columns}x${image.rows}`));
  const degrees = Math.max(...frames.map(({ plane }) => degreesBetween(plane, first.plane)));
  if (degrees > parallelDegrees) return fault({ code: 'mixed-orientation', degrees });
  if (sizes.size > 1) return fault({ code: 'mixed-matrix', sizes: [...sizes] });
  for (const side of ['rowSpacing', 'columnSpacing'] as const) {
    const spacings = frames.map(({ plane }) => plane[side]);
    const leastMm = Math.min(...spacings);
    const greatestMm = Math.max(...spacings);
    if (greatestMm - leastMm > sameSpacingShare * leastMm)
      return fault({ code: 'mixed-pixel-spacing', leastMm, greatestMm });
  }
  const units = new Set(frames.map(({ unit }) => unit));
  if (units.size > 1) return fault({ code: 'mixed-units', units: [...units] });
  return undefined;
}

const isGrey = (photometricInterpretation: string): boolean =>
  photometricInterpretation.startsWith('MONOCHROME');

function degreesBetween(a: FramePlane, b: FramePlane): number {
  const angle = (u: Point3, v: Point3): number =>
    (Math.asin(Math.min(1, length(subtract(u, v)) / 2)) * 360) / Math.PI;
  return Math.max(angle(a.rowCosines, b.rowCosines), angle(a.columnCosines, b.columnCosines));
}

/** For growing places the number of each, counted up where one is farther from the one before than rounding explains. */
function rankPlaces(places: readonly number[]): number[] {
  let rank = 0;
  return places.map((place, index) => {
    if (index > 0 && place - (places[index - 1] as number) > samePlaceMm) rank++;
    return rank;
  });
}

function inReadingDirection(slices: Placed[], readingOrder: readonly Placed[]): Placed[] {
  const [first, last] = [slices[0] as Placed, slices.at(-1) as Placed];
  return readingOrder.indexOf(first) <= readingOrder.indexOf(last) ? slices : slices.toReversed();
}

function placeLayers(
  slices: readonly Placed[],
  normal: Point3,
  notes: VolumeNote[],
): VolumeGeometry | VolumeFault {
  const first = slices[0] as Placed;
  const last = slices.at(-1) as Placed;
  const { plane, image } = first;
  const offsets = slices.map((slice) => subtract(slice.plane.position, plane.position));
  const way = subtract(last.plane.position, plane.position);
  const extent = dot(way, normal);
  const greatestMm = Math.max(
    ...offsets.map((offset) => length(addScaled(offset, way, -dot(offset, normal) / extent))),
  );
  const pixelMm = Math.min(plane.rowSpacing, plane.columnSpacing);
  const tolerance = Math.max(straightMm, straightPixels * pixelMm);
  if (greatestMm > tolerance) return fault({ code: 'wandering', greatestMm });
  // The direction of reading may be against the normal; places have to grow.
  const towards = Math.sign(extent);
  const layers = layerPlaces(slices.map((slice) => towards * dot(slice.plane.position, normal)));
  if (layers.kind === 'gap') {
    const { missing, fromMm, toMm } = layers;
    return fault({ code: 'gap', missing, fromMm: towards * fromMm, toMm: towards * toMm });
  }
  if (layers.kind === 'variable-spacing') return fault(withoutKind(layers));
  const sideways = length(addScaled(way, normal, -extent));
  const sheared = sideways > tolerance;
  if (sheared)
    notes.push({ code: 'gantry-tilt', degrees: (Math.atan2(sideways, Math.abs(extent)) * 180) / Math.PI });
  if (layers.kind === 'resampled') notes.push(inPatient(layers.note, towards));
  const stepWay = sheared ? way : scale(normal, extent);
  return {
    kind: 'volume',
    id: `${first.seriesInstanceUid}/${slices.length}-${hash(slices.map(({ imageId }) => imageId).join())}`,
    frames: slices,
    columns: image.columns,
    rows: image.rows,
    layers: layers.layers,
    origin: plane.position,
    columnStep: scale(plane.rowCosines, plane.columnSpacing),
    rowStep: scale(plane.columnCosines, plane.rowSpacing),
    layerStep: scale(stepWay, 1 / (layers.layers - 1)),
    spacing: [plane.columnSpacing, plane.rowSpacing, Math.abs(extent) / (layers.layers - 1)],
    sheared,
    resampled: layers.kind === 'resampled' ? layers.sources : undefined,
    notes,
  };
}

const withoutKind = ({ leastMm, greatestMm }: { leastMm: number; greatestMm: number }) =>
  ({ code: 'variable-spacing', leastMm, greatestMm }) as const;

const inPatient = (note: VolumeNote, towards: number): VolumeNote =>
  note.code === 'gap' ? { ...note, fromMm: towards * note.fromMm, toMm: towards * note.toMm } : note;

/** FNV-1a: tells the frames of one volume from those of another of the same series. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(16);
}
