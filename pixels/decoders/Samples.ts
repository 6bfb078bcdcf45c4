import type { ImagePixelModule } from '../types.ts';

/** What a decoder makes of a frame, before the bits, planes and colours are put in order. */
export interface Samples {
  /** Little endian; its buffer belongs to the receiver. */
  bytes: Uint8Array<ArrayBuffer>;
  bytesPerSample: 1 | 2 | 4 | 8;
  layout: 'by-pixel' | 'by-plane';
  /** Bits of each sample in the code stream; absent where the data set alone says what the bits are. */
  precision?: number;
  /** The code stream itself carries negative values. */
  signed?: boolean;
  /** The decoder has undone the colour transform itself, whatever Photometric Interpretation says. */
  alreadyRgb?: boolean;
}

/** @throws CodeStreamError, UnsupportedCodeStreamError */
export type Decoder = (encoded: Uint8Array, image: ImagePixelModule) => Samples | Promise<Samples>;
