import { htj2kRpclLossless as htj2k } from '../../../pixels/index.ts';
import { fetchFrame } from '../../dicomweb/index.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { DecodePool, WithdrawnError, type FrameJob } from './decodePool.ts';
import type { HowToRead } from './frameJobs.ts';
import { FrameError, type LoadedFrame } from './loadedFrame.ts';
import { Wishes } from './wishes.ts';

/** What is known of a frame in the page. A frame nobody asked for is `absent`. */
export type FrameStatus = 'absent' | 'loading' | 'loaded' | 'failed';

interface Entry {
  status: Exclude<FrameStatus, 'absent'>;
  promise: Promise<LoadedFrame>;
  /** Gives up what is on its way. */
  abort: () => void;
  /** Of a frame that is only loaded ahead so far. */
  ahead: FrameJob | undefined;
  bytes: number;
}

/** Browsers allow six connections to a host over HTTP/1.1. */
const connections = 6;
/** Frames given to the decoders ahead may become so many bytes. */
const aheadBytes = 32 * 2 ** 20;

/** Enough for an eighth of the rows and columns of a 512 x 512 CT slice, often for a quarter. */
const previewBytes = 16_384;

export interface FrameLoaderOptions {
  /** Decoded frames kept, bytes; the least recently used go first. */
  maxBytes: number;
  decoders: number;
  /** Frames given to the decoders ahead: they go on with them while the page is busy. */
  ahead: number;
}

/**
 * Fetches and decodes frames: what a viewport waits for at once, the rest of a series in the order of need.
 * It owns the decoded pixels of the page and keeps them within a budget.
 */
