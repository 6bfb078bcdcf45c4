import {
  decodeFrame,
  decodeHtj2kPrefix,
  htj2kRpclLossless,
  loadDecoder,
  toDisplay,
  type DecodedFrame,
  type ImagePixelModule,
  type PaletteColorLut,
} from '../../../pixels/index.ts';
import type { LoadedFrame } from './loadedFrame.ts';
import { toModalityValues } from './modalityValues.ts';

/** What the page sends: one encoded frame and how to read it. */
export interface DecodeRequest {
  id: number;
  encoded: ArrayBuffer;
  transferSyntaxUid: string;
  image: ImagePixelModule;
  slope: number;
  intercept: number;
  /** Of PALETTE COLOR images. */
  palette: PaletteColorLut | undefined;
  /** Only the first bytes of an HTJ2K frame of so many are there: a smaller image is made of them. */
  totalBytes?: number;
}

/** What comes back: the frame in modality values, or why not. */
export type DecodeResponse = { id: number; frame: LoadedFrame } | { id: number; error: string };

async function decode(request: DecodeRequest): Promise<LoadedFrame> {
  const { encoded, transferSyntaxUid, image, totalBytes } = request;
  const encodedBytes = encoded.byteLength;
  const bytes = new Uint8Array(encoded);
  const decoded =
    totalBytes === undefined
      ? await decodeFrame(bytes, transferSyntaxUid, image)
      : (await decodeHtj2kPrefix(bytes, image, { totalBytes })).frame;
  if (decoded.photometricInterpretation === 'PALETTE COLOR') return colourOf(decoded, request, encodedBytes);
  const grey = decoded.samplesPerPixel === 1;
  const scaled = toModalityValues(decoded.values, grey ? request.slope : 1, grey ? request.intercept : 0);
  return {
    ...decoded,
    ...scaled,
    bitsStored: scaled.values.BYTES_PER_ELEMENT * 8,
    transferSyntaxUid,
    encodedBytes,
  };
}

/** The colours that the indices of a palette image stand for (PS3.3 C.7.6.3.1.5). */
function colourOf(decoded: DecodedFrame, request: DecodeRequest, encodedBytes: number): LoadedFrame {
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
  onmessage: (event: MessageEvent<DecodeRequest>) => void;
  postMessage: (message: DecodeResponse, transfer?: Transferable[]) => void;
};

worker.onmessage = async ({ data }) => {
  try {
    const frame = await decode(data);
    worker.postMessage({ id: data.id, frame }, [frame.values.buffer]);
  } catch (error) {
    worker.postMessage({ id: data.id, error: error instanceof Error ? error.message : String(error) });
  }
};

// Prepared frames come as HTJ2K: its decoder is fetched while the first of them is still being asked for.
loadDecoder(htj2kRpclLossless).catch(() => undefined);
