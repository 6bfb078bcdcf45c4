import { numberOf, numbersOf, textOf } from './dicomJson.ts';
import type { DicomJson, FrameValues, ImagePixelModule } from './types.ts';

/** An overlay plane (PS3.3 C.9.2): a picture of one bit per pixel over the image. */
export interface OverlayPlane {
  /** `6000`, `6002`, … */
  group: string;
  rows: number;
  columns: number;
  /** Place of its first pixel in the image, from 1; may lie outside. */
  originColumn: number;
  originRow: number;
  /** Graphics, or a region of interest (60xx,0040). */
  type: 'G' | 'R';
  label: string;
  /** Frames of the overlay and the frame of the image that the first belongs to (C.9.3); without it the plane is on every frame. */
  frames: { count: number; first: number } | undefined;
  /** Overlay Activation Layer (60xx,1001). */
  layer: string | undefined;
  /** Where its bits are: Overlay Data, inline or at an address, or a bit of the pixel cells (retired, PS3.5-2004 8.1.2). */
  source: { inline: string } | { uri: string } | { values: number[] } | { bit: number };
}

/** The bits of an overlay on one frame: 0 or 1 for each of rows x columns. */
export interface OverlayBitmap {
  plane: OverlayPlane;
  bits: Uint8Array<ArrayBuffer>;
}

const maximumSide = 32_768;

/** The overlay planes of an image or presentation state, those that say of what size they are and have data. */
export function overlayPlanes(instance: DicomJson): OverlayPlane[] {
  const groups = new Set(Object.keys(instance).flatMap((tag) => /^(60[01][02468ACE])/.exec(tag)?.[1] ?? []));
  return [...groups].sort().flatMap((group) => readPlane(instance, group) ?? []);
}

function readPlane(instance: DicomJson, group: string): OverlayPlane | undefined {
  const rows = numberOf(instance, `${group}0010`) ?? 0;
  const columns = numberOf(instance, `${group}0011`) ?? 0;
  const source = sourceOf(instance, group);
  if (!source || rows < 1 || columns < 1 || rows > maximumSide || columns > maximumSide) return undefined;
  const [originRow = 1, originColumn = 1] = numbersOf(instance, `${group}0050`);
  const count = numberOf(instance, `${group}0015`);
  return {
    group,
    rows,
    columns,
    originRow,
    originColumn,
    type: textOf(instance, `${group}0040`) === 'R' ? 'R' : 'G',
    label: textOf(instance, `${group}1500`) ?? textOf(instance, `${group}0022`) ?? '',
    frames: count === undefined ? undefined : { count, first: numberOf(instance, `${group}0051`) ?? 1 },
    layer: textOf(instance, `${group}1001`),
    source,
  };
}

function sourceOf(instance: DicomJson, group: string): OverlayPlane['source'] | undefined {
  const data = instance[`${group}3000`];
  if (data?.InlineBinary !== undefined) return { inline: data.InlineBinary };
  if (data?.BulkDataURI !== undefined) return { uri: data.BulkDataURI };
  const values = numbersOf(instance, `${group}3000`);
  if (values.length > 0) return { values };
  const bit = numberOf(instance, `${group}0102`);
  const allocated = numberOf(instance, `${group}0100`) ?? 0;
  return bit !== undefined && allocated > 1 ? { bit } : undefined;
}

/**
 * The bits of a plane for a frame out of Overlay Data: bit 0 of the first byte first, frames following one another without
 * a gap (PS3.5 8.1.2). Undefined where the plane is not on the frame, or the data are too short for it.
 * @param frameNumber from 1
 */
export function overlayBits(
  plane: OverlayPlane,
  data: Uint8Array,
  frameNumber: number,
): Uint8Array<ArrayBuffer> | undefined {
  const index = overlayFrame(plane, frameNumber);
  const count = plane.rows * plane.columns;
  if (index === undefined || data.length * 8 < count * (index + 1)) return undefined;
  const start = index * count;
  const bits = new Uint8Array(count);
  for (let i = 0; i < count; i++) bits[i] = ((data[(start + i) >> 3] as number) >> ((start + i) & 7)) & 1;
  return bits;
}

/** Which frame of the overlay, from 0, lies over a frame of the image; undefined where none does. */
export function overlayFrame({ frames }: OverlayPlane, frameNumber: number): number | undefined {
  if (!frames) return 0;
  const index = frameNumber - frames.first;
  return index >= 0 && index < frames.count ? index : undefined;
}

/** Overlay Data that lie in the JSON; undefined where they are at an address, or in the pixel cells. */
export function inlineOverlayData({ source }: OverlayPlane): Uint8Array | undefined {
  if ('inline' in source) return Uint8Array.from(atob(source.inline), (character) => character.charCodeAt(0));
  if (!('values' in source)) return undefined;
  return Uint8Array.from(
    { length: 2 * source.values.length },
    (_, i) => ((source.values[i >> 1] as number) >> (8 * (i & 1))) & 0xff,
  );
}

/** The image taken with all bits of its pixel cells as values, nothing cut off above the stored ones. */
export const wholeCells = (image: ImagePixelModule): ImagePixelModule => ({
  ...image,
  bitsStored: image.bitsAllocated,
  highBit: image.bitsAllocated - 1,
  pixelRepresentation: 0,
});

/** One bit of every pixel cell: `cells` are those of `wholeCells`. */
export function embeddedBits(cells: FrameValues, bit: number): Uint8Array<ArrayBuffer> {
  const bits = new Uint8Array(cells.length);
  for (let i = 0; i < bits.length; i++) bits[i] = ((cells[i] as number) >>> bit) & 1;
  return bits;
}
