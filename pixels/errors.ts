import { transferSyntaxName } from './transferSyntaxes.ts';

/** There is no decoder for this transfer syntax, or not for this form of it. */
export class UnsupportedTransferSyntaxError extends Error {
  override readonly name = 'UnsupportedTransferSyntaxError';
  readonly code = 'unsupported-transfer-syntax';
  readonly transferSyntaxUid: string;
  readonly reason: string;

  constructor(transferSyntaxUid: string, reason: string) {
    super(`Transfer syntax ${transferSyntaxName(transferSyntaxUid)} is not supported: ${reason}`);
    this.transferSyntaxUid = transferSyntaxUid;
    this.reason = reason;
  }
}

/** The frame's bytes and what the data set says of them do not fit, or the code stream is broken. */
export class FrameDecodeError extends Error {
  override readonly name = 'FrameDecodeError';
  readonly code = 'frame-not-decodable';
  readonly transferSyntaxUid: string;
  readonly reason: string;

  constructor(transferSyntaxUid: string, reason: string) {
    super(`Frame in ${transferSyntaxName(transferSyntaxUid)} cannot be decoded: ${reason}`);
    this.transferSyntaxUid = transferSyntaxUid;
    this.reason = reason;
  }
}

/** An attribute without which the frame cannot be decoded is absent or has no usable value. */
export class MissingAttributeError extends Error {
  override readonly name = 'MissingAttributeError';
  readonly code = 'missing-attribute';
  readonly tag: string;

  constructor(tag: string, keyword: string, found?: unknown) {
    const what = found === undefined ? 'is missing' : `has the unusable value ${JSON.stringify(found)}`;
    super(`${keyword} (${tag.slice(0, 4)},${tag.slice(4)}) ${what}`);
    this.tag = tag;
  }
}

/** The frame has no HTJ2K form that is certain to give the same values back; it is kept as stored. */
export class NotEncodableError extends Error {
  override readonly name = 'NotEncodableError';
  readonly code = 'frame-not-encodable';
  readonly reason: string;

  constructor(reason: string) {
    super(`The frame cannot be encoded in HTJ2K without loss: ${reason}`);
    this.reason = reason;
  }
}

/** The first bytes of a code stream do not yet hold an image of the size asked for. */
export class PrefixTooShortError extends Error {
  override readonly name = 'PrefixTooShortError';
  readonly code = 'prefix-too-short';
  /** As many bytes from the start are needed; where the stream does not tell, an estimate. */
  readonly neededBytes: number;

  constructor(foundBytes: number, neededBytes: number) {
    super(`${foundBytes} bytes of the code stream are too few for a preview, ${neededBytes} are needed`);
    this.neededBytes = neededBytes;
  }
}

/** Thrown by decoders, which do not know the transfer syntax; decodeFrame makes a FrameDecodeError of it. */
export class CodeStreamError extends Error {
  override readonly name = 'CodeStreamError';
}

/** Thrown by decoders for a form of the code stream they lack; becomes an UnsupportedTransferSyntaxError. */
export class UnsupportedCodeStreamError extends Error {
  override readonly name = 'UnsupportedCodeStreamError';
}
