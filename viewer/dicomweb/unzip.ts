import { Unzip, UnzipInflate, type UnzipFile } from 'fflate';

/** What a ZIP archive may hold: beyond that it is a bomb or a mistake. */
export interface ZipLimits {
  readonly files: number;
  /** of one file, decompressed */
  readonly fileBytes: number;
  /** of all of them, decompressed */
  readonly totalBytes: number;
  /** Decompressed bytes for each compressed one, once more than `ratioFromBytes` came out. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
}

export const zipLimits: ZipLimits = {
  files: 100_000,
  fileBytes: 2 * 1024 ** 3,
  totalBytes: 32 * 1024 ** 3,
  ratio: 100,
  ratioFromBytes: 256 * 1024 ** 2,
};

/** Why an archive was not taken any further; what came out before is fine. */
export class ZipRefusedError extends Error {
  override name = 'ZipRefusedError';
}

export async function isZip(file: Blob): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/** Small pieces: all that one of them decompresses to is in memory before it can be counted. */
const pieceBytes = 64 * 1024;

/**
 * The files in a ZIP archive, one at a time as they are decompressed; archives in it stay as they are.
 * @throws ZipRefusedError for what is damaged, encrypted, in a method other than stored and deflate, or beyond the limits
 */
export async function* unzip(archive: Blob, limits: ZipLimits = zipLimits): AsyncGenerator<File> {
  const ready: File[] = [];
  const state = { files: 0, total: 0, read: 0 };
  let failure: Error | undefined;
  const refuse = (reason: string): void => {
    failure ??= new ZipRefusedError(reason);
  };
  const unzipper = new Unzip((entry) => take(entry));
  unzipper.register(UnzipInflate);

  function take(entry: UnzipFile): void {
    if (entry.name.endsWith('/') || failure) return;
    state.files += 1;
    if (state.files > limits.files) return refuse(`more than ${limits.files} files`);
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let bytes = 0;
    entry.ondata = (error, chunk, final) => {
      if (failure) return;
      if (error) return refuse(error.message);
      bytes += chunk.length;
      state.total += chunk.length;
      if (bytes > limits.fileBytes) return refuse(`${entry.name} is larger than ${limits.fileBytes} bytes`);
      if (state.total > limits.totalBytes) return refuse(`more than ${limits.totalBytes} bytes`);
      if (state.total > limits.ratioFromBytes && state.total > limits.ratio * state.read) {
        return refuse(`more than ${limits.ratio} times as large as it was`);
      }
      chunks.push(Uint8Array.from(chunk));
      if (final) ready.push(new File(chunks, entry.name));
    };
    try {
      entry.start();
    } catch (error) {
      refuse(error instanceof Error ? error.message : String(error));
    }
  }

  for (let at = 0; at < archive.size && !failure; at += pieceBytes) {
    const piece = new Uint8Array(await archive.slice(at, at + pieceBytes).arrayBuffer());
    state.read += piece.length;
    try {
      unzipper.push(piece, at + pieceBytes >= archive.size);
    } catch (error) {
      refuse(error instanceof Error ? error.message : String(error));
    }
    yield* ready.splice(0);
  }
  if (failure) throw failure;
}
