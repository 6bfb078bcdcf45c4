import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { obtainArchive, type ObtainedArchive } from '../../../../dicomweb-proxy/index.ts';
import { loadConfig, startServer, type RunningServer } from '../../../../server/index.ts';
import { ArchiveRelay } from './ArchiveRelay.ts';

export interface SetUpOptions {
  frames?: { timeoutMs: number };
  /** default: a new one */
  dataDir?: string;
}

/** A real archive, a relay in front of it, and a proxy that can be started anew on the same data. */
export class SetUp {
  readonly archive: ObtainedArchive;
  readonly relay: ArchiveRelay;
  readonly dataDir: string;
  readonly #archiveUrl: string;
  readonly #frames: SetUpOptions['frames'];
  readonly #ownsData: boolean;
  /** What the proxy logs at level `error`, as lines. */
  readonly errors: string[] = [];
  #server: RunningServer | undefined;

  private constructor(
    archive: ObtainedArchive,
    relay: { relay: ArchiveRelay; url: string },
    dataDir: string,
    options: SetUpOptions,
  ) {
    this.archive = archive;
    this.relay = relay.relay;
    this.#archiveUrl = relay.url;
    this.dataDir = dataDir;
    this.#frames = options.frames;
    this.#ownsData = options.dataDir === undefined;
  }

  static async make(options: SetUpOptions = {}): Promise<SetUp> {
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'yunying-faults-')));
    const logger = pino({ level: 'silent' });
    const archive = await obtainArchive({ dataDir, dicomPort: 0, dicomAet: 'YUNYING', logger });
    const setUp = new SetUp(archive, await ArchiveRelay.to(archive.url), dataDir, options);
    await setUp.startProxy();
    return setUp;
  }

  get url(): string {
    if (!this.#server) throw new Error('the proxy does not run');
    return this.#server.url;
  }

  /** of the DICOMweb service */
  get root(): string {
    return `${this.url}/dicom-web`;
  }

  async startProxy(): Promise<void> {
    this.#server = await startServer({
      config: loadConfig({ AUTH: 'none', PORT: '0', DATA_DIR: this.dataDir }),
      archive: { ...this.archive, url: this.#archiveUrl },
      logger: pino({ level: 'error' }, { write: (line: string) => void this.errors.push(line) }),
      ...(this.#frames && { frames: this.#frames }),
    });
  }

  async stopProxy(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
  }

  async restartProxy(): Promise<void> {
    await this.stopProxy();
    await this.startProxy();
  }

  /** Ends everything; removes the data if the folder was not given. */
  async close(): Promise<void> {
    await this.stopProxy();
    this.relay.close();
    await this.archive.close();
    if (this.#ownsData) await rm(this.dataDir, { recursive: true, force: true });
  }
}
