import { WasmCodec } from '../wasmCodec.ts';
import { WasmModule } from '../wasmModule.ts';
import { jpeg2000Decoder } from './jpeg2000Family.ts';

const openJpeg = new WasmCodec(
  new WasmModule(
    () => import('@cornerstonejs/codec-openjpeg/decodewasmjs'),
    () => new URL('@cornerstonejs/codec-openjpeg/decodewasm', import.meta.url),
  ),
  'J2KDecoder',
);

export const loadJpeg2000 = () => openJpeg.load();

/** JPEG 2000, ISO/IEC 15444-1, reversible and irreversible (PS3.5 A.4.4); a JP2 wrapper is tolerated. */
export const decodeJpeg2000 = jpeg2000Decoder((encoded) => openJpeg.decode(encoded));