export class FrameLoader extends EventTarget {
  readonly #pool: DecodePool;
  readonly #options: FrameLoaderOptions;
  /** Insertion order is order of use. */
  readonly #entries = new Map<string, Entry>();
  readonly #wishes: Wishes;
  #prefetching = 0;
  #prefetchingBytes = 0;
  #bytes = 0;
  #heldBack: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FrameLoaderOptions) {
    super();
    this.#options = options;
    this.#pool = new DecodePool(options.decoders);
    this.#wishes = new Wishes(options.ahead);
  }

  /**
   * The frame, as soon as can be. Rejects with a FrameError; a failed frame is tried again by the next call.
   *
   * @param onPartial given a smaller image made of the first bytes, where the frame comes slowly enough for one
   */
  load(frame: FrameRef, onPartial?: (partial: LoadedFrame) => void): Promise<LoadedFrame> {
    return this.#request(frame, true, onPartial).promise;
  }

  /** So many frames will be asked for in the same moment. */
  expect(count: number): void {
    this.#pool.expect(count);
  }

  /**
   * A smaller image made of the first bytes of a frame, not kept here: before any frame that is only loaded ahead. Rejects with
   * a FrameError where there is none: the frame is not prepared, or the server sends no parts.
   */
  async loadPreview(frame: FrameRef, signal?: AbortSignal): Promise<LoadedFrame> {
    signal?.throwIfAborted();
    const job = this.#pool.fetch({ ...readOf(frame), address: frame, firstBytes: previewBytes }, false);
    signal?.addEventListener('abort', job.abort, { once: true });
    return job.frame.finally(() => signal?.removeEventListener('abort', job.abort));
  }

  /**
   * Replaces what is to be loaded ahead for `owner`, in this order; owners take turns. What is on its way already still
   * arrives. Frames that no owner claims any more make room first.
   */
  prefetch(owner: string, frames: readonly FrameRef[]): void {
    this.#wishes.set(owner, frames);
    this.#withdraw();
    this.#pump();
  }

  /**
   * Loads no more than `count` frames ahead for each owner until `release`, and no longer than `forMs`: something else needs
   * the processors first.
   */
  holdBack(count: number, forMs: number): void {
    clearTimeout(this.#heldBack);
    this.#wishes.limit = count;
    this.#heldBack = setTimeout(() => this.release(), forMs);
  }

  /** Goes on loading ahead after `holdBack`. */
  release(): void {
    clearTimeout(this.#heldBack);
    this.#wishes.limit = Infinity;
    this.#pump();
  }

  status(imageId: string): FrameStatus {
    return this.#entries.get(imageId)?.status ?? 'absent';
  }

  /** Lets a failed frame be tried again. */
  forget(imageId: string): void {
    this.#remove(imageId);
  }

  /** Gives back everything: the study is left. What is on its way is given up. */
  clear(): void {
    this.#wishes.clear();
    this.release();
    for (const [imageId, entry] of this.#entries) {
      entry.abort();
      this.dispatchEvent(new CustomEvent('evicted', { detail: imageId }));
    }
    this.#entries.clear();
    this.#bytes = 0;
  }

  #request(frame: FrameRef, urgent: boolean, onPartial?: (partial: LoadedFrame) => void): Entry {
    const known = this.#entries.get(frame.imageId);
    if (known && known.status !== 'failed') {
      this.#entries.delete(frame.imageId);
      this.#entries.set(frame.imageId, known);
      if (urgent && known.ahead) this.#hurry(known);
      return known;
    }
    const entry = urgent ? this.#fetchNow(frame, onPartial) : this.#fetchAhead(frame);
    this.#entries.set(frame.imageId, entry);
    entry.promise.then(
      (loaded) => this.#keep(frame.imageId, entry, loaded),
      (error: unknown) =>
        error instanceof WithdrawnError ? this.#takeBack(frame, entry) : this.#fail(frame.imageId, entry),
    );
    this.#changed(frame.imageId);
    return entry;
  }

  /** The page itself fetches what somebody waits for: that needs no worker that has started. */
  #fetchNow(frame: FrameRef, onPartial?: (partial: LoadedFrame) => void): Entry {
    const abort = new AbortController();
    const promise = this.#fetchAndDecode(frame, abort.signal, onPartial);
    return { status: 'loading', promise, abort: () => abort.abort(), ahead: undefined, bytes: 0 };
  }

  #fetchAhead(frame: FrameRef): Entry {
    const job = this.#pool.fetch({ ...readOf(frame), address: frame }, false);
    const entry: Entry = {
      status: 'loading',
      promise: job.frame.catch((error: unknown) => {
        // Wanted again before word came that it was given up.
        if (error instanceof WithdrawnError && !entry.ahead) return this.#fetchAndDecode(frame, undefined);
        throw error;
      }),
      abort: () => job.abort(),
      ahead: job,
      bytes: 0,
    };
    return entry;
  }

  #hurry(entry: Entry): void {
    entry.ahead?.hurry();
    entry.ahead = undefined;
  }

  /** The order of need has changed: what nobody needs soon any more is given up where it is not begun. */
  #withdraw(): void {
    for (const [imageId, { ahead, status }] of this.#entries)
      if (ahead && status === 'loading' && !this.#wishes.isNeededSoon(imageId)) ahead.withdraw();
  }

  /** Who still wants it some time gets it later. */
  #takeBack(frame: FrameRef, entry: Entry): void {
    if (this.#entries.get(frame.imageId) !== entry) return;
    this.#remove(frame.imageId);
    this.#wishes.putBack(frame);
    this.#pump();
  }

  async #fetchAndDecode(
    frame: FrameRef,
    signal: AbortSignal | undefined,
    onPartial?: (partial: LoadedFrame) => void,
  ): Promise<LoadedFrame> {
    const read = readOf(frame);
    const onFirstBytes = (encoded: ArrayBuffer, totalBytes: number): void => {
      // A preview that cannot be made is not missed: the frame itself is on its way.
      this.#pool
        .decode({ ...read, encoded, transferSyntaxUid: htj2k, totalBytes }, true)
        .then(onPartial, () => undefined);
    };
    const { bytes, transferSyntaxUid } = await fetchFrame(frame, {
      ...(signal && { signal }),
      urgent: true,
      ...(onPartial && { onFirstBytes }),
    }).catch((error: unknown) => {
      throw new FrameError('fetch', error instanceof Error ? error.message : String(error), { cause: error });
    });
    return this.#pool.decode({ ...read, encoded: bytes, transferSyntaxUid }, true);
  }

  #keep(imageId: string, entry: Entry, loaded: LoadedFrame): void {
    if (this.#entries.get(imageId) !== entry) return;
    entry.status = 'loaded';
    entry.ahead = undefined;
    entry.bytes = loaded.values.byteLength;
    this.#bytes += entry.bytes;
    this.#evict(imageId);
    this.#changed(imageId);
  }

  #fail(imageId: string, entry: Entry): void {
    if (this.#entries.get(imageId) !== entry) return;
    entry.status = 'failed';
    this.#changed(imageId);
  }

  #evict(justLoaded: string): void {
    for (const [imageId, entry] of this.#entries) {
      if (this.#bytes <= this.#options.maxBytes) return;
      if (entry.status === 'loaded' && imageId !== justLoaded) this.#giveBack(imageId);
    }
  }

  #remove(imageId: string): void {
    const entry = this.#entries.get(imageId);
    if (!entry) return;
    this.#bytes -= entry.bytes;
    this.#entries.delete(imageId);
    this.#changed(imageId);
  }

  #pump(): void {
    while (this.#mayLoadAhead()) {
      const frame = this.#wishes.next(
        (imageId) => this.#entries.has(imageId),
        () => this.#hasRoom(),
      );
      if (!frame) return;
      const bytes = decodedBytes(frame);
      this.#prefetching++;
      this.#prefetchingBytes += bytes;
      const settled = (): void => {
        this.#prefetching--;
        this.#prefetchingBytes -= bytes;
        this.#pump();
      };
      this.#request(frame, false).promise.then(settled, settled);
    }
  }

  /** Of large frames only as many as connections are used for: they may be many times the size of a CT slice. */
  #mayLoadAhead(): boolean {
    if (this.#prefetching >= this.#options.ahead) return false;
    return this.#prefetching < connections || this.#prefetchingBytes < aheadBytes;
  }

  /** Loading ahead must not push out what is being looked at: only what nobody claims gives way. */
  #hasRoom(): boolean {
    const limit = this.#options.maxBytes * 0.9;
    for (const [imageId, { status }] of this.#entries) {
      if (this.#bytes <= limit) return true;
      if (status === 'loaded' && !this.#wishes.isClaimed(imageId)) this.#giveBack(imageId);
    }
    return this.#bytes <= limit;
  }

  #giveBack(imageId: string): void {
    this.#remove(imageId);
    this.dispatchEvent(new CustomEvent('evicted', { detail: imageId }));
  }

  #changed(imageId: string): void {
    this.dispatchEvent(new CustomEvent('status', { detail: imageId }));
  }
}

const readOf = ({ image, rescale, palette, padding, overlayBits }: FrameRef): HowToRead => ({
  image,
  palette,
  ...rescale,
  padding,
  overlayBits,
});

const decodedBytes = ({ image }: FrameRef): number =>
  image.rows * image.columns * image.samplesPerPixel * Math.ceil(image.bitsAllocated / 8);
