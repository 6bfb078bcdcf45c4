import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Archive, SeriesRecord, StudyRecord } from '../archive/index.ts';
import type { FramePool } from '../frames/index.ts';
import { onlyProxy, type SharedState } from '../shared/index.ts';
import { DataSets } from './DataSets.ts';
import type { DiskKeys } from '../sealing/index.ts';
import { forgetOtherKeys } from './forgetOtherKeys.ts';
import { FrameMaker } from './FrameMaker.ts';
import { FrameQueue } from './FrameQueue.ts';
import { Frames } from './Frames.ts';
import { FrameStore } from './FrameStore.ts';
import { PrepareAhead } from './PrepareAhead.ts';
import { PreparedFiles } from './PreparedFiles.ts';
import { MiddleFrames } from './MiddleFrames.ts';
import { PreparedFrames } from './PreparedFrames.ts';
import { isPicture, RenderedFrames } from './RenderedFrames.ts';
import { SeriesFrames, type PreparationState } from './SeriesFrames.ts';
import { SeriesImages } from './SeriesImages.ts';
import { SeriesMetadata } from './SeriesMetadata.ts';
import { SeriesPictures } from './SeriesPictures.ts';
import { VideoFiles } from './VideoFiles.ts';

export interface PreparedStudiesOptions {
  archive: Archive;
  pool: FramePool;
  /** DATA_DIR */
  dataDir: string;
  logger: Logger;
  /** Path under which clients reach the proxy; no slash at the end. */
  publicPath: string;
  /** What prepared frames may take on the disk, in bytes. */
  maxBytes?: number | undefined;
  /** What it is sealed with on the disk; undefined: it is in clear. */
  keys?: DiskKeys | undefined;
  /** With other proxies. */
  shared?: SharedState | undefined;
}

/** All that is derived from the archive and kept. */
export class PreparedStudies {
  readonly metadata: SeriesMetadata;
  /** As stored. */
  readonly frames: Frames;
  /** As HTJ2K. */
  readonly htj2k: PreparedFrames;
  readonly rendered: RenderedFrames;
  /** Which frames stand for studies and series. */
  readonly middles: MiddleFrames;
  readonly dataSets: DataSets;
  /** The streams of video objects, as files. */
  readonly videos: VideoFiles;
  readonly #archive: Archive;
  readonly #folder: string;
  readonly #files: PreparedFiles;
  readonly #store: FrameStore;
  readonly #seriesFrames: SeriesFrames;
  readonly #ahead: PrepareAhead;
  readonly #pictures: SeriesPictures;
  readonly #queue: FrameQueue;
  readonly #logger: Logger;

