import { arrangeSamples } from './arrangeSamples.ts';
import { requireSameGeometry } from './codestream/jpeg2000Header.ts';
import {
  readJpeg2000Layout,
  UnfinishedHeaderError,
  type Jpeg2000Layout,
} from './codestream/jpeg2000Layout.ts';
import { declareUnsigned, needsLevelShift, subtractLevelShift } from './codestream/signedBytes.ts';
import type { Samples } from './decoders/Samples.ts';
import {
  CodeStreamError,
  FrameDecodeError,
  PrefixTooShortError,
  UnsupportedCodeStreamError,
  UnsupportedTransferSyntaxError,
} from './errors.ts';
import { prefixLengthsOf } from './htj2kPrefix.ts';
import { openJph } from './openJph.ts';
import { htj2kRpclLossless } from './transferSyntaxes.ts';
import type { DecodedFrame, ImagePixelModule } from './types.ts';

export interface PrefixOptions {
  /** 0 full size, 1 half the rows and columns, ...; default: the largest that the bytes hold entirely. */
  level?: number;
  /** Length of the whole code stream where known; for streams whose header does not tell where a resolution ends. */
  totalBytes?: number;
}

export interface PrefixFrame {
  /** A preview: values at reduced size are means, not those of the source. Rows and columns are the reduced ones. */
  frame: DecodedFrame;
  level: number;
}

/** Enough for the main header of every stream seen; those made here have some 170 bytes of it. */
const headerBytes = 512;

/**
 * Decodes a small image from the first bytes of an HTJ2K code stream in resolution order (RPCL).
 * @param image of the whole frame
 * @throws PrefixTooShortError naming how many bytes it takes
 * @throws FrameDecodeError, UnsupportedTransferSyntaxError as decodeFrame does
 */
export async function decodeHtj2kPrefix(
  prefix: Uint8Array,
  image: ImagePixelModule,
  options: PrefixOptions = {},
): Promise<PrefixFrame> {
  try {
    const layout = readLayout(prefix);
    requireSameGeometry(layout, image);
    if (!layout.highThroughput) throw new UnsupportedCodeStreamError('JPEG 2000 without high throughput');
    if (image.photometricInterpretation === 'PALETTE COLOR')
      throw new UnsupportedCodeStreamError('indices of a palette have no smaller image');
    const level = chooseLevel(prefix, layout, options);
    return { frame: await decodeLevel(prefix, layout, image, level), level };
  } catch (error) {
    if (error instanceof CodeStreamError) throw new FrameDecodeError(htj2kRpclLossless, error.message);
    if (error instanceof UnsupportedCodeStreamError)
      throw new UnsupportedTransferSyntaxError(htj2kRpclLossless, error.message);
    throw error;
  }
}

function readLayout(prefix: Uint8Array): Jpeg2000Layout {
  try {
    return readJpeg2000Layout(prefix);
  } catch (error) {
    if (error instanceof UnfinishedHeaderError)
      throw new PrefixTooShortError(prefix.length, moreBytes(prefix));
    throw error;
  }
}

/** Where nobody can tell yet. */
const moreBytes = (prefix: Uint8Array) => Math.max(headerBytes, prefix.length * 2);

function chooseLevel(prefix: Uint8Array, layout: Jpeg2000Layout, options: PrefixOptions): number {
  const totalBytes = options.totalBytes ?? totalFromTileParts(prefix, layout);
  if (totalBytes === undefined) throw new PrefixTooShortError(prefix.length, moreBytes(prefix));
  const needed = prefixLengthsOf(layout, totalBytes).bytes;
  if (options.level === undefined) {
    const level = needed.findIndex((bytes) => bytes <= prefix.length);
    if (level === -1) throw new PrefixTooShortError(prefix.length, needed.at(-1) ?? headerBytes);
    return level;
  }
  const neededBytes = needed[options.level];
  if (neededBytes === undefined) {
    throw new RangeError(`level ${options.level}: the code stream has 0 to ${layout.decompositionLevels}`);
  }
  if (neededBytes > prefix.length) throw new PrefixTooShortError(prefix.length, neededBytes);
  return options.level;
}

/** From TLM; else Psot (ISO/IEC 15444-1 A.4.2) of the first tile part, which then usually is the only one. */
function totalFromTileParts(
  prefix: Uint8Array,
  { mainHeaderBytes, tilePartBytes }: Jpeg2000Layout,
): number | undefined {
  if (tilePartBytes) return mainHeaderBytes + tilePartBytes.reduce((sum, length) => sum + length, 0);
  if (prefix.length < mainHeaderBytes + 12) return undefined;
  const view = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength);
  const firstTilePart = view.getUint32(mainHeaderBytes + 6);
  return firstTilePart === 0 ? undefined : mainHeaderBytes + firstTilePart;
}

async function decodeLevel(
  prefix: Uint8Array,
  layout: Jpeg2000Layout,
  image: ImagePixelModule,
  level: number,
): Promise<DecodedFrame> {
  const reduced = (extent: number) => Math.ceil(extent / 2 ** level);
  const small = { ...image, rows: reduced(image.rows), columns: reduced(image.columns) };
  const shifted = needsLevelShift(layout);
  const encoded = shifted ? declareUnsigned(prefix, layout) : prefix;
  const bytes = await openJph.run((exports) => {
    const decoder = new exports.HTJ2KDecoder();
    decoder.getEncodedBuffer(encoded.length).set(encoded);
    decoder.decodeSubResolution(level);
    const decoded = new Uint8Array(decoder.getDecodedBuffer());
    decoder.delete();
    return decoded;
  });
  const samples: Samples = {
    bytes,
    bytesPerSample: layout.bitsPerSample > 8 ? 2 : 1,
    precision: layout.bitsPerSample,
    signed: layout.signed && !shifted,
    layout: 'by-pixel',
    alreadyRgb: layout.multipleComponentTransform,
  };
  clampToPrecision(samples);
  if (shifted) subtractLevelShift(bytes, layout);
  // "Lossy": bits above the stored ones are no overlay here.
  return arrangeSamples({ ...samples, signed: layout.signed }, small, true);
}

/** The means of the wavelet overshoot the range beside hard edges: cut off there, they would become black dots. */
function clampToPrecision({ bytes, bytesPerSample, precision = 16, signed = false }: Samples): void {
  if (bytesPerSample === 1 ? precision === 8 : precision === 16) return;
  const lowest = signed ? -(2 ** (precision - 1)) : 0;
  const highest = 2 ** (signed ? precision - 1 : precision) - 1;
  const values =
    bytesPerSample === 1 ? bytes : signed ? new Int16Array(bytes.buffer) : new Uint16Array(bytes.buffer);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < lowest) values[i] = lowest;
    else if (value > highest) values[i] = highest;
  }
}
