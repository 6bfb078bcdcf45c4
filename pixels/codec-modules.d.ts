/* eslint-disable @typescript-eslint/consistent-type-imports -- an ambient module cannot import by a relative path */
/** The codec packages ship no types; this is the part of them in use. */
declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const factory: import('./wasmModule.ts').WasmFactory<
    import('./wasmCodec.ts').DecoderExports<'JpegLSDecoder'>
  >;
  export default factory;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const factory: import('./wasmModule.ts').WasmFactory<import('./wasmCodec.ts').DecoderExports<'J2KDecoder'>>;
  export default factory;
}
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const factory: import('./wasmModule.ts').WasmFactory<import('./openJph.ts').OpenJphExports>;
  export default factory;
}
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  const factory: import('./wasmModule.ts').WasmFactory<
    import('./wasmCodec.ts').DecoderExports<'JPEGDecoder'>
  >;
  export default factory;
}
declare module '@cornerstonejs/codec-libjxl/decodewasmjs' {
  const factory: import('./wasmModule.ts').WasmFactory<
    import('./wasmCodec.ts').DecoderExports<'JpegXLDecoder'>
  >;
  export default factory;
}
declare module 'jpeg-lossless-decoder-js' {
  export class Decoder {
    /** The row it has come to. */
    yLoc: number;
    decode(
      buffer: ArrayBufferLike,
      offset?: number,
      length?: number,
      bytesPerSample?: number,
    ): Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  }
}
