import type {
  DecodedFrame,
  ImagePixelModule,
  ModalityLut,
  PaletteColorLut,
  PixelPadding,
  Voi,
} from '../../pixels/index.ts';

/** How stored values become a picture. */
export interface FramePresentation {
  modality: ModalityLut;
  /** Without it: the window that shows every value of the frame. */
  voi?: Voi;
  invert?: boolean;
  /** Left out when the window is made from the values. */
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
  task: { kind: 'decode' } | { kind: 'render-jpeg'; presentation: FramePresentation; size: JpegSize };
}

/** What comes back. Classes do not survive the way between threads, so errors come as plain objects. */
export type FrameResult =
  | { kind: 'decoded'; frame: DecodedFrame }
  | { kind: 'jpeg'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'failed'; error: FrameFailure };

export interface FrameFailure {
  type: 'unsupported' | 'not-decodable' | 'other';
  reason: string;
}
