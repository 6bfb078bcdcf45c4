import { number, numbers, sequence, string } from '../../dicomweb/index.ts';
import { paletteColorLut, type DicomJson } from '../../../pixels/index.ts';
import { planeNormal, type FramePlane } from '../geometry/framePlane.ts';
import { dot, type Point3 } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { cieLabToRgb, distinctColour } from './cieLab.ts';
import type { Rgb } from './colourMaps.ts';

/** A segment or a region of interest: what a switch of the legend stands for. */
export interface OverlayPart {
  /** Segment Number (0062,0004), or ROI Number (3006,0022). */
  readonly number: number;
  readonly label: string;
  readonly colour: Rgb;
}

/** One frame of a segmentation: the mask of a segment (of all of them in a label map) in one layer. */
export interface MaskFrame {
  readonly frame: FrameRef;
  /** Undefined in a label map, whose values are segment numbers. */
  readonly segment: number | undefined;
  readonly layer: number;
}

/** Where masks lie: parallel layers of one matrix, each with an origin of its own. */
export interface MaskGeometry {
  readonly columns: number;
  readonly rows: number;
  readonly rowCosines: Point3;
  readonly columnCosines: Point3;
  readonly rowSpacing: number;
  readonly columnSpacing: number;
  /** Centres of the first pixels, by growing place along the normal. */
  readonly origins: readonly Point3[];
  /** A layer reaches so far on both sides of its plane, mm. */
  readonly halfMm: number;
}

export interface Segmentation {
  readonly type: 'BINARY' | 'FRACTIONAL' | 'LABELMAP';
  /** The value of a pixel that is wholly inside: 1, or Maximum Fractional Value (0062,000E). */
  readonly maximum: number;
  readonly segments: readonly OverlayPart[];
  readonly geometry: MaskGeometry;
  readonly frames: readonly MaskFrame[];
  readonly frameOfReferenceUid: string | undefined;
}

/** Frames whose places differ by less lie in one layer, mm. */
const samePlaceMm = 0.01;
const leastParallel = 0.9999;

/**
 * A segmentation (PS3.3 A.51, A.90) of the frames of one instance.
 *
 * @throws Error that says why it cannot be laid over images
 */
export function readSegmentation(frames: readonly FrameRef[]): Segmentation {
  const [first] = frames;
  if (!first) throw new Error('the segmentation has no frames');
  const { instance, image } = first;
  const type = string(instance, '00620001');
  if (type !== 'BINARY' && type !== 'FRACTIONAL' && type !== 'LABELMAP')
    throw new Error(`Segmentation Type (0062,0001) is ${type ?? 'absent'}`);
  const placed = frames.filter(
    (frame): frame is FrameRef & { plane: FramePlane } => frame.plane !== undefined,
  );
  const { plane } = placed[0] ?? {};
  if (!plane || placed.length < frames.length)
    throw new Error(
      `${frames.length - placed.length} of ${frames.length} frames have no place in the patient`,
    );
  const normal = planeNormal(plane);
  for (const other of placed)
    if (
      dot(planeNormal(other.plane), normal) < leastParallel ||
      dot(other.plane.rowCosines, plane.rowCosines) < leastParallel
    )
      throw new Error('the frames of the segmentation are not parallel');
  const along = placed.map((frame) => dot(frame.plane.position, normal));
  const places: number[] = [];
  for (const place of along.toSorted((a, b) => a - b))
    if (places.length === 0 || place - (places.at(-1) as number) > samePlaceMm) places.push(place);
  const layerOf = (place: number): number =>
    places.findLastIndex((other) => other <= place + samePlaceMm / 2);
  const origins = new Array<Point3>(places.length);
  const masks = placed.map((frame, index): MaskFrame => {
    const layer = layerOf(along[index] as number);
    origins[layer] ??= frame.plane.position;
    const segment = type === 'LABELMAP' ? undefined : (number(frame.instance, '0062000B') ?? 1);
    return { frame: asMask(frame), segment, layer };
  });
  return {
    type,
    maximum: type === 'FRACTIONAL' ? (number(instance, '0062000E') ?? 255) : 1,
    segments: readSegments(instance),
    geometry: {
      columns: image.columns,
      rows: image.rows,
      rowCosines: plane.rowCosines,
      columnCosines: plane.columnCosines,
      rowSpacing: plane.rowSpacing,
      columnSpacing: plane.columnSpacing,
      origins,
      halfMm: thicknessOf(instance, places) / 2,
    },
    frames: masks,
    frameOfReferenceUid: first.frameOfReferenceUid,
  };
}

/** The values as they are stored: a palette is for the legend, not for decoding. */
const asMask = (frame: FrameRef): FrameRef => ({
  ...frame,
  imageId: `${frame.imageId}#mask`,
  image: { ...frame.image, photometricInterpretation: 'MONOCHROME2' },
  palette: undefined,
  rescale: { slope: 1, intercept: 0 },
  padding: undefined,
  overlayBits: [],
});

/** How far apart layers are that touch: frames without a segment may be left out, so the places alone do not tell. */
function thicknessOf(instance: DicomJson, places: readonly number[]): number {
  const steps = places.slice(1).map((place, index) => place - (places[index] as number));
  const between = Math.abs(number(instance, '00180088') ?? 0) || Infinity;
  const least = Math.min(between, ...steps);
  return Number.isFinite(least) ? least : (number(instance, '00180050') ?? 1);
}

function readSegments(instance: DicomJson): OverlayPart[] {
  const palette = paletteColorLut(instance);
  return sequence(instance, '00620002').flatMap((item, index) => {
    const segment = number(item, '00620004');
    // 0 is the background of a label map.
    if (segment === undefined || segment === 0) return [];
    const lab = numbers(item, '0062000D');
    const entry = palette ? segment - palette.firstValue : -1;
    const colour: Rgb =
      lab.length === 3
        ? cieLabToRgb(lab as unknown as [number, number, number])
        : palette && entry >= 0 && entry < palette.red.length
          ? [palette.red[entry] as number, palette.green[entry] as number, palette.blue[entry] as number]
          : distinctColour(index);
    const label = string(item, '00620005') ?? string(sequence(item, '0062000F')[0] ?? {}, '00080104');
    return [{ number: segment, label: label ?? String(segment), colour }];
  });
}
