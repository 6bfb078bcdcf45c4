import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';
import {
  Archive,
  SetAside,
  TextsStore,
  type ArchiveConnection,
  type SetAsideEntry,
} from './archive/index.ts';
import {
  dicomwebRoutes,
  openToAll,
  readyFrames,
  type Guard,
  type ReadyFrames,
  type RouteTable,
} from './dicomweb/index.ts';
import { createFramePool, type FramePool, type FramesSetAside } from './frames/index.ts';
import { InstanceTables, PreparedStudies } from './prepared/index.ts';
import { RefusedFiles } from './refused/index.ts';
import type { DiskKeys } from './sealing/index.ts';
import { SharedState } from './shared/index.ts';
import { Studies } from './Studies.ts';

export interface DicomwebProxyOptions {
  archive: ArchiveConnection;
  /** DATA_DIR; prepared studies go below it */
  dataDir: string;
  logger: Logger;
  /** Receives the metrics of the proxy. */
  registry: Registry;
  /** Who may do what. Without it everybody may do everything. */
  guard?: Guard | undefined;
  /** Path under which the router is mounted as clients see it, without a slash at the end. */
  publicPath?: string;
  /** What prepared frames may take on the disk, in bytes; default: 20 GB, or half of what is free if that is less. */
  cacheMaxBytes?: number | undefined;
  /** What one request with files may carry, in bytes; default: 20 GB. */
  uploadMaxBytes?: number | undefined;
  /** Where other proxies of the same archive are met; without it there are none. */
  redisUrl?: string | undefined;
  /** How long a worker may take over a frame, in ms. */
  frames?: { timeoutMs: number };
  /** What is on the disk is sealed with; undefined: it is in clear. */
  diskKeys?: DiskKeys | undefined;
}

export interface DicomwebProxy {
  /** To be mounted at `publicPath`. */
  routes: RouteTable;
  /** For addresses beside DICOMweb. */
  studies: Studies;
  /**
   * To stand before Express, behind what every request has to pass: answers for frames that are in memory.
   * @param describe sets the headers that all answers have
   */
  readyFrames(describe: (response: ServerResponse) => void): ReadyFrames;
  /** Whether the archive answers and its contents are known. */
  ready(): Promise<{ ok: boolean; reason?: string }>;
  close(): Promise<void>;
}

/** Starts following the archive at once; requests before it answers get 503. */
export function createDicomwebProxy(options: DicomwebProxyOptions): DicomwebProxy {
  const { dataDir, registry, publicPath = '/dicom-web', guard = openToAll, diskKeys: keys } = options;
  const logger = options.logger.child({ part: 'dicomweb-proxy' });
  const setAside = new SetAside(join(dataDir, 'set-aside.json'), logger, keys);
  const kept = new InstanceTables(dataDir, logger, keys);
  const archive = new Archive({
    connection: options.archive,
    setAside,
    kept,
    textsStore: new TextsStore(join(dataDir, 'texts.jsonl'), keys),
    logger,
  });
  const shared =
    options.redisUrl === undefined ? undefined : shareWithOthers(options.redisUrl, archive, logger);
  const pool = createFramePool({ logger, setAside: framesSetAside(setAside), ...options.frames });
  const prepared = new PreparedStudies({
    archive,
    pool,
    dataDir,
    logger,
    publicPath,
    maxBytes: options.cacheMaxBytes,
    keys,
    shared,
  });
  registerMetrics(registry, archive, prepared, pool, setAside);
  if (shared) registerSharedMetrics(registry, shared);
  // Without claims it would prepare what another is preparing.
  void Promise.resolve(shared?.settled).then(() => prepared.start());
  const refused = new RefusedFiles({ folder: join(dataDir, 'refused'), logger, keys });
  const service = {
    ...{ archive, prepared, pool, refused, guard, logger },
    path: publicPath,
    uploadMaxBytes: options.uploadMaxBytes ?? 20_000_000_000,
  };
  return {
    routes: dicomwebRoutes(service),
    studies: new Studies(archive, guard),
    readyFrames: (describe) => readyFrames(service, publicPath, describe),
    ready: () => readiness(archive),
    async close() {
      // Together: who prepares may be waiting for an archive that is slow.
      await Promise.all([prepared.close(), archive.close()]);
      await pool.close();
      shared?.close();
      await setAside.close();
    },
  };
}

function shareWithOthers(url: string, archive: Archive, logger: Logger): SharedState {
  const shared = new SharedState({
    url,
    logger,
    onNews: (news) => archive.hear(news),
    onMissed: () => archive.catchUp(),
  });
  archive.onNews((news) => shared.announce(news));
  archive.catalogue.onChange((studies) => void shared.objects.forget(studies));
  return shared;
}

