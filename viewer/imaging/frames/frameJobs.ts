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

/** A frame that a worker fetches, so that it goes on while the page's main thread is busy. */
export interface FrameToFetch extends HowToRead {
  address: FrameAddress;
  /** Only so many, for a smaller image. */
  firstBytes?: number;
}

/** What the page sends to the worker that fetches for all decoders. */
export type FetchRequest =
  | { kind: 'fetch'; id: number; urgent: boolean; frame: FrameToFetch }
  /** Somebody waits for it by now. */
  | { kind: 'hurry'; id: number }
  /** Not wanted any more, unless a decoder has it. */
  | { kind: 'withdraw'; id: number }
  /** Not wanted any more at all; nothing is answered. */
  | { kind: 'abort'; id: number }
  /** A decoder that takes frames through this port. */
  | { kind: 'decoder'; decoder: number; port: MessagePort }
  /** A decoder died: what it had goes to another, but for the frame of which that is answered already. */
  | { kind: 'lost'; decoder: number; answered: number | undefined }
  /** The token that its requests are to carry from now on. */
  | { kind: 'token'; token: string | undefined }
  /** Nobody is signed in any more: nothing is asked for before `resume`. */
  | { kind: 'hold' }
  /** Somebody has signed in: what was refused is asked for again. False: the refusal is the answer. */
  | { kind: 'resume'; again: boolean };

/** What the queue of the worker that fetches is told; the rest is about the worker's session, and its decoders. */
export type QueueRequest = Exclude<FetchRequest, { kind: 'decoder' | 'token' | 'hold' | 'resume' }>;

/** What the worker that fetches tells the page beside its answers: nobody is signed in any more. */
export interface FetcherSignedOut {
  signedOut: true;
}

/** What a decoder is sent, by the page or by the worker that fetches. */
export type DecodeRequest =
  | { kind: 'decode'; id: number; urgent: boolean; frame: EncodedFrame }
  | { kind: 'hurry'; id: number }
  /** Not wanted any more; nothing is answered to the page. */
  | { kind: 'abort'; id: number };

/** What only the page sends to a decoder: where frames come from that are fetched ahead. */
export interface FetcherPort {
  kind: 'fetcher';
  port: MessagePort;
}

/** What a decoder tells the worker that fetches: it is done with a frame, well or not. */
export interface FrameDone {
  id: number;
}

/** What workers answer the page: the frame in modality values, or why not; and before that, when one begins to decode it. */
export type FrameAnswer =
  | { id: number; frame: LoadedFrame }
  | { id: number; error: string; stage: 'fetch' | 'decode' }
  | { id: number; withdrawn: true }
  | { id: number; decoding: true };
