import { findJpegEnd, requireSameGeometry, type JpegHeader } from '../codestream/jpegHeader.ts';
import { fillUpTile, imageOfTile } from '../edgeTile.ts';
import { UnsupportedCodeStreamError } from '../errors.ts';
import type { ImagePixelModule } from '../types.ts';
import { WasmCodec } from '../wasmCodec.ts';
import { WasmModule } from '../wasmModule.ts';
import type { JpegDecoder } from './jpeg.ts';

const libjpegTurbo = new WasmCodec(
  new WasmModule(
    () => import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs'),
    () => new URL('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm', import.meta.url),
  ),
  'JPEGDecoder',
);

export const loadDct = () => libjpegTurbo.load();

/** Numbers of SOFn markers: baseline, extended, progressive; all else is arithmetic coding or hierarchical. */
const huffmanDct = [0, 1, 2];

/** JPEG baseline, extended and progressive (ISO/IEC 10918-1; PS3.5 A.4.1); with 8 bits YCbCr comes out as RGB. */
export const decodeDct: JpegDecoder = async (encoded, image, header) => {
  if (!huffmanDct.includes(header.process)) {
    throw new UnsupportedCodeStreamError(
      `its JPEG stream is of SOF${header.process}, arithmetic coding or hierarchical, which no decoder here reads`,
    );
  }
  const tile = imageOfTile(header, image);
  requireSameGeometry(header, tile);
  findJpegEnd(encoded, header);
  if (header.bitsPerSample !== 8)
    return (await import('./jpegNative.ts')).decodeWithIjg(encoded, image, header);
  const { bytes } = await libjpegTurbo.decode(withDeclaredColour(encoded, header, image));
  return { bytes: fillUpTile(bytes, tile, image), bytesPerSample: 1, layout: 'by-pixel', alreadyRgb: true };
};

/**
 * A JPEG without JFIF or Adobe marker does not say whether its three components are RGB or YCbCr, and decoders take them
 * for YCbCr. Where DICOM says RGB the components are renamed R, G, B, which decoders understand.
 */
function withDeclaredColour(encoded: Uint8Array, header: JpegHeader, image: ImagePixelModule): Uint8Array {
  const unmarked = header.adobeTransform === undefined && !header.hasJfif;
  if (header.components !== 3 || image.photometricInterpretation !== 'RGB' || !unmarked) return encoded;
  const names = new Map(header.componentIds.map((id, i) => [id, 'RGB'.charCodeAt(i)]));
  const renamed = encoded.slice();
  for (const offset of header.componentIdOffsets) renamed[offset] = names.get(encoded[offset] ?? 0) ?? 0;
  return renamed;
}
