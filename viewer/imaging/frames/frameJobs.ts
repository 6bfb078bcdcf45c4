import type { ImagePixelModule, LookupTable, PaletteColorLut, PixelPadding } from '../../../pixels/index.ts';
import type { FrameAddress } from '../../dicomweb/index.ts';
import type { LoadedFrame } from './loadedFrame.ts';

/** How the bytes of a frame become modality values. */
export interface HowToRead {
  image: ImagePixelModule;
  slope: number;
  intercept: number;
  /** Modality LUT Sequence. */
  table?: LookupTable;
  /** In stored values. */
  padding: PixelPadding | undefined;
  /** Bits of the pixel cells that are overlays. */
  overlayBits: readonly number[];
  /** Of PALETTE COLOR images. */
  palette: PaletteColorLut | undefined;
}

/** One encoded frame and how to read it. */
export interface EncodedFrame extends HowToRead {
  encoded: ArrayBuffer;
  transferSyntaxUid: string;
  /** Only the first bytes of an HTJ2K frame of so many are there: a smaller image is made of them. */
  totalBytes?: number;
}

/** A frame that the worker fetches itself, so that it goes on while the page's main thread is busy. */
export interface FrameToFetch extends HowToRead {
  address: FrameAddress;
  /** Only so many, for a smaller image. */
  firstBytes?: number;
}

/** What the page sends to a worker. */
export type FrameRequest =
  | { kind: 'decode'; id: number; urgent: boolean; frame: EncodedFrame }
  | { kind: 'fetch'; id: number; urgent: boolean; frame: FrameToFetch }
  /** Somebody waits for it by now. */
  | { kind: 'hurry'; id: number }
  /** Not wanted any more, unless it is begun. */
  | { kind: 'withdraw'; id: number }
  /** Not wanted any more at all; nothing is answered. */
  | { kind: 'abort'; id: number };

/** What a worker answers: the frame in modality values, or why not; and before that, when it begins to decode one. */
export type FrameAnswer =
  | { id: number; frame: LoadedFrame }
  | { id: number; error: string; stage: 'fetch' | 'decode' }
  | { id: number; withdrawn: true }
  | { id: number; decoding: true };
