import { readJpegHeader, type JpegHeader } from '../codestream/jpegHeader.ts';
import type { ImagePixelModule } from '../types.ts';
import { decodeDct } from './jpegDct.ts';
import { decodeLossless } from './jpegLossless.ts';
import type { Decoder, Samples } from './Samples.ts';

export type JpegDecoder = (
  encoded: Uint8Array,
  image: ImagePixelModule,
  header: JpegHeader,
) => Promise<Samples>;

const lossless = 3;

/** Some archives label baseline JPEG as lossless, and the other way round: the stream decides. */
export const decodeJpeg: Decoder = (encoded, image) => {
  const header = readJpegHeader(encoded);
  return header.process === lossless
    ? decodeLossless(encoded, image, header)
    : decodeDct(encoded, image, header);
};
