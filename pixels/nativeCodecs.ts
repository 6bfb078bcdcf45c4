import { compileWasm } from './compileWasm.ts';
import { CodeStreamError } from './errors.ts';

/** What is used of the C interface of dcmjs-codecs: a context is a pointer, sizes are in bytes. */
interface NativeExports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  CreateCodecsContext(): number;
  ReleaseCodecsContext(context: number): void;
  CreateDecoderParameters(): number;
  ReleaseDecoderParameters(parameters: number): void;
  SetConvertColorspaceToRgb(parameters: number, convert: number): void;
  SetColumns(context: number, value: number): void;
  SetRows(context: number, value: number): void;
  SetBitsAllocated(context: number, value: number): void;
  SetBitsStored(context: number, value: number): void;
  SetSamplesPerPixel(context: number, value: number): void;
  SetPixelRepresentation(context: number, value: number): void;
  SetPlanarConfiguration(context: number, value: number): void;
  SetPhotometricInterpretation(context: number, value: number): void;
  SetEncodedBufferSize(context: number, bytes: number): void;
  GetEncodedBuffer(context: number): number;
  GetDecodedBuffer(context: number): number;
  GetDecodedBufferSize(context: number): number;
  DecodeJpeg(context: number, parameters: number): void;
}

export interface NativeImage {
  rows: number;
  columns: number;
  samplesPerPixel: number;
  /** of the code stream; above 8 each sample takes two bytes */
  bitsPerSample: number;
}

/** As the C interface numbers them. */
const photometricInterpretations = { grey: 1, rgb: 3 };
/** What its memory begins with; an instance that needed more is given back, as WASM memory never shrinks. */
const heapLimitBytes = 256 * 1024 * 1024;
/** Where the entropy-coded data is broken the decoder goes on with rubbish, and says so as a warning. */
const brokenData = /Premature end|Corrupt JPEG data(?!: \d+ extraneous bytes before marker 0xd9)/;

let loading: Promise<NativeInstance> | undefined;

/** Loads and compiles the codec ahead of the first frame (1.4 MB, compressed). */
export async function loadNativeCodecs(): Promise<NativeInstance> {
  loading ??= instantiate().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/**
 * Decodes a JPEG stream of any process but arithmetic and hierarchical ones with 8, 12 or 16 bits (the IJG's library with
 * its lossless extension, as in DCMTK and GDCM); no colour is converted.
 * @returns samples by pixel, little endian
 * @throws CodeStreamError with the codec's own words
 */
export async function decodeJpegNatively(
  encoded: Uint8Array,
  image: NativeImage,
): Promise<Uint8Array<ArrayBuffer>> {
  const native = await loadNativeCodecs();
  native.warnings.length = 0;
  try {
    const bytes = decode(native.exports, encoded, image);
    const [warning] = native.warnings;
    if (warning !== undefined) throw new CodeStreamError(warning);
    if (native.exports.memory.buffer.byteLength > heapLimitBytes) loading = undefined;
    return bytes;
  } catch (error) {
    // It is in an unknown state: the next frame gets a new one.
    loading = undefined;
    throw error instanceof CodeStreamError
      ? error
      : new CodeStreamError(error instanceof Error ? error.message : String(error));
  }
}

function decode(exports: NativeExports, encoded: Uint8Array, image: NativeImage): Uint8Array<ArrayBuffer> {
  const context = exports.CreateCodecsContext();
  const parameters = exports.CreateDecoderParameters();
  const { rows, columns, samplesPerPixel, bitsPerSample } = image;
  exports.SetColumns(context, columns);
  exports.SetRows(context, rows);
  exports.SetBitsAllocated(context, bitsPerSample > 8 ? 16 : 8);
  exports.SetBitsStored(context, bitsPerSample);
  exports.SetSamplesPerPixel(context, samplesPerPixel);
  exports.SetPixelRepresentation(context, 0);
  exports.SetPlanarConfiguration(context, 0);
  const { grey, rgb } = photometricInterpretations;
  exports.SetPhotometricInterpretation(context, samplesPerPixel === 1 ? grey : rgb);
  exports.SetEncodedBufferSize(context, encoded.length);
  // Looked up after each call that may allocate: growing replaces the buffer.
  new Uint8Array(exports.memory.buffer).set(encoded, exports.GetEncodedBuffer(context));
  exports.SetConvertColorspaceToRgb(parameters, 0);
  exports.DecodeJpeg(context, parameters);
  const start = exports.GetDecodedBuffer(context);
  const bytes = new Uint8Array(exports.memory.buffer, start, exports.GetDecodedBufferSize(context)).slice();
  exports.ReleaseDecoderParameters(parameters);
  exports.ReleaseCodecsContext(context);
  return bytes;
}

interface NativeInstance {
  exports: NativeExports;
  /** Of the frame that is being decoded. */
  warnings: string[];
}

async function instantiate(): Promise<NativeInstance> {
  const module = await compileWasm({
    url: new URL('dcmjs-codecs/build/dcmjs-native-codecs.wasm', import.meta.url),
    packagePath: 'dcmjs-codecs/build/dcmjs-native-codecs.wasm',
  });
  const warnings: string[] = [];
  const textAt = (pointer: number, length: number): string =>
    String.fromCharCode(...new Uint8Array(exports.memory.buffer, pointer, length));
  const nothing = () => 0;
  const instance = await WebAssembly.instantiate(module, {
    env: {
      onCodecsException(pointer: number, length: number) {
        throw new CodeStreamError(textAt(pointer, length).replace(/^.*::/, ''));
      },
      onCodecsInfo(pointer: number, length: number) {
        const text = textAt(pointer, length);
        if (brokenData.test(text)) warnings.push(text.replace(/^.*::/, ''));
      },
      onCodecsTrace: nothing,
      emscripten_notify_memory_growth: nothing,
    },
    // A codec has no business with files, clocks and environments.
    wasi_snapshot_preview1: {
      proc_exit(status: number) {
        throw new CodeStreamError(`the codec ended itself with status ${status}`);
      },
      clock_time_get: nothing,
      fd_write: nothing,
      fd_close: nothing,
      environ_sizes_get: nothing,
      environ_get: nothing,
      fd_seek: nothing,
    },
  });
  const exports = instance.exports as unknown as NativeExports;
  exports._initialize();
  return { exports, warnings };
}
