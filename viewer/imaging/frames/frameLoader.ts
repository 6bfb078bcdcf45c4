import { htj2kRpclLossless as htj2k } from '../../../pixels/index.ts';
import { fetchFrame, fetchFrameStart } from '../../dicomweb/index.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { DecodePool } from './decodePool.ts';
import { FrameError, type LoadedFrame } from './loadedFrame.ts';

/** What is known of a frame in the page. A frame nobody asked for is `absent`. */
export type FrameStatus = 'absent' | 'loading' | 'loaded' | 'failed';

interface Entry {
  status: Exclude<FrameStatus, 'absent'>;
  promise: Promise<LoadedFrame>;
  abort: AbortController;
  bytes: number;
}

/** Enough for an eighth of the rows and columns of a 512 x 512 CT slice, often for a quarter. */
const previewBytes = 16_384;

export interface FrameLoaderOptions {
  /** Decoded frames kept, bytes; the least recently used go first. */
  maxBytes: number;
  decoders: number;
  /** Frames fetched at a time (HTTP/1.1 browsers allow six connections to a host). */
  fetches: number;
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
  /** What each owner (a viewport) wants loaded ahead, and all it claims: the frames of its stack. */
  readonly #wishes = new Map<string, { wanted: FrameRef[]; claimed: Set<string> }>();
  #prefetching = 0;
  #bytes = 0;

  constructor(options: FrameLoaderOptions) {
    super();
    this.#options = options;
    this.#pool = new DecodePool(options.decoders);
  }

  /**
   * The frame, as soon as can be. Rejects with a FrameError; a failed frame is tried again by the next call.
   *
   * @param onPartial given a smaller image made of the first bytes, where the frame comes slowly enough for one
   */
  load(frame: FrameRef, onPartial?: (partial: LoadedFrame) => void): Promise<LoadedFrame> {
    return this.#request(frame, true, onPartial).promise;
  }

  /**
   * A smaller image made of the first bytes of a frame, not kept here. Rejects with a FrameError where there is none: the
   * frame is not prepared, or the server sends no parts.
   */
  async loadPreview(
    { image, rescale, palette, ...frame }: FrameRef,
    signal?: AbortSignal,
  ): Promise<LoadedFrame> {
    const { bytes, totalBytes } = await fetchFrameStart(frame, previewBytes, {
      ...(signal && { signal }),
    }).catch((error: unknown) => {
      throw new FrameError('fetch', error instanceof Error ? error.message : String(error), { cause: error });
    });
    const job = { encoded: bytes, transferSyntaxUid: htj2k, image, palette, ...rescale, totalBytes };
    return this.#pool.decode(job, false);
  }

  /**
   * Replaces what is to be loaded ahead for `owner`, in this order; owners take turns. What is on its way already still
   * arrives. Frames that no owner claims any more make room first.
   */
  prefetch(owner: string, frames: readonly FrameRef[]): void {
    const wanted = frames.filter((frame) => !this.#entries.has(frame.imageId));
    this.#wishes.delete(owner);
    this.#wishes.set(owner, { wanted, claimed: new Set(frames.map(({ imageId }) => imageId)) });
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
    for (const [imageId, entry] of this.#entries) {
      entry.abort.abort();
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
      return known;
    }
    const abort = new AbortController();
    const entry: Entry = {
      status: 'loading',
      abort,
      bytes: 0,
      promise: this.#fetchAndDecode(frame, urgent, abort.signal, onPartial),
    };
    this.#entries.set(frame.imageId, entry);
    entry.promise.then(
      (loaded) => this.#keep(frame.imageId, entry, loaded),
      () => this.#fail(frame.imageId, entry),
    );
    this.#changed(frame.imageId);
    return entry;
  }

  async #fetchAndDecode(
    frame: FrameRef,
    urgent: boolean,
    signal: AbortSignal,
    onPartial?: (partial: LoadedFrame) => void,
  ): Promise<LoadedFrame> {
    const { image, rescale, palette } = frame;
    const onFirstBytes = (encoded: ArrayBuffer, totalBytes: number): void => {
      // A preview that cannot be made is not missed: the frame itself is on its way.
      this.#pool
        .decode({ encoded, transferSyntaxUid: htj2k, image, palette, ...rescale, totalBytes }, true)
        .then(onPartial, () => undefined);
    };
    const { bytes, transferSyntaxUid } = await fetchFrame(frame, {
      signal,
      urgent,
      ...(onPartial && { onFirstBytes }),
    }).catch((error: unknown) => {
      throw new FrameError('fetch', error instanceof Error ? error.message : String(error), { cause: error });
    });
    return this.#pool.decode({ encoded: bytes, transferSyntaxUid, image, palette, ...rescale }, urgent);
  }

  #keep(imageId: string, entry: Entry, loaded: LoadedFrame): void {
    if (this.#entries.get(imageId) !== entry) return;
    entry.status = 'loaded';
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
    while (this.#prefetching < this.#options.fetches) {
      const frame = this.#nextWanted();
      if (!frame) return;
      this.#prefetching++;
      const settled = (): void => {
        this.#prefetching--;
        this.#pump();
      };
      this.#request(frame, false).promise.then(settled, settled);
    }
  }

  /** The next frame of the owner whose turn it is; none while the budget is full of frames that are claimed. */
  #nextWanted(): FrameRef | undefined {
    for (const [owner, wishes] of this.#wishes) {
      while (wishes.wanted.length > 0 && this.#entries.has((wishes.wanted[0] as FrameRef).imageId))
        wishes.wanted.shift();
      if (wishes.wanted.length === 0) continue;
      if (!this.#hasRoom()) return undefined;
      this.#wishes.delete(owner);
      this.#wishes.set(owner, wishes);
      return wishes.wanted.shift();
    }
    return undefined;
  }

  /** Loading ahead must not push out what is being looked at: only what nobody claims gives way. */
  #hasRoom(): boolean {
    const limit = this.#options.maxBytes * 0.9;
    for (const [imageId, { status }] of this.#entries) {
      if (this.#bytes <= limit) return true;
      if (status === 'loaded' && !this.#isClaimed(imageId)) this.#giveBack(imageId);
    }
    return this.#bytes <= limit;
  }

  #isClaimed(imageId: string): boolean {
    return [...this.#wishes.values()].some(({ claimed }) => claimed.has(imageId));
  }

  #giveBack(imageId: string): void {
    this.#remove(imageId);
    this.dispatchEvent(new CustomEvent('evicted', { detail: imageId }));
  }

  #changed(imageId: string): void {
    this.dispatchEvent(new CustomEvent('status', { detail: imageId }));
  }
}
