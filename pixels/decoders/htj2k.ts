import { readJpeg2000Header, requireSameGeometry } from '../codestream/jpeg2000Header.ts';
import { openJph } from '../openJph.ts';
import { declareUnsigned, needsLevelShift, subtractLevelShift } from '../codestream/signedBytes.ts';
import { WasmCodec } from '../wasmCodec.ts';
import type { Decoder } from './Samples.ts';

const codec = new WasmCodec(openJph, 'HTJ2KDecoder');

export const loadHtj2k = () => openJph.load();

/** High-Throughput JPEG 2000, ISO/IEC 15444-15 (PS3.5 A.4.12). */
export const decodeHtj2k: Decoder = async (encoded, image) => {
  const header = readJpeg2000Header(encoded);
  requireSameGeometry(header, image);
  const shifted = needsLevelShift(header);
  const { bytes, info } = await codec.decode(shifted ? declareUnsigned(encoded, header) : encoded);
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