/** As the workers see it. */
function framesSetAside(setAside: SetAside): FramesSetAside {
  const what = 'worker';
  return {
    reasonFor: ({ version: instanceVersion, frameNumber }) =>
      setAside.find({ instanceVersion, frameNumber, what })?.reason,
    add: ({ version: instanceVersion, sopInstanceUid, frameNumber }, reason) =>
      setAside.add({ instanceVersion, sopInstanceUid, frameNumber, what, reason }),
  };
}

/** Longer than this nobody waits who asks whether we are ready. */
const readyWithinMs = 3_000;

async function readiness({ catalogue }: Archive): Promise<{ ok: boolean; reason?: string }> {
  const timeout = setTimeout(readyWithinMs, 'timeout', { ref: false });
  const { ageMs } = catalogue.state();
  const known = ageMs === undefined ? 'nothing is known of it yet' : 'what is prepared is served on';
  try {
    if ((await Promise.race([catalogue.refresh(), timeout])) !== 'timeout') return { ok: true };
    return { ok: false, reason: `The archive takes longer than ${readyWithinMs} ms; ${known}` };
  } catch (error) {
    return { ok: false, reason: `${(error as Error).message}; ${known}` };
  }
}

const nameOf = ({ sopInstanceUid, frameNumber, what }: SetAsideEntry): string =>
  `${sopInstanceUid}${frameNumber === undefined ? '' : ` frame ${frameNumber}`} (${what})`;

function registerMetrics(
  registry: Registry,
  archive: Archive,
  prepared: PreparedStudies,
  pool: FramePool,
  setAside: SetAside,
): void {
  const gauge = (name: string, help: string, read: () => Record<string, number>): Gauge =>
    addGauge(registry, name, help, read);
  gauge('yunying_archive_resources', 'What the archive holds', () => archive.catalogue.counts());
  gauge('yunying_archive_up', 'Whether the archive answered last time', () => ({
    archive: archive.catalogue.state().trouble === undefined ? 1 : 0,
  }));
  gauge(
    'yunying_set_aside',
    'Frames and instances that are not tried, as a process or thread dies of them',
    () => Object.fromEntries(setAside.list().map((entry) => [nameOf(entry), 1])),
  );
  gauge('yunying_archive_requests', 'Requests to the archive that run or wait', () => ({
    ...archive.load(),
  }));
  gauge('yunying_frame_jobs', 'Frames that are decoded or wait for it', () => {
    const { running, waiting } = pool.load();
    return { running, ...waiting };
  });
  counter(registry, 'yunying_metadata_total', 'Series metadata by where it came from', () =>
    prepared.metadata.counts(),
  );
  gauge('yunying_prepared_bytes', 'What prepared frames take on the disk, and may take', () => {
    const { bytes: used, maxBytes: limit } = prepared.load();
    return { used, limit };
  });
  gauge('yunying_prepared_pending', 'Frames of the series being prepared; studies that wait', () => {
    const { pendingFrames: frames, pendingStudies: studies } = prepared.load();
    return { frames, studies };
  });
  counter(registry, 'yunying_prepared_total', 'Frames by what was made of them since the start', () =>
    prepared.htj2k.made(),
  );
  counter(registry, 'yunying_htj2k_frames_total', 'HTJ2K frames by where they came from', () =>
    prepared.htj2k.counts(),
  );
  counter(registry, 'yunying_frames_total', 'Frames by where they came from', () => prepared.frames.counts());
}

function registerSharedMetrics(registry: Registry, shared: SharedState): void {
  addGauge(registry, 'yunying_shared_up', 'Whether Redis answers: 1 or 0', () => ({
    redis: shared.report().isUp ? 1 : 0,
  }));
  counter(
    registry,
    'yunying_shared_objects_total',
    'Objects in Redis by what became of the question',
    () => ({
      ...shared.report().objects,
    }),
  );
  counter(registry, 'yunying_shared_claims_total', 'Work claimed in Redis', () => shared.report().claims);
  counter(
    registry,
    'yunying_shared_announcements_total',
    'Announcements to and of other proxies',
    () => shared.report().announcements,
  );
}

function addGauge(registry: Registry, name: string, help: string, read: () => Record<string, number>): Gauge {
  return new Gauge({
    name,
    help,
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [kind, value] of Object.entries(read())) this.set({ kind }, value);
    },
  });
}

function counter(
  registry: Registry,
  name: string,
  help: string,
  read: () => Readonly<Record<string, number>>,
) {
  return new Counter({
    name,
    help,
    labelNames: ['source'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [source, value] of Object.entries(read())) this.inc({ source }, value);
    },
  });
}
