import {
  canDecode,
  decodeFrame,
  encodeHtj2kLossless,
  FrameDecodeError,
  htj2kPrefixLengths,
  htj2kRpclLossless,
  NotEncodableError,
  readJpeg2000Layout,
  transferSyntaxName,
  UnsupportedTransferSyntaxError,
  whyLossy,
  whyNotDecoded,
  whyNotHtj2k,
  type DecodedFrame,
  type ImagePixelModule,
} from '../../pixels/index.ts';
import { hasBitsBeyondStored } from './bitsBeyondStored.ts';
import { needsIndependentCheck } from './independentCheck.ts';
import type { AsStored, IndependentCheck, PreparedFrame } from './jobs.ts';

/** OpenJPEG reads HTJ2K too, and knows nothing of OpenJPH: under this label decodeFrame takes it. */
const jpeg2000Lossless = '1.2.840.10008.1.2.4.90';

/**
 * HTJ2K of a frame, certain to give the values of the stored frame back; or why it stays as it is stored.
 * The check: the header says what the data set says, OpenJPH (which the viewer runs) decodes the same values, and so
 * does OpenJPEG where `check` asks for it. OpenJPH alone is not enough: encoder and decoder may err the same way.
 */
export async function prepareFrame(
  encoded: Uint8Array,
  transferSyntaxUid: string,
  image: ImagePixelModule,
  check: IndependentCheck,
): Promise<PreparedFrame> {
  const obstacle = obstacleBefore(encoded, transferSyntaxUid, image);
  if (obstacle) return obstacle;
  try {
    if (await hasBitsBeyondStored(encoded, transferSyntaxUid, image))
      return asStored('not-encodable', 'bits above High Bit (0028,0102) carry something, maybe an overlay');
    const frame = await decodeFrame(encoded, transferSyntaxUid, image);
    const bytes = await encodeHtj2kLossless(frame, image);
    const difference = await findDifference(bytes, frame, image, check);
    if (difference) return asStored('not-identical', difference);
    const prefixLengths = [bytes.length, ...htj2kPrefixLengths(bytes).bytes.slice(1)];
    return { kind: 'htj2k', bytes, transferSyntaxUid: htj2kRpclLossless, prefixLengths };
  } catch (error) {
    if (error instanceof UnsupportedTransferSyntaxError || error instanceof FrameDecodeError)
      return asStored('not-decodable', error.message);
    if (error instanceof NotEncodableError) return asStored('not-encodable', error.reason);
    throw error;
  }
}

/** What speaks against it without looking at a pixel. */
function obstacleBefore(
  encoded: Uint8Array,
  transferSyntaxUid: string,
  image: ImagePixelModule,
): AsStored | undefined {
  const name = transferSyntaxName(transferSyntaxUid);
  if (transferSyntaxUid === htj2kRpclLossless) return asStored('already-htj2k', `it is stored as ${name}`);
  const lossy = whyLossy(encoded, transferSyntaxUid);
  if (lossy) return asStored('lossy', lossy);
  if (!canDecode(transferSyntaxUid))
    return asStored('not-decodable', `no decoder for ${name}: ${whyNotDecoded(transferSyntaxUid)}`);
  const notEncodable = whyNotHtj2k(image);
  return notEncodable ? asStored('not-encodable', notEncodable) : undefined;
}

async function findDifference(
  bytes: Uint8Array,
  source: DecodedFrame,
  image: ImagePixelModule,
  check: IndependentCheck,
): Promise<string | undefined> {
  const layout = readJpeg2000Layout(bytes);
  const wrong =
    layout.signed !== (image.pixelRepresentation === 1) ||
    layout.bitsPerSample !== image.bitsStored ||
    !layout.highThroughput ||
    !layout.reversible ||
    layout.progressionOrder !== 'RPCL' ||
    !layout.tilePartBytes;
  if (wrong) return `the header of the code stream is not as ordered: ${JSON.stringify(layout)}`;
  const openJph = whereDifferent(source, await decodeFrame(bytes, htj2kRpclLossless, image));
  if (openJph !== undefined) return `OpenJPH decodes another value at ${openJph}`;
  if (!needsIndependentCheck(image, check)) return undefined;
  const openJpeg = whereDifferent(source, await decodeFrame(bytes, jpeg2000Lossless, image));
  return openJpeg === undefined ? undefined : `OpenJPEG decodes another value at ${openJpeg}`;
}

/** Index of the first value that is not the same; undefined when all bits are, in arrays of the same type. */
function whereDifferent({ values: a }: DecodedFrame, { values: b }: DecodedFrame): number | undefined {
  if (a.constructor !== b.constructor || a.length !== b.length) return 0;
  if (Buffer.compare(Buffer.from(a.buffer), Buffer.from(b.buffer)) === 0) return undefined;
  return a.findIndex((value, i) => value !== b[i]);
}

function asStored(cause: AsStored['cause'], reason: string): AsStored {
  return { kind: 'as-stored', cause, reason };
}
