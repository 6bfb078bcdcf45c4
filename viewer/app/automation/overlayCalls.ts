import {
  hasValues,
  indexToWorldMatrix,
  isColourMap,
  OverlayError,
  type ColourMapName,
  type DrawableOverlay,
  type OverlayFault,
  type OverlayNote,
  type OverlayObject,
  type OverlaySample,
  type OverlaySettings,
  type Point3,
  type Reader,
} from '../../imaging/index.ts';

/** What is to be changed of an overlay; it is switched on where it is not. */
export interface OverlayWish {
  /** 0 to 1. */
  opacity?: number;
  colourMap?: ColourMapName;
  /** In the overlay's unit. */
  window?: { lower: number; upper: number };
  /** In the overlay's unit; null draws everything. */
  threshold?: number | null;
  outline?: boolean;
  fill?: boolean;
  /** Numbers of the segments or regions that are switched off. */
  hidden?: number[];
}

export interface OverlayReport {
  id: string;
  kind: OverlayObject['kind'];
  studyInstanceUID: string;
  seriesInstanceUID: string;
  sopInstanceUID: string | null;
  modality: string;
  label: string;
  /** Of images and doses: `SUVbw`, `Gy`, `HU`, … */
  unit: string | null;
  shown: boolean;
  /** Why it cannot be drawn over what the viewport shows. */
  fault: OverlayFault | null;
  notes: readonly OverlayNote[];
  /** Segments or regions. */
  parts: { number: number; label: string; colour: readonly [number, number, number]; visible: boolean }[];
  /** Null until it was first shown. */
  settings: Required<OverlayWish> | null;
}

/** An overlay on the pixels it was computed for on the shown plane. */
export interface OverlayPixelsReport {
  rows: number;
  columns: number;
  /** In the overlay's unit, NaN outside of it; of a segment 0 to 1. */
  values: Float32Array;
  unit: string;
  indexToWorld: number[];
  fidelity: 'partial' | 'lossless' | 'lossy';
}

export interface OverlayContourReport {
  number: number;
  /** Closed lines in patient mm, filled by the even-odd rule. */
  areas: readonly (readonly Point3[])[];
  /** What is drawn as a line. */
  lines: readonly (readonly Point3[])[];
  points: readonly Point3[];
}

/** Fusion, segmentations, contours and doses over the images. */
export interface OverlayCalls {
  /** All of the open studies, with what holds for a viewport. */
  getOverlays(index: number): Promise<OverlayReport[]>;
  /** Draws an overlay in a viewport, or with null takes it away. Resolves when it is drawn as a whole. */
  setOverlay(index: number, id: string, wish: OverlayWish | null): Promise<void>;
  /** What the overlays are at a point, those that are drawn there. */
  overlaysAt(index: number, point: Point3): Promise<OverlaySample[]>;
  /** An overlay on the shown plane; of a segmentation the segment with this number. */
  getOverlayPixels(index: number, id: string, segment?: number): Promise<OverlayPixelsReport>;
  /** The contours of a structure set on the shown plane. */
  getOverlayContours(index: number, id: string): Promise<OverlayContourReport[]>;
}

export const overlayCalls = (reader: Reader): OverlayCalls => ({
  getOverlays: async (index) => {
    const objects = await reader.overlays.read();
    return objects.map((object) => report(reader, index, object));
  },
  setOverlay: async (index, id, wish) => {
    const { overlays } = reader;
    if (wish === null) return overlays.hide(index, id);
    if (wish.colourMap !== undefined && !isColourMap(wish.colourMap))
      throw new RangeError(`no colour map: ${String(wish.colourMap)}`);
    if (!overlays.isShown(index, id)) await overlays.show(index, id);
    overlays.change(id, settingsOf(wish));
    await overlays.whole(index, shownOverlay(reader, index, id));
    // The canvas is drawn before the next picture of the page.
    await new Promise(requestAnimationFrame);
  },
  overlaysAt: async (index, point) => {
    await Promise.all(reader.overlays.shown(index).map((object) => reader.overlays.whole(index, object)));
    return reader.overlays.samples(index, point);
  },
  getOverlayPixels: async (index, id, segment) => {
    const object = shownOverlay(reader, index, id);
    const slice = await reader.overlays.whole(index, object);
    if (slice.kind === 'shapes') throw new RangeError('contours have no pixels: getOverlayContours');
    const { columns, rows, plane } = slice.grid;
    const grid = { rows, columns, indexToWorld: indexToWorldMatrix(plane) };
    if (slice.kind === 'values') {
      const { factor, unit } = hasValues(object) ? object : { factor: 1, unit: '' };
      const { fidelity = 'lossless' } = slice.loaded;
      const values = Float32Array.from(slice.loaded.values, (value) => value * factor);
      return { ...grid, values, unit, fidelity };
    }
    if (!object.parts.some(({ number }) => number === segment))
      throw new RangeError(`the segmentation has no segment ${segment}`);
    const values = new Float32Array(columns * rows);
    for (const mask of slice.masks.filter((one) => one.segment === segment))
      mask.values.forEach((value, at) => {
        const column = mask.left + (at % mask.columns);
        const row = mask.top + Math.floor(at / mask.columns);
        values[row * columns + column] = value / slice.maximum;
      });
    return { ...grid, values, unit: '', fidelity: 'lossless' };
  },
  getOverlayContours: async (index, id) => {
    const slice = await reader.overlays.whole(index, shownOverlay(reader, index, id));
    if (slice.kind !== 'shapes') throw new RangeError(`the overlay ${id} has no contours`);
    return slice.shapes.map(({ region, ...shape }) => ({ number: region, ...shape }));
  },
});

function report(reader: Reader, index: number, object: OverlayObject): OverlayReport {
  const settings = reader.overlays.settings(object.id);
  return {
    id: object.id,
    kind: object.kind,
    studyInstanceUID: object.studyInstanceUid,
    seriesInstanceUID: object.seriesInstanceUid,
    sopInstanceUID: object.sopInstanceUid ?? null,
    modality: object.modality,
    label: object.label,
    unit: hasValues(object) ? object.unit : null,
    shown: reader.overlays.isShown(index, object.id),
    fault: reader.overlays.fault(index, object) ?? null,
    notes: object.notes,
    parts: object.parts.map(({ number, label, colour }) => ({
      ...{ number, label, colour },
      visible: settings ? !settings.hidden.has(number) : true,
    })),
    settings: settings
      ? { ...settings, threshold: settings.threshold ?? null, hidden: [...settings.hidden] }
      : null,
  };
}

function settingsOf({ threshold, hidden, ...wish }: OverlayWish): Partial<OverlaySettings> {
  return {
    ...wish,
    ...(threshold !== undefined && { threshold: threshold ?? undefined }),
    ...(hidden && { hidden: new Set(hidden) }),
  };
}

function shownOverlay(reader: Reader, index: number, id: string): DrawableOverlay {
  const object = reader.overlays.shown(index).find((one) => one.id === id);
  if (!object) throw new RangeError(`viewport ${index} shows no overlay ${id}`);
  const fault = reader.overlays.fault(index, object);
  if (fault) throw new OverlayError(fault);
  return object;
}
