import { compileWasm, fetchWasm, isNode } from './compileWasm.ts';
import { CodeStreamError } from './errors.ts';

/** What every Emscripten module of @cornerstonejs/codec-* has. */
export interface WasmExports {
  HEAPU8: Uint8Array;
  getExceptionMessage?(pointer: number): string;
}

export type WasmFactory<Exports extends WasmExports> = (options?: {
  instantiateWasm?: (
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ) => object;
  print?: (text: string) => void;
  printErr?: (text: string) => void;
}) => Promise<Exports>;

/** A WASM heap grows but never shrinks: after a huge frame it is given back whole. */
const heapLimitBytes = 256 * 1024 * 1024;

/**
 * A WASM module that is loaded at the first use and kept. In Node the codec finds its .wasm file beside itself, or it is
 * read from `packagePath` for codecs that do not; in a browser it is fetched from `wasmUrl`, which the bundler has made of
 * `new URL('<package>/...wasm', import.meta.url)`.
 */
export class WasmModule<Exports extends WasmExports> {
  readonly #importFactory: () => Promise<{ default: WasmFactory<Exports> }>;
  readonly #wasmUrl: URL;
  readonly #packagePath: string | undefined;
  #loading: Promise<Exports> | undefined;
  #lastWords = '';

  constructor(
    importFactory: () => Promise<{ default: WasmFactory<Exports> }>,
    wasmUrl: () => URL,
    packagePath?: string,
  ) {
    this.#importFactory = importFactory;
    this.#wasmUrl = wasmUrl();
    this.#packagePath = packagePath;
  }

  /** Loads ahead of the first frame. A failed load (network) is tried anew by the next caller. */
  load(): Promise<Exports> {
    this.#loading ??= this.#instantiate().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  /**
   * Works with the module, in one go: what `work` returns may hold no view into the heap, which the next frame overwrites.
   * @throws CodeStreamError with the codec's own words
   */
  async run<Result>(work: (exports: Exports) => Result): Promise<Result> {
    const exports = await this.load();
    this.#lastWords = '';
    try {
      const result = work(exports);
      if (exports.HEAPU8.length > heapLimitBytes) this.#loading = undefined;
      return result;
    } catch (error) {
      // A codec that threw, or a module that aborted, is in an unknown state: the next frame gets a new one.
      this.#loading = undefined;
      throw new CodeStreamError(this.#explain(exports, error));
    }
  }

  async #instantiate(): Promise<Exports> {
    const words = (text: string) => {
      this.#lastWords = text;
    };
    if (isNode && this.#packagePath === undefined) {
      const { default: factory } = await this.#importFactory();
      return factory({ print: words, printErr: words });
    }
    // Fetched and compiled while the codec's JavaScript is still on its way.
    const compiled =
      this.#packagePath !== undefined
        ? compileWasm({ url: this.#wasmUrl, packagePath: this.#packagePath })
        : fetchWasm(this.#wasmUrl);
    const [{ default: factory }] = await Promise.all([this.#importFactory(), compiled]);
    return new Promise<Exports>((resolve, reject) => {
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

  #explain(exports: Exports, error: unknown): string {
    if (typeof error === 'number') {
      return (
        exports.getExceptionMessage?.(error) || this.#lastWords || `the codec failed (exception ${error})`
      );
    }
    const message = error instanceof Error ? error.message : String(error);
    return this.#lastWords ? `${message} (${this.#lastWords})` : message;
  }
}
