import type { PixelGrid, VolumeFault, VolumeGeometry } from '../volume/index.ts';
import type { LoadedFrame } from '../frames/loadedFrame.ts';
import type { FramePlane } from '../geometry/framePlane.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { ColourMapName } from './colourMaps.ts';
import type { RegionShape } from './cutContours.ts';
import type { Mask } from './maskVolume.ts';
import type { OverlayPart, Segmentation } from './segmentation.ts';

/** What the reader has to be told of an overlay, although it is drawn. */
export type OverlayNote =
  /** It refers to series that are not in the open studies. */
  | { readonly code: 'references-missing'; readonly count: number }
  /** Contours that lie in no plane, or in none parallel to the others, are not drawn. */
  | { readonly code: 'contours-left-out'; readonly count: number }
  /** Activity, whose header does not tell all that SUV needs. */
  | { readonly code: 'no-suv' };

/** Why an overlay is not drawn over an image. */
export type OverlayFault =
  | { readonly code: 'unreadable'; readonly message: string }
  | { readonly code: 'no-volume'; readonly fault: VolumeFault }
  /** Of the overlay: it cannot be told where it belongs. */
  | { readonly code: 'no-frame-of-reference' }
  /** Of the image. */
  | { readonly code: 'image-without-place' }
  | { readonly code: 'other-frame-of-reference' };

interface Described {
  /** SOP Instance UID of a document, Series Instance UID of images. */
  readonly id: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string | undefined;
  readonly modality: string;
  readonly label: string;
  /** It can be laid over images of these. */
  readonly frameOfReferenceUids: readonly string[];
  readonly notes: readonly OverlayNote[];
  /** Segments or regions, each with a switch; empty for images and doses. */
  readonly parts: readonly OverlayPart[];
}

export interface ValueOverlay extends Described {
  readonly kind: 'image' | 'dose';
  readonly volume: VolumeGeometry;
  /** How values are told, and what the volume's are multiplied with for that. */
  readonly unit: string;
  readonly factor: number;
}

export interface SegmentationOverlay extends Described {
  readonly kind: 'segmentation';
  readonly segmentation: Segmentation;
}

export interface StructuresOverlay extends Described {
  readonly kind: 'structures';
  readonly sopInstanceUid: string;
}

/** One that cannot be drawn over anything, and why. */
export interface UnusableOverlay extends Described {
  readonly kind: 'unusable';
  readonly fault: OverlayFault;
}

/** What can be laid over images. */
export type OverlayObject = ValueOverlay | SegmentationOverlay | StructuresOverlay | UnusableOverlay;
export type DrawableOverlay = Exclude<OverlayObject, UnusableOverlay>;

export const hasValues = (object: OverlayObject): object is ValueOverlay =>
  object.kind === 'image' || object.kind === 'dose';

/** How an overlay is drawn, the same in every viewport. */
export interface OverlaySettings {
  /** 0 … 1; of masks and contours, of their filling. */
  readonly opacity: number;
  readonly colourMap: ColourMapName;
  /** In the overlay's unit: the values of the first and the last colour. */
  readonly window: { readonly lower: number; readonly upper: number };
  /** Values below are not drawn, in the overlay's unit. */
  readonly threshold: number | undefined;
  readonly outline: boolean;
  readonly fill: boolean;
  /** Numbers of the parts that are switched off. */
  readonly hidden: ReadonlySet<number>;
}

/** What an overlay is on the plane of one image. */
export type OverlaySlice =
  | {
      readonly kind: 'values';
      readonly frame: FrameRef;
      readonly grid: PixelGrid;
      readonly loaded: LoadedFrame;
    }
  | {
      readonly kind: 'masks';
      readonly grid: PixelGrid;
      readonly masks: readonly Mask[];
      readonly maximum: number;
    }
  | { readonly kind: 'shapes'; readonly plane: FramePlane; readonly shapes: readonly RegionShape[] };

/** Why `object` cannot be drawn over `frame`; undefined where it can. */
export function faultOver(object: OverlayObject, frame: FrameRef): OverlayFault | undefined {
  if (object.kind === 'unusable') return object.fault;
  if (object.frameOfReferenceUids.length === 0) return { code: 'no-frame-of-reference' };
  if (!frame.plane || frame.frameOfReferenceUid === undefined) return { code: 'image-without-place' };
  return object.frameOfReferenceUids.includes(frame.frameOfReferenceUid)
    ? undefined
    : { code: 'other-frame-of-reference' };
}
