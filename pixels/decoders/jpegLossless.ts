import type { Decoder as LosslessDecoder } from 'jpeg-lossless-decoder-js';
import { findJpegEnd, requireSameGeometry } from '../codestream/jpegHeader.ts';
import { CodeStreamError } from '../errors.ts';
import type { JpegDecoder } from './jpeg.ts';

/** Fetched when first needed: few archives have it. */
const importDecoder = () => import('jpeg-lossless-decoder-js');

export const loadLossless = importDecoder;

/** JPEG Lossless, Huffman, all predictors (ISO/IEC 10918-1 Annex H; PS3.5 A.4.1). */
export const decodeLossless: JpegDecoder = async (encoded, image, header) => {
  requireSameGeometry(header, image);
  const end = findJpegEnd(encoded, header);
  if (header.scanComponents !== header.components)
    return (await import('./jpegNative.ts')).decodeWithIjg(encoded, image, header);
  const bytesPerSample = header.bitsPerSample > 8 ? 2 : 1;
  const decoder = new (await importDecoder()).Decoder();
  const decoded = decodeWith(decoder, withRoomToReadAhead(encoded, end), bytesPerSample);
  if (decoder.yLoc < header.rows) {
    throw new CodeStreamError(
      `${header.rows} rows expected, the lossless JPEG stream ends in row ${decoder.yLoc + 1}`,
    );
  }
  const bytes = new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.byteLength);
  return { bytes, bytesPerSample, layout: 'by-pixel' };
};

function decodeWith(decoder: LosslessDecoder, encoded: Uint8Array, bytesPerSample: number) {
  try {
    return decoder.decode(encoded.buffer, encoded.byteOffset, encoded.byteLength, bytesPerSample);
  } catch (error) {
    throw new CodeStreamError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * The decoder reads ahead, takes the end marker for the end of the image and loses the last pixel when its code is short. One-bits
 * before the marker, which is what streams are padded with (ISO/IEC 10918-1 F.1.2.3), give it something to read.
 */
function withRoomToReadAhead(encoded: Uint8Array, end: number): Uint8Array {
  const padding = [0xff, 0x00, 0xff, 0x00, 0xff, 0x00, 0xff, 0x00];
  const padded = new Uint8Array(end + padding.length + 2);
  padded.set(encoded.subarray(0, end));
  padded.set(padding, end);
  padded.set([0xff, 0xd9], end + padding.length);
  return padded;
}
