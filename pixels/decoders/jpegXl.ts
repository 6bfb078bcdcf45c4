import { requireSameGeometry } from '../codestream/Geometry.ts';
import { readJpegXlSize } from '../codestream/jpegXlHeader.ts';
import { WasmCodec } from '../wasmCodec.ts';
import { WasmModule } from '../wasmModule.ts';
import type { Decoder } from './Samples.ts';

const libjxl = new WasmCodec(
  new WasmModule(
    () => import('@cornerstonejs/codec-libjxl/decodewasmjs'),
    () => new URL('@cornerstonejs/codec-libjxl/decodewasm', import.meta.url),
    '@cornerstonejs/codec-libjxl/decodewasm',
  ),
  'JpegXLDecoder',
);

export const loadJpegXl = () => libjxl.load();

/** JPEG XL, ISO/IEC 18181-1, also of a recompressed JPEG (PS3.5 A.4.13); XYB and YCbCr come out as RGB. */
export const decodeJpegXl: Decoder = async (encoded, image) => {
  const { samplesPerPixel, bitsStored } = image;
  // Before anything is allocated; the rest when it is known.
  requireSameGeometry(
    { ...readJpegXlSize(encoded), components: samplesPerPixel, bitsPerSample: bitsStored },
    image,
  );
  const { bytes, info } = await libjxl.decode(encoded);
  const { bitsPerSample } = info;
  requireSameGeometry(
    { rows: info.height, columns: info.width, components: info.componentCount, bitsPerSample },
    image,
  );
  return {
    bytes,
    bytesPerSample: bitsPerSample > 8 ? 2 : 1,
    precision: bitsPerSample,
    layout: 'by-pixel',
    alreadyRgb: true,
  };
};