  constructor({
    archive,
    pool,
    dataDir,
    logger,
    publicPath,
    maxBytes,
    keys,
    shared,
  }: PreparedStudiesOptions) {
    this.#archive = archive;
    this.#logger = logger;
    this.#folder = join(dataDir, 'prepared');
    this.#files = new PreparedFiles(this.#folder, logger, keys);
    this.dataSets = new DataSets(archive, publicPath);
    this.videos = new VideoFiles({ archive, files: this.#files, folder: this.#folder });
    const { objects = undefined, claims = onlyProxy } = shared ?? {};
    this.metadata = new SeriesMetadata({
      archive,
      files: this.#files,
      logger,
      dataSets: this.dataSets,
      shared: objects,
    });
    this.frames = new Frames(archive);
    this.rendered = new RenderedFrames({
      pool,
      frames: this.frames,
      dataSets: this.dataSets,
      files: this.#files,
      shared: objects,
    });
    const images = new SeriesImages(this.metadata);
    this.middles = new MiddleFrames({ archive, images, files: this.#files });
    this.#pictures = new SeriesPictures(this.middles, this.rendered);
    const { catalogue } = archive;
    this.#store = new FrameStore({
      files: this.#files,
      logger,
      maxBytes,
      onEvicted: ({ studyInstanceUid, seriesInstanceUid }) =>
        this.#files.prune(studyInstanceUid, seriesInstanceUid, (name) => !isPicture(name)),
    });
    this.htj2k = new PreparedFrames({
      store: this.#store,
      maker: new FrameMaker({ frames: this.frames, images, pool, logger }),
      pool,
      logger,
      // While the archive does not answer nothing is known to be gone.
      isThere: ({ studyInstanceUid, seriesInstanceUid }) =>
        catalogue.findSeries(studyInstanceUid, seriesInstanceUid).then(
          (found) => found !== undefined,
          () => true,
        ),
      onWanted: ({ studyInstanceUid }) => this.#queue.add(studyInstanceUid, 'wanted'),
    });
    this.#seriesFrames = new SeriesFrames({
      archive,
      images,
      prepared: this.htj2k,
      files: this.#files,
      store: this.#store,
    });
    this.#queue = new FrameQueue({
      catalogue,
      series: this.#seriesFrames,
      prepared: this.htj2k,
      store: this.#store,
      pool,
      claims,
      logger,
    });
    this.#ahead = new PrepareAhead({
      catalogue,
      metadata: this.metadata,
      pictures: this.#pictures,
      claims,
      logger,
      onPrepared: (study) => this.#queue.add(study, 'arrived'),
    });
    archive.catalogue.onChange((studies) => {
      this.#ahead.studiesChanged(studies);
      void this.#dropWhatIsGone(studies);
    });
  }

  /** Goes on with what a former run left unfinished. */
  start(): void {
    void this.#forgetOtherKeys()
      .then(() => this.dropWhatIsGone())
      .then(() => this.#queue.startBacklog());
  }

  async #forgetOtherKeys(): Promise<void> {
    try {
      const files = await forgetOtherKeys(this.#folder, this.#files);
      if (files > 0)
        this.#logger.info({ files }, 'what was prepared in clear or with another key was removed');
    } catch (error) {
      this.#logger.warn(
        { err: error },
        'what was prepared in clear or with another key could not be removed',
      );
    }
  }

  /** How far a study is; `pictures` are the series that have theirs, or cannot have any. @throws ArchiveUnavailableError */
  async state(study: StudyRecord): Promise<PreparationState & { series: number; pictures: number }> {
    const sum = { series: 0, pictures: 0, frames: 0, prepared: 0, asStored: 0, failed: 0 };
    for (const series of study.series) {
      const pictures = Number(await this.middles.isPrepared(series));
      const state = { series: 1, pictures, ...(await this.#seriesFrames.state(series)) };
      for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += state[name];
    }
    return sum;
  }

  /** Of what came before the last start, or was evicted since: readers look at it again. */
  keepPictures(series: SeriesRecord): void {
    this.#pictures.prepare(series).catch((error: unknown) => {
      this.#logger.debug(
        { err: error, seriesInstanceUid: series.seriesInstanceUid },
        'the pictures of a series could not be kept',
      );
    });
  }

  /** For metrics. */
  load(): { bytes: number; maxBytes: number; pendingFrames: number; pendingStudies: number } {
    const { frames, studies } = this.#queue.pending();
    const { bytes, maxBytes } = this.#store;
    return { bytes, maxBytes, pendingFrames: frames, pendingStudies: studies };
  }

  /** Finishes the frames that are being made; to be called before the pool closes. */
  async close(): Promise<void> {
    this.#ahead.close();
    await this.#queue.close();
    await this.#store.close();
  }

  /** At the start, and whenever deletions past the proxy are possible: the disk forgets what the archive forgot. */
  async dropWhatIsGone(): Promise<void> {
    await this.#dropWhatIsGone(await this.#files.studies());
  }

  async #dropWhatIsGone(studies: Iterable<string>): Promise<void> {
    try {
      const { catalogue } = this.#archive;
      for (const uid of studies) {
        const study = await catalogue.findStudy(uid);
        if (!study) {
          await Promise.all(this.#store.seriesOf(uid).map((series) => this.#store.remove(series)));
          await this.#files.removeStudy(uid);
          continue;
        }
        const there = new Set(study.series.map(({ seriesInstanceUid }) => seriesInstanceUid));
        for (const uids of this.#store.seriesOf(uid)) {
          if (there.has(uids.seriesInstanceUid)) continue;
          this.metadata.forget(uids.seriesInstanceUid);
          await this.#store.remove(uids);
        }
        for (const series of await this.#files.series(uid)) {
          // Another proxy may have heard of it earlier and begun to prepare it.
          if (there.has(series) || (await catalogue.findSeries(uid, series))) continue;
          await this.#files.removeSeries(uid, series);
        }
      }
    } catch (error) {
      this.#logger.debug({ err: error }, 'what is prepared could not be compared with the archive');
    }
  }
}
