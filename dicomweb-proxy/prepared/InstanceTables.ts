import { join } from 'node:path';
import type { Logger } from 'pino';
import type { InstanceRecord, KeptInstances, SeriesRecord } from '../archive/index.ts';
import type { DiskKeys } from '../sealing/index.ts';
import { mayBeKept, PreparedFiles } from './PreparedFiles.ts';

/** Goes up when the records change their form. */
const format = 2;

/** The instances of each series beside its frames: without them nobody could find these while the archive is down. */
export class InstanceTables implements KeptInstances {
  readonly #files: PreparedFiles;

  /** @param dataDir DATA_DIR */
  constructor(dataDir: string, logger: Logger, keys?: DiskKeys) {
    this.#files = new PreparedFiles(join(dataDir, 'prepared'), logger, keys);
  }

  async read(series: SeriesRecord): Promise<InstanceRecord[] | undefined> {
    if (!mayBeKept(series)) return undefined;
    const { studyInstanceUid, seriesInstanceUid } = series;
    try {
      const bytes = await this.#files.read(studyInstanceUid, seriesInstanceUid, nameOf(series));
      return bytes && (JSON.parse(bytes.toString('utf8')) as InstanceRecord[]);
    } catch {
      return undefined;
    }
  }

  async write(series: SeriesRecord, instances: readonly InstanceRecord[]): Promise<void> {
    if (!mayBeKept(series)) return;
    const { studyInstanceUid: study, seriesInstanceUid: uid } = series;
    const name = nameOf(series);
    // Only a copy: the archive is asked again where it cannot be kept.
    await this.#files
      .write(study, uid, name, Buffer.from(JSON.stringify(instances)))
      .then(() => this.#files.prune(study, uid, (file) => !file.startsWith('instances-') || file === name))
      .catch(() => undefined);
  }
}

const nameOf = ({ version }: SeriesRecord): string => `instances-${format}-${version}.json`;
