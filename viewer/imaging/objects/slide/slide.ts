import type { DicomJson } from '../../../../pixels/index.ts';
import { number, sequence, string, strings } from '../../../dicomweb/index.ts';
import { opticalPathIds, slideLevel, type SlideLevel } from './slideLevel.ts';

/** A whole slide image: one picture in several resolutions (PS3.3 A.32.8, C.8.12.4). */
export interface Slide {
  /** The largest first; at least one. */
  readonly levels: readonly SlideLevel[];
  /** What can be chosen from: an optical path (a stain or fluorescence), in one focal plane. */
  readonly paths: readonly string[];
  readonly planes: number;
  /** Label, overview and the like: pictures of the slide that are no levels. */
  readonly beside: readonly { readonly flavor: string; readonly instance: DicomJson }[];
  /** Instances that are neither, with the reason. */
  readonly leftOut: readonly { readonly sopInstanceUid: string; readonly reason: string }[];
}

/** Of a level's aspect to that of the largest one. Small levels are rounded to whole pixels. */
const sameAspect = (a: SlideLevel, b: SlideLevel): boolean => {
  const ratio = a.columns / a.rows / (b.columns / b.rows);
  const slack = 0.01 + 1 / Math.min(b.columns, b.rows);
  return Math.abs(ratio - 1) <= slack;
};

/**
 * The slide that the tiled images of a series are.
 * @param instances the largest first
 * @throws RangeError, MissingAttributeError where no level can be read
 */
export function readSlide(instances: readonly DicomJson[]): Slide {
  const leftOut: { sopInstanceUid: string; reason: string }[] = [];
  const beside: { flavor: string; instance: DicomJson }[] = [];
  const volumes: DicomJson[] = [];
  for (const instance of instances) {
    const flavor = strings(instance, '00080008')[2] ?? 'VOLUME';
    if (flavor === 'LABEL' || flavor === 'OVERVIEW' || flavor === 'LOCALIZER')
      beside.push({ flavor, instance });
    else volumes.push(instance);
  }
  // A series of nothing but labels and overviews: then these are what there is to see.
  const pictures = volumes.length > 0 ? volumes : instances;
  const levels: SlideLevel[] = [];
  let fault: unknown;
  for (const group of groupBySize(pictures)) {
    const [first, ...rest] = group;
    if (!first) continue;
    const parts = partsOf(first, rest);
    for (const other of rest.filter((one) => !parts.includes(one)))
      leftOut.push({ sopInstanceUid: uidOf(other), reason: 'another image of the same size is shown' });
    try {
      const level = slideLevel([first, ...parts]);
      if (levels[0] && !sameAspect(levels[0], level))
        leftOut.push({ sopInstanceUid: level.sopInstanceUid, reason: 'it has another shape than the slide' });
      else levels.push(level);
    } catch (error) {
      fault ??= error;
      leftOut.push({ sopInstanceUid: uidOf(first), reason: error instanceof Error ? error.message : '' });
    }
  }
  const [largest] = levels;
  if (!largest) throw fault ?? new RangeError('the series has no tiles');
  const base = pictures.find((one) => uidOf(one) === largest.sopInstanceUid) as DicomJson;
  return { levels, paths: pathNames(base, largest.paths), planes: largest.planes, beside, leftOut };
}

const uidOf = (instance: DicomJson): string => string(instance, 'SOPInstanceUID') ?? '';

function groupBySize(instances: readonly DicomJson[]): DicomJson[][] {
  const groups = new Map<string, DicomJson[]>();
  for (const instance of instances) {
    const size = `${number(instance, '00480006')}x${number(instance, '00480007')}`;
    groups.set(size, [...(groups.get(size) ?? []), instance]);
  }
  return [...groups.values()];
}

/** The other instances of the same concatenation (0020,9161). */
function partsOf(first: DicomJson, rest: readonly DicomJson[]): DicomJson[] {
  const concatenation = string(first, '00209161');
  if (concatenation === undefined) return [];
  return rest.filter((one) => string(one, '00209161') === concatenation);
}

function pathNames(instance: DicomJson, count: number): string[] {
  const described = sequence(instance, '00480105').map((path) => string(path, '00480107'));
  const ids = opticalPathIds(instance);
  return Array.from({ length: count }, (_, index) => described[index] || ids[index] || String(index + 1));
}
