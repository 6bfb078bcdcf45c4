import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Catalogue, InstanceRecord, SeriesRecord, StudyRecord } from '../archive/index.ts';
import type { FramePool } from '../frames/index.ts';
import type { Claims } from '../shared/index.ts';
import type { FrameStore } from './FrameStore.ts';
import { isTemporary } from './isTemporary.ts';
import type { PreparedFrames } from './PreparedFrames.ts';
import type { SeriesFrames } from './SeriesFrames.ts';

export interface FrameQueueOptions {
  catalogue: Catalogue;
  series: SeriesFrames;
  prepared: PreparedFrames;
  store: FrameStore;
  pool: FramePool;
  claims: Claims;
  logger: Logger;
}

/** `wanted`: a reader is in it; `arrived`: new or changed; `backlog`: found unfinished at the start. */
const lanes = ['wanted', 'arrived', 'backlog'] as const;
type Lane = (typeof lanes)[number];

const mostStudies = 10_000;
const retryMs = 2_000;
const lookForRoomMs = 500;
/** After another proxy was at a series: it may have finished, or have been killed. */
const elsewhereMs = 2_000;
/** Readers got so many frames within a tenth of a second: they have the machine to themselves, nearly. */
const manyFramesServed = 10;
const politePauseMs = 100;

/**
 * Studies whose frames are to be prepared, one at a time, with a thread left for readers. What is waiting is not kept:
 * after a restart `startBacklog` finds again what is missing.
 */
export class FrameQueue {
  readonly #options: FrameQueueOptions;
  readonly #lanes: Record<Lane, Set<string>> = { wanted: new Set(), arrived: new Set(), backlog: new Set() };
  readonly #stop = new AbortController();
  #working: Promise<void> | undefined;
  #framesPending = 0;
  #servedBefore = 0;

  constructor(options: FrameQueueOptions) {
    this.#options = options;
  }

