import type { DecodedFrame, FrameValues, PixelPadding } from '../../../pixels/index.ts';

/**
 * One frame, decoded and brought to modality values (HU and the like): `rows * columns * samplesPerPixel`
 * values, row by row; colour is interleaved RGB and not rescaled.
 */
export interface LoadedFrame extends DecodedFrame {
  /** Least and greatest value of the frame. */
  min: number;
  max: number;
  /** The transfer syntax the frame came in (UID). */
  transferSyntaxUid: string;
  /** Bytes over the wire. */
  encodedBytes: number;
  /** Values (of `stored` where there is that) outside of the image, ends included (PS3.3 C.7.5.1.1.2); absent where none is. */
  padding?: PixelPadding;
  /** The stored values, where a Modality LUT Sequence cannot be turned back. */
  stored?: FrameValues;
  /** Overlays that came in the pixel cells, by their bit: 0 or 1 for each pixel. */
  overlays?: ReadonlyMap<number, Uint8Array<ArrayBuffer>>;
  /** Not modality values but greys from 0 to 255, to be drawn as they are. */
  greys?: true;
  /** Of computed pictures: how true it is; `partial` while better data is on its way. */
  fidelity?: 'partial' | 'lossless' | 'lossy';
}

export const isPadding = ({ low, high }: PixelPadding, value: number): boolean =>
  value >= low && value <= high;

/** A frame that could not be shown, with where it failed and the reason a person can read. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  readonly stage: 'fetch' | 'decode';

  constructor(stage: 'fetch' | 'decode', message: string, options?: ErrorOptions) {
    super(message, options);
    this.stage = stage;
  }
}
