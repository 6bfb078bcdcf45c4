import type { DecoderExports, WasmDecoder, WasmFrameInfo } from './wasmCodec.ts';
import { WasmModule, type WasmExports } from './wasmModule.ts';

export interface Htj2kDecoder extends WasmDecoder {
  readHeader(): void;
  getNumDecompositions(): number;
  /** `level` 0 is the full size, each further one half of it, rounded up. */
  calculateSizeAtDecompositionLevel(level: number): { width: number; height: number };
  /** Failing, it does not throw but leaves an empty buffer. */
  decodeSubResolution(level: number): void;
  delete(): void;
}

export interface Htj2kEncoder {
  /** To be filled with little endian samples, by pixel; one byte each up to 8 bits, two above. */
  getDecodedBuffer(info: WasmFrameInfo & { isUsingColorTransform: boolean }): Uint8Array;
  setQuality(lossless: boolean, quantizationStep: number): void;
  /** 0 LRCP, 1 RLCP, 2 RPCL, 3 PCRL, 4 CPRL */
  setProgressionOrder(order: number): void;
  setDecompositions(levels: number): void;
  setTLMMarker(present: boolean): void;
  setTilePartDivisionsAtResolutions(divided: boolean): void;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
}

export interface OpenJphExports extends WasmExports, DecoderExports<'HTJ2KDecoder'> {
  HTJ2KDecoder: new () => Htj2kDecoder;
  HTJ2KEncoder: new () => Htj2kEncoder;
}

/** Decoder and encoder of HTJ2K (ISO/IEC 15444-15) are one module. */
export const openJph = new WasmModule<OpenJphExports>(
  () => import('@cornerstonejs/codec-openjph/wasmjs'),
  () => new URL('@cornerstonejs/codec-openjph/wasm', import.meta.url),
);
