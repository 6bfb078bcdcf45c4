import type { PixelGrid, Slab } from '../volume/index.ts';
import type { FramePlane } from '../geometry/framePlane.ts';
import type { RegionShape } from './cutContours.ts';
import type { Mask } from './maskVolume.ts';
import type { MaskGeometry, OverlayPart } from './segmentation.ts';

/** A region as the page knows it: its contours stay in the worker. */
export interface RegionSummary extends OverlayPart {
  readonly frameOfReferenceUid: string | undefined;
  readonly contours: number;
  readonly leftOut: number;
}

export interface StructureSetSummary {
  readonly sopInstanceUid: string;
  readonly label: string;
  readonly regions: readonly RegionSummary[];
  readonly referencedSeriesUids: readonly string[];
}

/** What the worker can be asked, each with its answer. */
export interface OverlayCalls {
  /** Fetches the structure sets of a series and keeps them. */
  readStructures: {
    ask: { studyInstanceUid: string; seriesInstanceUid: string };
    answer: StructureSetSummary[];
  };
  cutStructures: { ask: { sopInstanceUid: string; plane: FramePlane }; answer: RegionShape[] };
  openMasks: { ask: { id: string; geometry: MaskGeometry }; answer: null };
  feedMask: {
    ask: { id: string; layer: number; segment: number | undefined; values: ArrayLike<number> };
    answer: null;
  };
  cutMasks: { ask: { id: string; grid: PixelGrid; slab: Slab }; answer: Mask[] };
}

export type OverlayCall = keyof OverlayCalls;

export type OverlayRequest = {
  [Call in OverlayCall]: { id: number; call: Call; ask: OverlayCalls[Call]['ask'] };
}[OverlayCall];

export type OverlayResponse = { id: number; answer: unknown } | { id: number; error: string };

/** One end of the way to the worker: a Worker or a MessagePort. */
export interface OverlayPort {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent) => void) | null;
}
