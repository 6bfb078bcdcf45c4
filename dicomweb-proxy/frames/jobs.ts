import type {
  DecodedFrame,
  ImagePixelModule,
  LookupTable,
  ModalityLut,
  OverlayPlane,
  PaletteColorLut,
  PixelPadding,
  Shutter,
  Voi,
} from '../../pixels/index.ts';

/** An overlay that lies on the frame. */
export interface OverlayOfFrame {
  plane: OverlayPlane;
  /** Its bits on the frame; absent where they are in the pixel cells. */
  bits?: Uint8Array<ArrayBuffer>;
}

/** What is laid over a picture. */
export interface CoverOfFrame {
  shutter?: Shutter;
  overlays?: readonly OverlayOfFrame[];
}

/** How stored values become a picture. */
export interface FramePresentation extends CoverOfFrame {
  modality: ModalityLut;
  /** Without it: the window that shows every value of the frame. */
  voi?: Voi;
  /** VOI LUT Sequence, instead of the window. */
  voiTable?: LookupTable | undefined;
  presentationTable?: LookupTable;
  invert?: boolean;
  /** Stored values left out when the window is made from the values, and black. */
  padding?: PixelPadding;
  palette?: PaletteColorLut;
  /** Height of a pixel divided by its width; 1 when absent. */
  pixelAspectRatio?: number;
}

export interface JpegSize {
  /** The picture fits into this, its aspect kept; it is not enlarged beyond one pixel per pixel unless `enlarge`. */
  maxWidth?: number;
  maxHeight?: number;
  enlarge?: boolean;
  /** 1 to 100 */
  quality?: number;
}

/** What goes to a worker thread. */
export interface FrameJob {
  encoded: Uint8Array<ArrayBuffer>;
  transferSyntaxUid: string;
  image: ImagePixelModule;
  task: FrameTask;
}

export type FrameTask =
  | { kind: 'decode' }
  | { kind: 'render-jpeg'; presentation: FramePresentation; size: JpegSize }
  | { kind: 'prepare'; check: IndependentCheck };

/** Which frames a second, independent decoder compares with their source; OpenJPH compares every one. */
export type IndependentCheck = 'every-frame' | 'sampled';

/** A frame as it is to be served. */
export type PreparedFrame = PreparedHtj2k | AsStored;

export interface PreparedHtj2k {
  kind: 'htj2k';
  bytes: Uint8Array<ArrayBuffer>;
  /** 1.2.840.10008.1.2.4.202 */
  transferSyntaxUid: string;
  /** Bytes from the start that hold each level: 0 all of them, 1 half the rows and columns, ... */
  prefixLengths: number[];
}

/** Keep and serve the stored bytes. */
export interface AsStored {
  kind: 'as-stored';
  cause: 'already-htj2k' | 'lossy' | 'not-decodable' | 'not-encodable' | 'not-identical';
  /** For people: the log, a report. */
  reason: string;
}

/** What comes back. Classes do not survive the way between threads, so errors come as plain objects. */
export type FrameResult =
  | { kind: 'decoded'; frame: DecodedFrame }
  | { kind: 'jpeg'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'prepared'; prepared: PreparedFrame }
  | { kind: 'failed'; error: FrameFailure };

export interface FrameFailure {
  type: 'unsupported' | 'not-decodable' | 'other';
  reason: string;
}
