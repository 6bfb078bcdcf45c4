import { readJpeg2000Header, requireSameGeometry } from '../codestream/jpeg2000Header.ts';
import { declareUnsigned, needsLevelShift, subtractLevelShift } from '../codestream/signedBytes.ts';
import { WasmCodec } from '../wasmCodec.ts';
import { WasmModule } from '../wasmModule.ts';
import type { Decoder } from './Samples.ts';

const openJpeg = new WasmCodec(
  new WasmModule(
    () => import('@cornerstonejs/codec-openjpeg/decodewasmjs'),
    () => new URL('@cornerstonejs/codec-openjpeg/decodewasm', import.meta.url),
  ),
  'J2KDecoder',
);

export const loadJpeg2000 = () => openJpeg.load();

/** JPEG 2000, ISO/IEC 15444-1, reversible and irreversible (PS3.5 A.4.4); a JP2 wrapper is tolerated. */
export const decodeJpeg2000: Decoder = async (encoded, image) => {
  const header = readJpeg2000Header(encoded);
  requireSameGeometry(header, image);
  const shifted = needsLevelShift(header);
  const { bytes, info } = await openJpeg.decode(shifted ? declareUnsigned(encoded, header) : encoded);
  if (shifted) subtractLevelShift(bytes, header);
  return {
    bytes,
    bytesPerSample: info.bitsPerSample > 8 ? 2 : 1,
    precision: info.bitsPerSample,
    signed: header.signed,
    layout: 'by-pixel',
    alreadyRgb: header.multipleComponentTransform,
  };
};