  add(studyInstanceUid: string, lane: 'wanted' | 'arrived'): void {
    if (this.#lanes[lane].size >= mostStudies) return;
    this.#lanes[lane].add(studyInstanceUid);
    this.#wake();
  }

  /** Goes on with what is unfinished in the archive, newest first, as long as there is room. */
  async startBacklog(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        const studies = await this.#options.catalogue.studiesNewestFirst();
        for (const { studyInstanceUid } of studies) this.#lanes.backlog.add(studyInstanceUid);
        return this.#wake();
      } catch {
        await this.#pause(retryMs);
      }
    }
  }

  /** For metrics: frames of the study that is being worked on, and studies that wait. */
  pending(): { frames: number; studies: number } {
    return {
      frames: this.#framesPending,
      studies: lanes.reduce((sum, lane) => sum + this.#lanes[lane].size, 0),
    };
  }

  /** Resolves when nothing is being worked on any more. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#working;
  }

  #wake(): void {
    if (this.#stop.signal.aborted) return;
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
      // Something may have come in between the last look and now.
      if (this.#next()) this.#wake();
    });
  }

  #next(): { uid: string; lane: Lane } | undefined {
    for (const lane of lanes) {
      const [uid] = this.#lanes[lane];
      if (uid !== undefined) return { uid, lane };
    }
    return undefined;
  }

  async #work(): Promise<void> {
    const { logger, store } = this.#options;
    for (let next = this.#next(); next && !this.#stop.signal.aborted; next = this.#next()) {
      if (store.isPaused) {
        // All of it goes to the same disk: it goes on by itself when there is room again.
        await this.#pause(lookForRoomMs);
        continue;
      }
      const { uid, lane } = next;
      this.#lanes[lane].delete(uid);
      try {
        if (await this.#prepareStudy(uid, lane)) continue;
        // Overtaken, or the disk is full: it goes on where it was, as what is done is not done again.
        this.#lanes[lane] = new Set([uid, ...this.#lanes[lane]]);
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        if (isTemporary(error)) {
          this.#lanes[lane].add(uid);
          await this.#pause(retryMs);
        } else logger.warn({ err: error, studyInstanceUid: uid }, 'the frames of a study cannot be prepared');
      } finally {
        this.#framesPending = 0;
      }
    }
  }

  /** @returns false when it was left for something more urgent, or for want of room on the disk */
  async #prepareStudy(uid: string, lane: Lane): Promise<boolean> {
    const { catalogue, store, series: frames, claims } = this.#options;
    if (lane === 'backlog' && !(await store.hasRoom())) {
      this.#lanes.backlog.clear();
      return true;
    }
    const study: StudyRecord | undefined = await catalogue.findStudy(uid);
    let isElsewhere = false;
    for (const series of study?.series ?? []) {
      if (this.#stop.signal.aborted) return true;
      if (await frames.isComplete(series)) continue;
      const claim = await claims.take(`frames:${series.seriesInstanceUid}`);
      if (!claim) {
        isElsewhere = true;
        continue;
      }
      try {
        if (!(await this.#prepareSeries(series, lane))) return false;
      } finally {
        await claim.release();
      }
    }
    if (isElsewhere) this.#addLater(uid, lane);
    return true;
  }

  #addLater(uid: string, lane: Lane): void {
    void this.#pause(elsewhereMs).then(() => {
      this.#lanes[lane].add(uid);
      this.#wake();
    });
  }

  async #prepareSeries(series: SeriesRecord, lane: Lane): Promise<boolean> {
    const { prepared, store, pool, series: frames, logger } = this.#options;
    const began = performance.now();
    await frames.dropGone(series);
    const missing = await frames.missing(series);
    this.#framesPending = missing.length;
    let at = 0;
    let done = 0;
    let overtaken = false;
    let noRoom = false;
    let failure: { error: unknown } | undefined;
    const worker = async (): Promise<void> => {
      for (let next = missing[at++]; next; next = missing[at++]) {
        overtaken ||= this.#isOvertaken(lane, series.studyInstanceUid);
        if (overtaken || noRoom || failure || this.#stop.signal.aborted) return;
        await this.#letReadersGoFirst();
        try {
          noRoom ||= !(await this.#prepareFrame(prepared, series, next));
        } catch (error) {
          // The others shall not go on while somebody thinks that all have ended.
          failure ??= { error };
        }
        done += 1;
        this.#framesPending = missing.length - done;
      }
    };
    const threads = Math.max(1, pool.load().threads - 1);
    await Promise.all(Array.from({ length: threads }, worker));
    await store.sync(series);
    if (failure) throw (failure as { error: unknown }).error;
    if (overtaken) return false;
    if (noRoom) return !store.isPaused;
    if (this.#stop.signal.aborted) return true;
    await frames.markComplete(series);
    const { seriesInstanceUid } = series;
    const ms = Math.round(performance.now() - began);
    if (done > 0) logger.info({ seriesInstanceUid, frames: done, ms }, 'prepared the frames of a series');
    return true;
  }

  async #prepareFrame(
    prepared: PreparedFrames,
    series: SeriesRecord,
    [instance, frameNumber]: readonly [InstanceRecord, number],
  ): Promise<boolean> {
    try {
      return await prepared.prepare(series, instance, frameNumber);
    } catch (error) {
      if (isTemporary(error) || this.#stop.signal.aborted) throw error;
      const { sopInstanceUid } = instance;
      this.#options.logger.warn({ err: error, sopInstanceUid, frameNumber }, 'a frame cannot be prepared');
      return true;
    }
  }

  #isOvertaken(lane: Lane, studyInstanceUid: string): boolean {
    const before = lanes.slice(0, lanes.indexOf(lane));
    return before.some((other) => [...this.#lanes[other]].some((uid) => uid !== studyInstanceUid));
  }

  async #letReadersGoFirst(): Promise<void> {
    for (let rounds = 0; rounds < 10 && this.#options.pool.load().waiting.reader > 0; rounds += 1) {
      await this.#pause(politePauseMs / 10);
    }
    const { memory, disk } = this.#options.prepared.counts();
    const served = memory + disk - this.#servedBefore;
    this.#servedBefore = memory + disk;
    if (served >= manyFramesServed) await this.#pause(politePauseMs);
  }

  #pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.#stop.signal, ref: false }).catch(() => undefined);
  }
}
