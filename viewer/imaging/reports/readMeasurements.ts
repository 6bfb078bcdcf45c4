import {
  measurementTools,
  type MeasuredValue,
  type Measurement,
  type MeasurementTool,
} from '../measurements/measurement.ts';
import type { FindingChange } from '../followUp/index.ts';
import type { Point3 } from '../geometry/vector.ts';
import { changeText, isChange, readChange } from './changeItems.ts';
import type { Changes } from './changesToWrite.ts';
import { calibrationOf, codes, quantityOf } from './codes.ts';
import type { FrameLookup } from './frameLookup.ts';
import { parsePlaneText } from './planeText.ts';
import { childNamed, descendants, textOf, type ContentItem } from './readContent.ts';
import { drawnAs, normalOf, readRegion, type Region } from './readRegion.ts';
import { isOwn, type SrDocument } from './readReport.ts';
import { unitOf } from './units.ts';

/** Something a report says that is not drawn: `Finding = Lesion`. */
export interface ReportEntry {
  /** The heading it stands under. */
  readonly heading: string;
  readonly name: string;
  readonly value: string;
}

export interface ReportContent {
  readonly measurements: readonly Measurement[];
  /** What is said beside, and what could not be drawn. */
  readonly entries: readonly ReportEntry[];
  /** What it says of how findings have changed. */
  readonly changes: Changes;
}

/** Says who and how rather than what: not worth a line to readers. */
const aboutTheReport = new Set<string>(
  [
    codes.language,
    codes.observerType,
    codes.personObserverName,
    codes.deviceObserverUid,
    codes.deviceObserverName,
    codes.deviceObserverManufacturer,
    codes.trackingIdentifier,
    codes.trackingUid,
    codes.sourceSeries,
    codes.plane,
    codes.measurementMethod,
  ].map(({ value }) => value),
);

/**
 * The measurements of a report, by its measurement groups (TID 1501, 1410, 1411) and whatever other coordinates it has, and
 * everything else it says as a list. Those of other programs or people are `foreign`.
 */
export function readMeasurements(
  document: SrDocument,
  frames: FrameLookup,
  author: string | undefined,
): ReportContent {
  const foreign = !isOwn(document, author);
  const measurements: Measurement[] = [];
  const entries: ReportEntry[] = [];
  const changes = new Map<string, FindingChange>();
  const visit = (item: ContentItem, heading: string): void => {
    if (item.concept?.value === codes.imageLibrary.value) return;
    const isGroup = item.concept?.value === codes.measurementGroup.value;
    if (isGroup || holdsCoordinates(item)) {
      const read = readGroup(item, document, frames, foreign, `${measurements.length}`);
      measurements.push(...read.measurements);
      entries.push(...read.entries);
      for (const [id, change] of read.changes) changes.set(id, change);
      return;
    }
    const said = entryOf(item, heading);
    if (said) entries.push(said);
    for (const child of item.children) visit(child, item.concept?.meaning ?? heading);
  };
  visit(document.content, document.title);
  return { measurements, entries, changes };
}

/** Coordinates below an item that is no container: a finding with its place, outside of measurement groups. */
const holdsCoordinates = (item: ContentItem): boolean =>
  item.graphic !== undefined || item.children.some((child) => child.graphic !== undefined);

