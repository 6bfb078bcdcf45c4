import { arrangeSamples } from './arrangeSamples.ts';
import { decodeHtj2k, loadHtj2k } from './decoders/htj2k.ts';
import { decodeJpeg } from './decoders/jpeg.ts';
import { decodeJpeg2000, loadJpeg2000 } from './decoders/jpeg2000.ts';
import { loadDct } from './decoders/jpegDct.ts';
import { loadLossless } from './decoders/jpegLossless.ts';
import { decodeJpegLs, loadJpegLs } from './decoders/jpegLs.ts';
import { decodeBigEndian, decodeLittleEndian } from './decoders/native.ts';
import { decodeRle } from './decoders/rle.ts';
import type { Decoder } from './decoders/Samples.ts';
import {
  CodeStreamError,
  FrameDecodeError,
  UnsupportedCodeStreamError,
  UnsupportedTransferSyntaxError,
} from './errors.ts';
import { transferSyntaxes, whyNotDecoded, type TransferSyntaxKind } from './transferSyntaxes.ts';
import type { DecodedFrame, ImagePixelModule } from './types.ts';

interface FrameDecoder {
  decode: Decoder;
  load?: () => Promise<unknown>;
}

/** What is seldom met stays out of the worker's script, which the first image waits for. */
const importJpegXl = () => import('./decoders/jpegXl.ts');
const importDeflated = () => import('./decoders/deflatedFrame.ts');

/**
 * These are small; the codecs behind them (JavaScript and WASM of 100 KB to 1.4 MB) are fetched when the first frame asks
 * for one, so that a browser loads only the codec it needs.
 */
const decoders: Partial<Record<TransferSyntaxKind, FrameDecoder>> = {
  'little-endian': { decode: decodeLittleEndian },
  'big-endian': { decode: decodeBigEndian },
  'deflated-frame': { decode: (...frame) => importDeflated().then((it) => it.decodeDeflatedFrame(...frame)) },
  rle: { decode: decodeRle },
  jpeg: { decode: decodeJpeg, load: loadDct },
  'jpeg-lossless': { decode: decodeJpeg, load: loadLossless },
  'jpeg-ls': { decode: decodeJpegLs, load: loadJpegLs },
  'jpeg-2000': { decode: decodeJpeg2000, load: loadJpeg2000 },
  htj2k: { decode: decodeHtj2k, load: loadHtj2k },
  'jpeg-xl': {
    decode: (...frame) => importJpegXl().then((it) => it.decodeJpegXl(...frame)),
    load: () => importJpegXl().then((it) => it.loadJpegXl()),
  },
};

/** A frame of 16384 x 16384 x 16 bits; what is larger is broken, or meant to exhaust memory. */
const maximumFrameBytes = 512 * 1024 * 1024;

/**
 * Decodes one frame: from its bytes as stored (fragments joined, without item headers) to stored values.
 * The result owns its memory; `encoded` is left as it is and need not be aligned.
 * @throws UnsupportedTransferSyntaxError no decoder for it
 * @throws FrameDecodeError the bytes do not fit the image, or are broken
 */
export async function decodeFrame(
  encoded: Uint8Array,
  transferSyntaxUid: string,
  image: ImagePixelModule,
): Promise<DecodedFrame> {
  const { decode } = decoderOf(transferSyntaxUid);
  try {
    requireSaneImage(image);
    const lossy = transferSyntaxes[transferSyntaxUid]?.lossy ?? false;
    return arrangeSamples(await decode(encoded, image), image, lossy);
  } catch (error) {
    if (error instanceof CodeStreamError) throw new FrameDecodeError(transferSyntaxUid, error.message);
    if (error instanceof UnsupportedCodeStreamError) {
      throw new UnsupportedTransferSyntaxError(transferSyntaxUid, error.message);
    }
    throw error;
  }
}

/**
 * Loads and compiles the codec of a transfer syntax ahead of its first frame.
 * @throws UnsupportedTransferSyntaxError
 */
export async function loadDecoder(transferSyntaxUid: string): Promise<void> {
  await decoderOf(transferSyntaxUid).load?.();
}

/** Whether decodeFrame has a decoder for this transfer syntax. */
export function canDecode(transferSyntaxUid: string): boolean {
  const kind = transferSyntaxes[transferSyntaxUid]?.kind;
  return kind !== undefined && decoders[kind] !== undefined;
}

function decoderOf(transferSyntaxUid: string): FrameDecoder {
  const kind = transferSyntaxes[transferSyntaxUid]?.kind;
  const decoder = kind && decoders[kind];
  if (!decoder) {
    throw new UnsupportedTransferSyntaxError(transferSyntaxUid, whyNotDecoded(transferSyntaxUid));
  }
  return decoder;
}

function requireSaneImage(image: ImagePixelModule): void {
  const { rows, columns, samplesPerPixel, bitsAllocated, bitsStored, highBit } = image;
  for (const [name, value] of Object.entries({ rows, columns, samplesPerPixel, bitsAllocated, bitsStored })) {
    if (!Number.isInteger(value) || value < 1) throw new CodeStreamError(`${name} is ${value}`);
  }
  if (bitsStored > bitsAllocated || highBit >= bitsAllocated || highBit < bitsStored - 1) {
    throw new CodeStreamError(
      `Bits Allocated ${bitsAllocated}, Bits Stored ${bitsStored} and High Bit ${highBit} contradict each other`,
    );
  }
  const bytes = Math.ceil((rows * columns * samplesPerPixel * bitsAllocated) / 8);
  if (bytes > maximumFrameBytes) {
    throw new CodeStreamError(`it would take ${bytes} bytes of memory, ${maximumFrameBytes} are allowed`);
  }
}
