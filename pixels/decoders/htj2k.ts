import { openJph } from '../openJph.ts';
import { WasmCodec } from '../wasmCodec.ts';
import { jpeg2000Decoder } from './jpeg2000Family.ts';

const codec = new WasmCodec(openJph, 'HTJ2KDecoder');

export const loadHtj2k = () => openJph.load();

/** High-Throughput JPEG 2000, ISO/IEC 15444-15 (PS3.5 A.4.12). */
export const decodeHtj2k = jpeg2000Decoder((encoded) => codec.decode(encoded));
