import type { WasmExports, WasmModule } from './wasmModule.ts';

/** How @cornerstonejs/codec-* hand over a decoded frame. */
export interface WasmFrameInfo {
  width: number;
  height: number;
  bitsPerSample: number;
  componentCount: number;
  isSigned?: boolean;
}

export interface WasmDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  decode(): void;
  getFrameInfo(): WasmFrameInfo;
  /** JPEG-LS: 0 by plane, 1 by line, 2 by pixel; the decoder's output is by pixel for 1 and 2. */
  getInterleaveMode?(): number;
  delete?(): void;
}

export type DecoderExports<Name extends string> = WasmExports & Record<Name, new () => WasmDecoder>;

export interface WasmFrame {
  bytes: Uint8Array<ArrayBuffer>;
  info: WasmFrameInfo;
  interleaveMode: number;
}

/** The decoder class of a codec: one object of it decodes frame after frame. */
export class WasmCodec<Name extends string> {
  readonly #module: WasmModule<DecoderExports<Name>>;
  readonly #decoderName: Name;
  /** When a module is given up (a failure, too large a heap), its decoder goes with it. */
  readonly #decoders = new WeakMap<DecoderExports<Name>, WasmDecoder>();

  constructor(module: WasmModule<DecoderExports<Name>>, decoderName: Name) {
    this.#module = module;
    this.#decoderName = decoderName;
  }

  load(): Promise<unknown> {
    return this.#module.load();
  }

  /** @throws CodeStreamError with the codec's own words */
  decode(encoded: Uint8Array): Promise<WasmFrame> {
    return this.#module.run((exports) => {
      const decoder = this.#decoders.get(exports) ?? new exports[this.#decoderName]();
      this.#decoders.set(exports, decoder);
      decoder.getEncodedBuffer(encoded.length).set(encoded);
      decoder.decode();
      return {
        bytes: new Uint8Array(decoder.getDecodedBuffer()),
        info: decoder.getFrameInfo(),
        interleaveMode: decoder.getInterleaveMode?.() ?? 2,
      };
    });
  }
}
