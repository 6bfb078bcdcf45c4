import { CodeStreamError } from './errors.ts';

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

export interface CodecModule {
  HEAPU8: Uint8Array;
  getExceptionMessage?(pointer: number): string;
}

type LoadedCodec<Name extends string> = CodecModule & Record<Name, new () => WasmDecoder>;

export type CodecFactory<Name extends string> = (options?: {
  instantiateWasm?: (
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ) => object;
  print?: (text: string) => void;
  printErr?: (text: string) => void;
}) => Promise<LoadedCodec<Name>>;

export interface WasmFrame {
  bytes: Uint8Array<ArrayBuffer>;
  info: WasmFrameInfo;
  interleaveMode: number;
}

async function compile(url: URL): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname} could not be loaded: ${response.status}`);
  // Streaming needs the media type; a server that does not know it must not stop the images.
  if (response.headers.get('content-type')?.startsWith('application/wasm'))
    return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** A WASM heap grows but never shrinks: after a huge frame it is given back whole. */
const heapLimitBytes = 256 * 1024 * 1024;

const isNode = typeof process === 'object' && typeof process.versions?.node === 'string';

/**
 * A codec whose WASM is loaded at the first use and kept. In Node the codec finds its .wasm file beside itself; in a
 * browser it is fetched from `wasmUrl`, which the bundler has made of `new URL('<package>/...wasm', import.meta.url)`.
 */
export class WasmCodec<Name extends string> {
  readonly #importFactory: () => Promise<{ default: CodecFactory<Name> }>;
  readonly #wasmUrl: URL;
  readonly #decoderName: Name;
  #loading: Promise<LoadedCodec<Name>> | undefined;
  #decoder: WasmDecoder | undefined;
  #lastWords = '';

  constructor(
    importFactory: () => Promise<{ default: CodecFactory<Name> }>,
    wasmUrl: () => URL,
    decoderName: Name,
  ) {
    this.#importFactory = importFactory;
    this.#wasmUrl = wasmUrl();
    this.#decoderName = decoderName;
  }

  /** Loads the codec ahead of the first frame. A failed load (network) is tried anew by the next caller. */
  load(): Promise<LoadedCodec<Name>> {
    this.#loading ??= this.#instantiate().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  /** @throws CodeStreamError with the codec's own words */
  async decode(encoded: Uint8Array): Promise<WasmFrame> {
    const module = await this.load();
    this.#lastWords = '';
    try {
      const decoder = (this.#decoder ??= new module[this.#decoderName]());
      decoder.getEncodedBuffer(encoded.length).set(encoded);
      decoder.decode();
      // The buffer is a view into the WASM heap, which the next frame overwrites.
      const bytes = new Uint8Array(decoder.getDecodedBuffer());
      const frame = {
        bytes,
        info: decoder.getFrameInfo(),
        interleaveMode: decoder.getInterleaveMode?.() ?? 2,
      };
      if (module.HEAPU8.length > heapLimitBytes) this.#forget();
      return frame;
    } catch (error) {
      // A decoder that threw, or a module that aborted, is in an unknown state: the next frame gets a new one.
      this.#forget();
      throw new CodeStreamError(this.#explain(module, error));
    }
  }

  async #instantiate(): Promise<LoadedCodec<Name>> {
    const words = (text: string) => {
      this.#lastWords = text;
    };
    if (isNode) {
      const { default: factory } = await this.#importFactory();
      return factory({ print: words, printErr: words });
    }
    // Fetched and compiled while the codec's JavaScript is still on its way.
    const compiled = compile(this.#wasmUrl);
    const [{ default: factory }] = await Promise.all([this.#importFactory(), compiled]);
    return new Promise<LoadedCodec<Name>>((resolve, reject) => {
      const instantiate = async (
        imports: WebAssembly.Imports,
        done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
      ) => {
        const module = await compiled;
        done(await WebAssembly.instantiate(module, imports), module);
      };
      factory({
        print: words,
        printErr: words,
        instantiateWasm: (imports, done) => {
          // The codec does not hear of a failure here: it would wait for ever.
          instantiate(imports, done).catch(reject);
          return {};
        },
      }).then(resolve, reject);
    });
  }

  #forget(): void {
    this.#decoder = undefined;
    this.#loading = undefined;
  }

  #explain(module: CodecModule, error: unknown): string {
    if (typeof error === 'number') {
      return (
        module.getExceptionMessage?.(error) || this.#lastWords || `the codec failed (exception ${error})`
      );
    }
    const message = error instanceof Error ? error.message : String(error);
    return this.#lastWords ? `${message} (${this.#lastWords})` : message;
  }
}