function readGroup(
  group: ContentItem,
  document: SrDocument,
  frames: FrameLookup,
  foreign: boolean,
  place: string,
): ReportContent {
  const told = group.children.filter(isChange);
  const items = [group, ...group.children.filter((child) => !told.includes(child)).flatMap(descendants)];
  const identifier = childNamed(group, codes.trackingIdentifier)?.text ?? '';
  const tracking = childNamed(group, codes.trackingUid)?.text;
  // Other reports may follow up the same finding under the same tracking UID. What was written without an observation UID was not paired.
  const own = foreign ? undefined : (group.observationUid ?? tracking);
  const label = labelOf(group);
  const heading = label || identifier || document.title;
  const source = items.flatMap((item) => (item.valueType === 'IMAGE' ? item.references : []))[0];
  const named = source && frames.frame(source.sopInstanceUid, source.frameNumber);
  const graphics = items.filter((item) => item.graphic);
  const regions = withoutRepeats(graphics.flatMap((item) => readRegion(item, frames, named) ?? []));
  const values = items.flatMap(valueOf);
  const drawn = drawnTogether(regions, values, toolOf(identifier));
  const said = [
    ...items.flatMap((item) => (valueOf(item).length > 0 ? [] : (entryOf(item, heading) ?? []))),
    ...told.map((item) => ({ heading, name: item.concept?.meaning ?? '', value: changeText(item) })),
  ];
  if (drawn.length === 0) {
    const figures = values.map(({ quantity, value, unit }) => ({
      heading,
      name: quantity,
      value: `${value} ${unit}`.trim(),
    }));
    const undrawn = graphics.map(({ graphic }) => ({ heading, name: 'SCOORD', value: graphic?.type ?? '' }));
    return { measurements: [], entries: [...said, ...figures, ...undrawn], changes: new Map() };
  }
  const written = parsePlaneText(childNamed(group, codes.plane)?.text ?? '');
  const calibration = calibrationOf(childNamed(group, codes.measurementMethod)?.code);
  const measurements = drawn.map(({ tool, points, region }, index): Measurement => {
    const { frame, frameOfReferenceUid } = region;
    const onImage = region.named || written === undefined ? frame : undefined;
    const known = own ?? `${document.reference.sopInstanceUid}/${place}`;
    const id = drawn.length === 1 ? known : `${known}/${index + 1}`;
    return {
      id,
      trackingUid: tracking === id ? undefined : tracking,
      tool,
      points,
      place: {
        studyInstanceUid: frame?.studyInstanceUid ?? document.reference.studyInstanceUid,
        seriesInstanceUid:
          frame?.seriesInstanceUid ??
          childNamed(group, codes.sourceSeries)?.text ??
          document.imageSeries[0]?.seriesInstanceUid ??
          '',
        sopInstanceUid: onImage?.sopInstanceUid,
        frameNumber: onImage?.frameNumber,
        frameOfReferenceUid,
        normal: written?.normal ?? normalOf(frame),
        slab: written?.slab,
      },
      label,
      visible: true,
      values: drawn.length === 1 ? values : [],
      calibration: calibration ?? (frameOfReferenceUid ? 'geometry' : 'none'),
      foreign,
    };
  });
  const change = readChange(group, tracking);
  const [only] = measurements;
  const changes = new Map(change && only && measurements.length === 1 ? [[only.id, change]] : []);
  return { measurements, entries: said, changes };
}

/** Which tool draws the regions of a group: the one that drew them, else what figures and shapes say. */
function drawnTogether(
  regions: readonly Region[],
  values: readonly MeasuredValue[],
  tool: MeasurementTool | undefined,
): { tool: MeasurementTool; points: readonly Point3[]; region: Region }[] {
  const [first] = regions;
  if (!first) return [];
  const points = regions.flatMap((region) => region.points);
  const has = (quantity: MeasuredValue['quantity']): boolean =>
    values.some((value) => value.quantity === quantity);
  if ((tool === 'bidirectional' || (has('longAxis') && has('shortAxis'))) && points.length === 4)
    return [{ tool: 'bidirectional', points, region: first }];
  if (regions.length === 1 && has('angle') && (points.length === 3 || points.length === 4))
    return [{ tool: points.length === 3 ? 'angle' : 'cobb', points, region: first }];
  const drawn = regions.flatMap((region) => drawnAs(region).map((shape) => ({ ...shape, region })));
  if (tool === undefined) return drawn;
  return drawn.map((shape) => ({ ...shape, tool }));
}

/** `Yunying:length:…`, and `Cornerstone3DTools@^0.1.0:Length` of viewers on Cornerstone3D. */
function toolOf(identifier: string): MeasurementTool | undefined {
  const [program = '', tool = ''] = identifier.split(':');
  if (program === 'Yunying') return measurementTools.find((known) => known === tool);
  return program.startsWith('Cornerstone') ? cornerstoneTools[tool] : undefined;
}

const cornerstoneTools: Record<string, MeasurementTool> = {
  Length: 'length',
  Angle: 'angle',
  CobbAngle: 'cobb',
  Bidirectional: 'bidirectional',
  EllipticalROI: 'ellipse',
  CircleROI: 'ellipse',
  RectangleROI: 'rectangle',
  PlanarFreehandROI: 'freehand',
  Probe: 'probe',
  ArrowAnnotate: 'arrow',
};

function valueOf({ concept, figure }: ContentItem): MeasuredValue[] {
  const quantity = quantityOf(concept);
  return figure && quantity ? [{ quantity, value: figure.value, unit: unitOf(figure.unit) }] : [];
}

/** A free comment, else what was found and where. */
function labelOf(group: ContentItem): string {
  const comment = childNamed(group, codes.comment)?.text;
  if (comment !== undefined) return comment;
  const finding = childNamed(group, codes.finding);
  const site = childNamed(group, codes.findingSite);
  return [finding, site].flatMap((item) => (item && textOf(item)) ?? []).join(', ');
}

function entryOf(item: ContentItem, heading: string): ReportEntry | undefined {
  const value = textOf(item);
  const concept = item.concept;
  if (value === undefined || !concept || aboutTheReport.has(concept.value)) return undefined;
  return { heading, name: concept.meaning, value };
}

/** Each figure of a group repeats the points it was measured between. */
function withoutRepeats(regions: readonly Region[]): Region[] {
  return [...new Map(regions.map((region) => [region.type + region.points.join(), region])).values()];
}
