import { readJpegHeader, requireSameGeometry } from '../codestream/jpegHeader.ts';
import { WasmCodec } from '../wasmCodec.ts';
import { WasmModule } from '../wasmModule.ts';
import type { Decoder } from './Samples.ts';

const charls = new WasmCodec(
  new WasmModule(
    () => import('@cornerstonejs/codec-charls/decodewasmjs'),
    () => new URL('@cornerstonejs/codec-charls/decodewasm', import.meta.url),
  ),
  'JpegLSDecoder',
);

export const loadJpegLs = () => charls.load();

/** JPEG-LS, ISO/IEC 14495-1, lossless and near-lossless (PS3.5 A.4.3). */
export const decodeJpegLs: Decoder = async (encoded, image) => {
  requireSameGeometry(readJpegHeader(encoded), image);
  const { bytes, info, interleaveMode } = await charls.decode(encoded);
  return {
    bytes,
    bytesPerSample: info.bitsPerSample > 8 ? 2 : 1,
    precision: info.bitsPerSample,
    layout: info.componentCount > 1 && interleaveMode === 0 ? 'by-plane' : 'by-pixel',
  };
};
