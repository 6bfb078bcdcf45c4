import { requireSameGeometry, type JpegHeader } from '../codestream/jpegHeader.ts';
import { decodeJpegNatively } from '../nativeCodecs.ts';
import type { ImagePixelModule } from '../types.ts';
import type { Samples } from './Samples.ts';

/**
 * What the smaller JPEG decoders lack: DCT with 12 bits, sequential and progressive (processes 4, 8 and 12 of
 * ISO/IEC 10918-1, the retired ones of PS3.5 among them), and lossless streams whose components have scans of their own.
 */
export async function decodeWithIjg(
  encoded: Uint8Array,
  image: ImagePixelModule,
  header: JpegHeader,
): Promise<Samples> {
  requireSameGeometry(header, image);
  const { rows, columns, components, bitsPerSample } = header;
  const bytes = await decodeJpegNatively(encoded, {
    rows,
    columns,
    samplesPerPixel: components,
    bitsPerSample,
  });
  return { bytes, bytesPerSample: bitsPerSample > 8 ? 2 : 1, precision: bitsPerSample, layout: 'by-pixel' };
}
