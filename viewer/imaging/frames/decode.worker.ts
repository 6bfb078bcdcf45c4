import {
  decodeFrame,
  decodeHtj2kPrefix,
  embeddedBits,
  htj2kRpclLossless,
  loadDecoder,
  toDisplay,
  wholeCells,
  type DecodedFrame,
} from '../../../pixels/index.ts';
import { DecodeQueue } from './decodeQueue.ts';
import type { DecodeRequest, EncodedFrame, FetcherPort, FrameAnswer, FrameDone } from './frameJobs.ts';
import type { LoadedFrame } from './loadedFrame.ts';
import { toModalityValues } from './modalityValues.ts';

async function decode(request: EncodedFrame): Promise<LoadedFrame> {
  const { encoded, transferSyntaxUid, image, totalBytes } = request;
  const encodedBytes = encoded.byteLength;
  const bytes = new Uint8Array(encoded);
  const decoded =
    totalBytes === undefined
      ? await decodeFrame(bytes, transferSyntaxUid, image)
      : (await decodeHtj2kPrefix(bytes, image, { totalBytes })).frame;
  if (decoded.photometricInterpretation === 'PALETTE COLOR') return colourOf(decoded, request, encodedBytes);
  const grey = decoded.samplesPerPixel === 1;
  const scaled = grey
    ? toModalityValues(decoded.values, request.slope, request.intercept, request)
    : toModalityValues(decoded.values, 1, 0);
  const overlays = totalBytes === undefined && (await overlaysIn(bytes, request));
  return {
    ...decoded,
    ...scaled,
    ...(overlays && { overlays }),
    bitsStored: scaled.values.BYTES_PER_ELEMENT * 8,
    transferSyntaxUid,
    encodedBytes,
  };
}

/** The overlays of old in the bits beside the stored ones. */
async function overlaysIn(
  bytes: Uint8Array,
  { image, transferSyntaxUid, overlayBits }: EncodedFrame,
): Promise<LoadedFrame['overlays']> {
  if (overlayBits.length === 0) return undefined;
  const { values } = await decodeFrame(bytes, transferSyntaxUid, wholeCells(image));
  return new Map(overlayBits.map((bit) => [bit, embeddedBits(values, bit)]));
}

/** The colours that the indices of a palette image stand for (PS3.3 C.7.6.3.1.5). */
function colourOf(decoded: DecodedFrame, request: EncodedFrame, encodedBytes: number): LoadedFrame {
  const { palette, transferSyntaxUid } = request;
  if (!palette) throw new Error('the image has PALETTE COLOR and no palette (0028,1201) that can be read');
  const asStored = {
    slope: 1,
    intercept: 0,
    center: 128,
    width: 256,
    voiFunction: 'linear',
    invert: false,
  } as const;
  const { values } = toDisplay(decoded, { ...asStored, palette });
  return {
    ...decoded,
    values: new Uint8Array(values.buffer),
    min: 0,
    max: 255,
    samplesPerPixel: 3,
    photometricInterpretation: 'RGB',
    bitsStored: 8,
    transferSyntaxUid,
    encodedBytes,
  };
}

const worker = self as unknown as {
  onmessage: (event: MessageEvent<DecodeRequest | FetcherPort>) => void;
  postMessage: (message: FrameAnswer, transfer?: Transferable[]) => void;
};

const queue = new DecodeQueue({
  decode,
  answer: (answer) => worker.postMessage(answer, 'frame' in answer ? [answer.frame.values.buffer] : []),
});

worker.onmessage = ({ data }) => {
  if (data.kind !== 'fetcher') return queue.receive(data, () => undefined);
  const { port } = data;
  const done = (id: number): void => port.postMessage({ id } satisfies FrameDone);
  port.onmessage = ({ data: request }: MessageEvent<DecodeRequest>) => queue.receive(request, done);
};

// Prepared frames come as HTJ2K: its decoder is fetched while the first of them is still being asked for.
loadDecoder(htj2kRpclLossless).catch(() => undefined);
