import { number, numbers, sequence, string } from '../../dicomweb/index.ts';
import type { DicomJson } from '../../../pixels/index.ts';
import { addScaled, cross, dot, length, scale, subtract, type Point3 } from '../geometry/vector.ts';
import { distinctColour } from './cieLab.ts';
import type { Rgb } from './colourMaps.ts';
import type { OverlayPart } from './segmentation.ts';

/** One contour, PS3.3 C.8.8.6: `points` are patient mm. */
export interface Contour {
  readonly kind: 'closed' | 'open' | 'point';
  readonly points: readonly Point3[];
}

/** The contours of a region in one plane. */
export interface ContourLevel {
  /** Along the region's normal, mm. */
  readonly place: number;
  readonly contours: readonly Contour[];
}

export interface Region extends OverlayPart {
  readonly frameOfReferenceUid: string | undefined;
  /** Unit normal of the planes of its contours. */
  readonly normal: Point3;
  /** By growing place. */
  readonly levels: readonly ContourLevel[];
  /** A contour stands for so much on both sides of its plane, mm. */
  readonly halfMm: number;
  /** Contours that lie in no plane, or not in a plane parallel to the others: not drawn. */
  readonly leftOut: number;
}

export interface StructureSet {
  readonly sopInstanceUid: string;
  readonly label: string;
  readonly regions: readonly Region[];
  readonly referencedSeriesUids: readonly string[];
}

/** Contours whose places differ by less lie in one plane, mm. */
const samePlaceMm = 0.01;
/** Planes within some 2.5 degrees are parallel. */
const parallel = 0.999;
/** What a single contour stands for when nothing says how far apart contours are, mm. */
const usualStepMm = 1;

/** An RT Structure Set (PS3.3 A.19). Regions without contours are kept: the legend names them. */
export function readStructureSet(instance: DicomJson): StructureSet {
  const contours = new Map(sequence(instance, '30060039').map((item) => [number(item, '30060084'), item]));
  const references = sequence(instance, '30060010');
  const regions = sequence(instance, '30060020').flatMap((item, index) => {
    const roi = number(item, '30060022');
    if (roi === undefined) return [];
    const drawn = contours.get(roi);
    const colour = numbers(drawn ?? {}, '3006002A');
    const frameOfReferenceUid = string(item, '30060024') ?? string(references[0] ?? {}, '00200052');
    return [
      {
        number: roi,
        label: string(item, '30060026') ?? String(roi),
        colour: colour.length === 3 ? (colour as unknown as Rgb) : distinctColour(index),
        frameOfReferenceUid,
        ...planesOf(sequence(drawn ?? {}, '30060040')),
      },
    ];
  });
  const steps = regions.flatMap(({ levels }) => stepsOf(levels));
  const usual = steps.length > 0 ? Math.min(...steps) : usualStepMm;
  return {
    sopInstanceUid: string(instance, '00080018') ?? '',
    label: string(instance, '30060002') ?? string(instance, '0008103E') ?? '',
    referencedSeriesUids: references
      .flatMap((item) => sequence(item, '30060012'))
      .flatMap((item) => sequence(item, '30060014'))
      .flatMap((item) => string(item, '0020000E') ?? []),
    regions: regions.map((region) => ({ ...region, halfMm: Math.min(usual, ...stepsOf(region.levels)) / 2 })),
  };
}

const stepsOf = (levels: readonly ContourLevel[]): number[] =>
  levels.slice(1).map(({ place }, index) => place - (levels[index] as ContourLevel).place);

function planesOf(items: readonly DicomJson[]): Pick<Region, 'normal' | 'levels' | 'leftOut'> {
  const contours = items.flatMap((item) => readContour(item) ?? []);
  const normals = contours.map(({ points }) => normalOf(points));
  const normal = normals.find((one) => one !== undefined) ?? [0, 0, 1];
  const inPlanes = contours.filter((_, index) => {
    const own = normals[index];
    return own === undefined || Math.abs(dot(own, normal)) > parallel;
  });
  const placed = inPlanes
    .map((contour) => ({ contour, place: dot(contour.points[0] as Point3, normal) }))
    .toSorted((a, b) => a.place - b.place);
  const levels: { place: number; contours: Contour[] }[] = [];
  for (const { contour, place } of placed) {
    const last = levels.at(-1);
    if (last && place - last.place <= samePlaceMm) last.contours.push(contour);
    else levels.push({ place, contours: [contour] });
  }
  return { normal, levels, leftOut: items.length - inPlanes.length };
}

const kinds: Record<string, Contour['kind']> = {
  CLOSED_PLANAR: 'closed',
  CLOSEDPLANAR_XOR: 'closed',
  OPEN_PLANAR: 'open',
  POINT: 'point',
};

function readContour(item: DicomJson): Contour | undefined {
  const kind = kinds[string(item, '30060042') ?? ''];
  const data = numbers(item, '30060050');
  if (!kind || data.length < 3 || data.length % 3 !== 0) return undefined;
  const points = Array.from({ length: data.length / 3 }, (_, i): Point3 => [
    data[3 * i] as number,
    data[3 * i + 1] as number,
    data[3 * i + 2] as number,
  ]);
  return { kind, points };
}

/** By Newell's method; undefined for points on a line. */
function normalOf(points: readonly Point3[]): Point3 | undefined {
  const first = points[0] as Point3;
  let sum: Point3 = [0, 0, 0];
  points.forEach((point, index) => {
    const next = points[(index + 1) % points.length] as Point3;
    sum = addScaled(sum, cross(subtract(point, first), subtract(next, first)), 1);
  });
  const size = length(sum);
  if (size < 1e-6) return undefined;
  const unit = scale(sum, 1 / size);
  // One direction for contours drawn either way round.
  const greatest = unit.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  return scale(unit, Math.sign(greatest));
}
