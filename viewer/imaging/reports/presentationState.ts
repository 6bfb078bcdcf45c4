import { name, number, numbers, sequence, string, type PersonName } from '../../dicomweb/index.ts';
import type { DicomJson } from '../../../pixels/index.ts';
import { referencedImages } from './referencedImages.ts';
import { displayOf, readStateDisplay, type FrameDisplay, type StateDisplay } from './stateDisplay.ts';

/** A point in columns and rows of an image: 0, 0 is the upper left corner of the first pixel. */
export type ImagePoint = readonly [column: number, row: number];

/** What a presentation state draws on images (PS3.3 C.10.5), brought into the images' own columns and rows. */
export interface StateGraphic {
  readonly kind: 'point' | 'polyline' | 'circle' | 'ellipse';
  /** circle: centre and a point on it; ellipse: ends of the major axis, ends of the minor one. */
  readonly points: readonly ImagePoint[];
  readonly filled: boolean;
}

export interface StateText {
  readonly text: string;
  /** Upper left and lower right corner, or the place it belongs to; one of the two is there. */
  readonly box: readonly [ImagePoint, ImagePoint] | undefined;
  readonly anchor: ImagePoint | undefined;
  readonly anchorVisible: boolean;
  readonly justification: 'LEFT' | 'CENTER' | 'RIGHT';
}

export interface StateAnnotation {
  /** The images it is on, as `sop/frame`, or `sop` for all frames; empty: all images of the state. */
  readonly images: readonly string[];
  readonly layer: string;
  readonly graphics: readonly StateGraphic[];
  readonly texts: readonly StateText[];
}

/** A presentation state of a study (PS3.3 A.33). */
export interface PresentationState {
  readonly sopInstanceUid: string;
  readonly label: string;
  readonly description: string;
  readonly creator: PersonName | undefined;
  /** DA */
  readonly created: string;
  /** Images it is for, by SOP Instance UID. */
  readonly images: readonly string[];
  /** Bottom layer first. */
  readonly annotations: readonly StateAnnotation[];
  readonly display: StateDisplay;
  /** What the state asks for and is not applied. */
  readonly notApplied: readonly ('trueSize' | 'lut' | 'graphic')[];
}

/** The part of the image that DISPLAY units are fractions of, and how the state turns it. */
interface Frame {
  readonly topLeft: ImagePoint;
  readonly bottomRight: ImagePoint;
  /** Clockwise degrees, then flipped left to right (PS3.3 C.10.6). */
  readonly rotation: number;
  readonly flipped: boolean;
}

/** Reads a presentation state; undefined for objects that are none. */
export function readPresentationState(instance: DicomJson): PresentationState | undefined {
  const sopInstanceUid = string(instance, 'SOPInstanceUID');
  if (sopInstanceUid === undefined || string(instance, 'Modality') !== 'PR') return undefined;
  const order = new Map(
    sequence(instance, '00700060').map((layer) => [
      string(layer, '00700002') ?? '',
      number(layer, '00700062') ?? 0,
    ]),
  );
  const annotations = sequence(instance, '00700001')
    .map((item) => readAnnotation(item, instance))
    .toSorted((a, b) => (order.get(a.layer) ?? 0) - (order.get(b.layer) ?? 0));
  const display = readStateDisplay(instance);
  return {
    sopInstanceUid,
    label: string(instance, '00700080') ?? '',
    description: string(instance, '00700081') ?? '',
    creator: name(instance, '00700084'),
    created: string(instance, '00700082') ?? '',
    images: sequence(instance, '00081115').flatMap((series) =>
      sequence(series, '00081140').flatMap((image) => string(image, '00081155') ?? []),
    ),
    annotations,
    display,
    notApplied: notApplied(instance, annotations, display),
  };
}

/** What of a state is drawn on one frame. */
export function annotationsOn(
  state: PresentationState,
  { sopInstanceUid, frameNumber }: { sopInstanceUid: string; frameNumber: number },
): readonly StateAnnotation[] {
  if (!state.images.includes(sopInstanceUid)) return [];
  return state.annotations.filter(
    ({ images }) =>
      images.length === 0 ||
      images.includes(sopInstanceUid) ||
      images.includes(`${sopInstanceUid}/${frameNumber}`),
  );
}

/** How a state shows a frame; undefined where it is not for that image. */
export function displayOn(
  state: PresentationState,
  frame: { sopInstanceUid: string; frameNumber: number },
): FrameDisplay | undefined {
  return state.images.includes(frame.sopInstanceUid) ? displayOf(state.display, frame) : undefined;
}

function readAnnotation(item: DicomJson, instance: DicomJson): StateAnnotation {
  const images = referencedImages(item);
  const frame = frameOf(instance, images[0]);
  return {
    images,
    layer: string(item, '00700002') ?? '',
    graphics: sequence(item, '00700009').flatMap((graphic) => readGraphic(graphic, frame)),
    texts: sequence(item, '00700008').flatMap((text) => readText(text, frame)),
  };
}

