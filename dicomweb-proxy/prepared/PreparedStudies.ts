import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Archive } from '../archive/index.ts';
import type { FramePool } from '../frames/index.ts';
import { DataSets } from './DataSets.ts';
import { Frames } from './Frames.ts';
import { PrepareAhead } from './PrepareAhead.ts';
import { PreparedFiles } from './PreparedFiles.ts';
import { RenderedFrames } from './RenderedFrames.ts';
import { SeriesMetadata } from './SeriesMetadata.ts';

export interface PreparedStudiesOptions {
  archive: Archive;
  pool: FramePool;
  /** DATA_DIR */
  dataDir: string;
  logger: Logger;
  /** Path under which clients reach the proxy; no slash at the end. */
  publicPath: string;
}

/** All that is derived from the archive and kept. */
export class PreparedStudies {
  readonly metadata: SeriesMetadata;
  readonly frames: Frames;
  readonly rendered: RenderedFrames;
  readonly dataSets: DataSets;
  readonly #archive: Archive;
  readonly #files: PreparedFiles;
  readonly #ahead: PrepareAhead;
  readonly #logger: Logger;

  constructor({ archive, pool, dataDir, logger, publicPath }: PreparedStudiesOptions) {
    this.#archive = archive;
    this.#logger = logger;
    this.#files = new PreparedFiles(join(dataDir, 'prepared'));
    this.dataSets = new DataSets(archive, publicPath);
    this.metadata = new SeriesMetadata({ archive, files: this.#files, logger, dataSets: this.dataSets });
    this.frames = new Frames(archive);
    this.rendered = new RenderedFrames({
      pool,
      frames: this.frames,
      dataSets: this.dataSets,
      files: this.#files,
    });
    this.#ahead = new PrepareAhead(archive.catalogue, this.metadata, logger);
    archive.catalogue.onChange((studies) => {
      this.#ahead.studiesChanged(studies);
      void this.#dropWhatIsGone(studies);
    });
  }

  close(): void {
    this.#ahead.close();
  }

  /** At the start, and whenever deletions past the proxy are possible: the disk forgets what the archive forgot. */
  async dropWhatIsGone(): Promise<void> {
    await this.#dropWhatIsGone(await this.#files.studies());
  }

  async #dropWhatIsGone(studies: Iterable<string>): Promise<void> {
    try {
      for (const uid of studies) {
        const study = await this.#archive.catalogue.findStudy(uid);
        if (!study) {
          await this.#files.removeStudy(uid);
          continue;
        }
        const there = new Set(study.series.map(({ seriesInstanceUid }) => seriesInstanceUid));
        for (const series of await this.#files.series(uid)) {
          if (!there.has(series)) await this.#files.removeSeries(uid, series);
        }
      }
    } catch (error) {
      this.#logger.debug({ err: error }, 'what is prepared could not be compared with the archive');
    }
  }
}
