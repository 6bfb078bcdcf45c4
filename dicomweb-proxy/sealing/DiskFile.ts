import { open } from 'node:fs/promises';
import type { DiskKeys } from './DiskKeys.ts';
import { SegmentReader, SegmentSealer } from './segments.ts';

/** Makes what is written of what comes in: segments where there are keys, else the bytes themselves. */
export interface FileWriter {
  update(chunk: Uint8Array): Uint8Array;
  end(): Buffer;
}

export const fileWriter = (keys: DiskKeys | undefined): FileWriter =>
  keys ? new SegmentSealer(keys) : { update: (chunk) => chunk, end: () => Buffer.alloc(0) };

/** The same for `pipeline`. */
export async function* written(
  chunks: AsyncIterable<Uint8Array>,
  keys: DiskKeys | undefined,
): AsyncGenerator<Uint8Array> {
  const writer = fileWriter(keys);
  for await (const chunk of chunks) yield writer.update(chunk);
  yield writer.end();
}

/** A file that was written so, open. */
export interface DiskFile {
  /** in clear */
  readonly bytes: number;
  /** From `start` up to and without `end`. @throws SealBrokenError */
  readonly read: (start?: number, end?: number) => AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

/**
 * @returns undefined where the file is not sealed with a key at hand and there are keys
 * @throws what the file system throws, for example ENOENT
 */
export async function openDiskFile(path: string, keys: DiskKeys | undefined): Promise<DiskFile | undefined> {
  const file = await open(path, 'r');
  try {
    if (!keys) {
      const { size } = await file.stat();
      return {
        bytes: size,
        read: (start, end = size) => readClear(file, start, end),
        close: () => file.close(),
      };
    }
    const reader = await SegmentReader.open(file, keys);
    if (reader)
      return { bytes: reader.bytes, read: (...range) => reader.read(...range), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
  await file.close();
  return undefined;
}

const chunkBytes = 64 * 1024;

async function* readClear(
  file: Awaited<ReturnType<typeof open>>,
  start = 0,
  end: number,
): AsyncGenerator<Buffer> {
  for (let at = start; at < end;) {
    const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, end - at));
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
    if (bytesRead === 0) throw new Error('a file has become shorter while it was read');
    yield chunk.subarray(0, bytesRead);
    at += bytesRead;
  }
}