const kinds: Record<string, StateGraphic['kind']> = {
  POINT: 'point',
  POLYLINE: 'polyline',
  // A smooth curve through the points, of no prescribed kind: drawn as straight lines.
  INTERPOLATED: 'polyline',
  CIRCLE: 'circle',
  ELLIPSE: 'ellipse',
};

function readGraphic(item: DicomJson, frame: Frame | undefined): StateGraphic[] {
  const kind = kinds[string(item, '00700023') ?? ''];
  const toImage = placer(string(item, '00700005'), frame);
  const data = numbers(item, '00700022');
  if (!kind || !toImage || data.length < 2) return [];
  const points = Array.from({ length: Math.floor(data.length / 2) }, (_, i) =>
    toImage([data[2 * i] as number, data[2 * i + 1] as number]),
  );
  return [{ kind, points, filled: string(item, '00700024') === 'Y' }];
}

function readText(item: DicomJson, frame: Frame | undefined): StateText[] {
  const text = string(item, '00700006');
  if (text === undefined) return [];
  const boxPlacer = placer(string(item, '00700003'), frame);
  const anchorPlacer = placer(string(item, '00700004'), frame);
  const topLeft = pair(numbers(item, '00700010'));
  const bottomRight = pair(numbers(item, '00700011'));
  const anchor = pair(numbers(item, '00700014'));
  const justification = string(item, '00700012');
  const box =
    boxPlacer && topLeft && bottomRight ? ([boxPlacer(topLeft), boxPlacer(bottomRight)] as const) : undefined;
  const place = anchorPlacer && anchor ? anchorPlacer(anchor) : undefined;
  if (!box && !place) return [];
  return [
    {
      text,
      box,
      anchor: place,
      anchorVisible: string(item, '00700015') === 'Y',
      justification: justification === 'CENTER' || justification === 'RIGHT' ? justification : 'LEFT',
    },
  ];
}

/**
 * Brings PIXEL and DISPLAY units (PS3.3 C.10.5.1.1) into columns and rows. DISPLAY counts from 0 to 1 across the displayed area as
 * the state turns it; turned back, it lies on the image however that is shown. Undefined for other units (MATRIX).
 */
function placer(
  units: string | undefined,
  frame: Frame | undefined,
): ((point: ImagePoint) => ImagePoint) | undefined {
  if (units === 'PIXEL') return (point) => point;
  if (units !== 'DISPLAY' || !frame) return undefined;
  const { topLeft, bottomRight, rotation, flipped } = frame;
  return ([across, down]) => {
    const [x, y] = turnedBack(flipped ? 1 - across : across, down, rotation);
    return [topLeft[0] + x * (bottomRight[0] - topLeft[0]), topLeft[1] + y * (bottomRight[1] - topLeft[1])];
  };
}

function turnedBack(x: number, y: number, clockwiseDegrees: number): ImagePoint {
  switch (((clockwiseDegrees % 360) + 360) % 360) {
    case 90:
      return [y, 1 - x];
    case 180:
      return [1 - x, 1 - y];
    case 270:
      return [1 - y, x];
    default:
      return [x, y];
  }
}

/** The displayed area of an image (PS3.3 C.10.4): corners as pixels counted from 1, both within it. */
function frameOf(instance: DicomJson, image: string | undefined): Frame | undefined {
  const areas = sequence(instance, '0070005A');
  const uid = image?.split('/')[0];
  const area =
    areas.find(
      (one) => uid !== undefined && referencedImages(one).some((name) => name.split('/')[0] === uid),
    ) ??
    areas.find((one) => referencedImages(one).length === 0) ??
    areas[0];
  const first = area && pair(numbers(area, '00700052'));
  const last = area && pair(numbers(area, '00700053'));
  if (!first || !last) return undefined;
  // Turned images have their corners the other way round (PS3.3 C.10.4); the area is the same.
  const [left, right] = [Math.min(first[0], last[0]), Math.max(first[0], last[0])];
  const [top, bottom] = [Math.min(first[1], last[1]), Math.max(first[1], last[1])];
  return {
    topLeft: [left - 1, top - 1],
    bottomRight: [right, bottom],
    rotation: number(instance, '00700042') ?? 0,
    flipped: string(instance, '00700041') === 'Y',
  };
}

function notApplied(
  instance: DicomJson,
  annotations: readonly StateAnnotation[],
  { areas, common }: StateDisplay,
): PresentationState['notApplied'] {
  const asked = sequence(instance, '00700001').reduce(
    (count, item) => count + sequence(item, '00700009').length + sequence(item, '00700008').length,
    0,
  );
  const read = annotations.reduce((count, one) => count + one.graphics.length + one.texts.length, 0);
  const unreadable =
    common.modality?.unreadable ||
    (string(instance, '20500020') === undefined &&
      !common.presentation &&
      sequence(instance, '20500010').length > 0);
  return [
    // How large a millimetre is on this screen is not known.
    ...(areas.some(({ area }) => area.mode === 'TRUE SIZE') ? (['trueSize'] as const) : []),
    ...(unreadable ? (['lut'] as const) : []),
    ...(read < asked ? (['graphic'] as const) : []),
  ];
}

const pair = ([x, y]: readonly number[]): ImagePoint | undefined =>
  x === undefined || y === undefined ? undefined : [x, y];
