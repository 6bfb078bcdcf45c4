import type { DecodedFrame } from '../../../pixels/index.ts';

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
  /** Of computed pictures: how true it is; `partial` while better data is on its way. */
  fidelity?: 'partial' | 'lossless' | 'lossy';
}

/** A frame that could not be shown, with where it failed and the reason a person can read. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  readonly stage: 'fetch' | 'decode';

  constructor(stage: 'fetch' | 'decode', message: string, options?: ErrorOptions) {
    super(message, options);
    this.stage = stage;
  }
}
