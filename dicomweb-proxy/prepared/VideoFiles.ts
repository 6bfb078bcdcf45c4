import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Coalescer, type Archive, type InstanceRecord, type SeriesRecord } from '../archive/index.ts';
import { openDiskFile, SealBrokenError, written, type DiskFile } from '../sealing/index.ts';
import { mayBeNamed, type PreparedFiles } from './PreparedFiles.ts';

export interface VideoFile {
  /** of the stream */
  readonly bytes: number;
  /** By its first bytes: `video/mp4`, `video/mp2t`, `video/mpeg`, `video/h264`, `application/octet-stream`. */
  readonly mediaType: string;
  /** Opens it: to be closed by the caller. @throws Error where it is gone since */
  open(): Promise<DiskFile>;
  /** Of what turned out not to be what was written: it is taken out again the next time. */
  discard(): Promise<void>;
}

interface VideoFilesOptions {
  archive: Archive;
  files: PreparedFiles;
  /** Where what is prepared lies. */
  folder: string;
  /** What they may take together, bytes. */
  maxBytes?: number;
}

const defaultMaxBytes = 10 * 2 ** 30;

/**
 * The streams of video objects, taken out of their files once: a player asks for hundreds of parts, and the archive would read
 * the whole file for each. The least recently used go; what another process removes is taken out again.
 */
export class VideoFiles {
  readonly #options: Required<VideoFilesOptions>;
  readonly #making = new Coalescer<VideoFile>();
  /** Path to size; in the order of use. Of this process only: what others left goes with its study. */
  readonly #kept = new Map<string, number>();

  constructor(options: VideoFilesOptions) {
    this.#options = { maxBytes: defaultMaxBytes, ...options };
  }

  /** @throws FrameUnreadableError where the pixel data is no stream; what the archive throws */
  get(series: SeriesRecord, instance: InstanceRecord): Promise<VideoFile> {
    const path = this.#pathOf(series, instance);
    return this.#making.run(path, async () => {
      const file = (await this.#describe(path)) ?? (await this.#make(path, instance));
      this.#kept.delete(path);
      this.#kept.set(path, file.bytes);
      // So that others who clean up see that it is used.
      await utimes(path, new Date(), new Date()).catch(() => undefined);
      await this.#makeRoom(path);
      return file;
    });
  }

  /** With its series, so that it goes when that goes. UIDs that are none stay out of paths. */
  #pathOf(series: SeriesRecord, { version }: InstanceRecord): string {
    const { files, folder } = this.#options;
    const name = `video-${version}.bin`;
    if (mayBeNamed(series)) return files.pathOf(series.studyInstanceUid, series.seriesInstanceUid, name);
    return join(resolve(folder), 'videos', name);
  }

  async #make(path: string, instance: InstanceRecord): Promise<VideoFile> {
    const temporary = `${path}.${randomUUID()}.tmp`;
    await mkdir(dirname(path), { recursive: true, mode: 0o750 });
    try {
      await pipeline(
        this.#options.archive.pixelStream(instance),
        (stream) => written(stream, this.#options.files.keys),
        createWriteStream(temporary, { flags: 'wx', mode: 0o640, flush: true }),
      );
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    const made = await this.#describe(path);
    if (!made) throw new Error(`the video was removed while it was made: ${path}`);
    return made;
  }

  /** undefined where it is not there, or sealed with another key. */
  async #describe(path: string): Promise<VideoFile | undefined> {
    const { keys } = this.#options.files;
    const openAgain = async (): Promise<DiskFile> => {
      const file = await openDiskFile(path, keys);
      if (!file) throw new Error(`the video is no longer what was written: ${path}`);
      return file;
    };
    try {
      const file = await openDiskFile(path, keys);
      if (!file) return undefined;
      try {
        const head = Buffer.concat(await Array.fromAsync(file.read(0, Math.min(400, file.bytes))));
        const discard = (): Promise<void> => rm(path, { force: true });
        return { bytes: file.bytes, mediaType: videoMediaType(head), open: openAgain, discard };
      } finally {
        await file.close();
      }
    } catch (error) {
      const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (isGone || error instanceof SealBrokenError) return undefined;
      throw error;
    }
  }

  async #makeRoom(newest: string): Promise<void> {
    let bytes = [...this.#kept.values()].reduce((sum, size) => sum + size, 0);
    for (const [path, size] of this.#kept) {
      if (bytes <= this.#options.maxBytes || path === newest) return;
      this.#kept.delete(path);
      bytes -= size;
      // Who is reading it goes on: the bytes stay until the last has closed them.
      await rm(path, { force: true });
    }
  }
}

/** What a stream is packed in, by its first bytes (at least 200): the transfer syntax does not say. */
export function videoMediaType(head: Uint8Array): string {
  const text = (at: number): string => String.fromCharCode(...head.subarray(at, at + 4));
  // ISO 14496-12: the first box of an MP4 file is its type.
  if (text(4) === 'ftyp') return 'video/mp4';
  // ISO 13818-1: transport packets of 188 bytes; a pack header; ISO 13818-2: a sequence header.
  if (head[0] === 0x47 && head[188] === 0x47) return 'video/mp2t';
  const startCode = head[0] === 0 && head[1] === 0 && head[2] === 1 ? head[3] : undefined;
  if (startCode === 0xba || startCode === 0xb3) return 'video/mpeg';
  // ITU-T H.264 Annex B: bare units, with the short or the long start code.
  if (startCode !== undefined || (head[0] === 0 && head[1] === 0 && head[2] === 0 && head[3] === 1))
    return 'video/h264';
  return 'application/octet-stream';
}
