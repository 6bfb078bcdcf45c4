import { arrangeSamples } from './arrangeSamples.ts';
import type { Decoder } from './decoders/Samples.ts';
import {
  CodeStreamError,
  FrameDecodeError,
  UnsupportedCodeStreamError,
  UnsupportedTransferSyntaxError,
} from './errors.ts';
import { transferSyntaxes, type TransferSyntaxKind } from './transferSyntaxes.ts';
import type { DecodedFrame, ImagePixelModule } from './types.ts';

interface DecoderModule {
  decode: Decoder;
  load?: () => Promise<unknown>;
}

/** Each decoder is fetched when the first frame asks for it: a browser loads the one codec it needs. */
const decoderModules: Partial<Record<TransferSyntaxKind, () => Promise<DecoderModule>>> = {
  'little-endian': async () => ({ decode: (await import('./decoders/native.ts')).decodeLittleEndian }),
  'big-endian': async () => ({ decode: (await import('./decoders/native.ts')).decodeBigEndian }),
  'deflated-frame': () => import('./decoders/deflatedFrame.ts'),
  rle: () => import('./decoders/rle.ts'),
  jpeg: () => import('./decoders/jpeg.ts'),
  'jpeg-lossless': () => import('./decoders/jpegLossless.ts'),
  'jpeg-ls': () => import('./decoders/jpegLs.ts'),
  'jpeg-2000': () => import('./decoders/jpeg2000.ts'),
  htj2k: () => import('./decoders/htj2k.ts'),
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
  const loadModule = decoderModule(transferSyntaxUid);
  const { decode } = await loadModule();
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
  const { load } = await decoderModule(transferSyntaxUid)();
  await load?.();
}

/** Whether decodeFrame has a decoder for this transfer syntax. */
export function canDecode(transferSyntaxUid: string): boolean {
  const kind = transferSyntaxes[transferSyntaxUid]?.kind;
  return kind !== undefined && decoderModules[kind] !== undefined;
}

function decoderModule(transferSyntaxUid: string): () => Promise<DecoderModule> {
  const kind = transferSyntaxes[transferSyntaxUid]?.kind;
  const loadModule = kind && decoderModules[kind];
  if (!loadModule) throw new UnsupportedTransferSyntaxError(transferSyntaxUid);
  return loadModule;
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
