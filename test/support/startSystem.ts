import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { RunningServer, ServerOptions } from '../../server/index.ts';
import {
  type Guard,
  type ObtainedArchive,
  obtainArchive,
  type RouteRow,
} from '../../dicomweb-proxy/index.ts';

export interface StartedSystem {
  /** where the proxy answers, without a slash at the end */
  url: string;
  /** the Orthanc behind it: for looking at what really is stored, never for what a reader would do */
  archive: ObtainedArchive;
  dataDir: string;
  dicomPort: number;
  dicomAet: string;
  /** the server itself */
  server: RunningServer;
  /** every address with who may use it */
  routes(): readonly RouteRow[];
  /** ends proxy and archive and removes the data */
  close(): Promise<void>;
}

/**
 * A real Orthanc behind the real proxy, on free ports of 127.0.0.1, in a folder of its own that goes away with
 * close(); a `dataDir` that is given stays, so that another system can be started on it. With `demo` the demo studies are
 * loaded before it resolves. `env` are further settings of the server; `guard` decides who may do what; `clock` is that of signing in.
 * YUNYING_TEST_LOG=debug shows the logs.
 */
export async function startSystem(
  options: {
    demo?: boolean;
    dataDir?: string;
    env?: Readonly<Record<string, string>>;
    guard?: Guard;
    clock?: ServerOptions['clock'];
    passwordCosts?: ServerOptions['passwordCosts'];
    /** Gets every line of the log, instead of nobody. */
    log?: (line: string) => void;
  } = {},
): Promise<StartedSystem> {
  const { loadConfig, startServer } = await import('../../server/index.ts');
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'yunying-test-')));
  const dicomAet = 'YUNYING';
  const { log } = options;
  const logger = log
    ? pino({ level: 'trace' }, { write: log })
    : pino({ level: process.env.YUNYING_TEST_LOG ?? 'silent' }, pino.destination({ fd: 2, sync: true }));
  const undo: (() => Promise<void>)[] = [];
  if (options.dataDir === undefined) undo.push(() => rm(dataDir, { recursive: true, force: true }));
  const close = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  };
  try {
    const config = loadConfig({
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: dataDir,
      DICOM_PORT: '0',
      DICOM_AET: dicomAet,
      DEMO: '0',
      AUTH: 'none',
      ...options.env,
    });
    const archive = await obtainArchive({ dataDir, dicomPort: 0, dicomAet, logger });
    undo.push(() => archive.close());
    const server = await startServer({
      config,
      archive,
      logger,
      ...(options.guard && { guard: options.guard }),
      ...(options.clock && { clock: options.clock }),
      ...(options.passwordCosts && { passwordCosts: options.passwordCosts }),
    });
    undo.push(() => server.close());
    if (options.demo) {
      const { loadDemoStudies } = await import('../../scripts/demo-studies/index.ts');
      const { localAuthorization } = await import('../../scripts/localAuthorization.ts');
      const authorization = await localAuthorization(server.url, { dataDir });
      await loadDemoStudies({ url: server.url, dataDir, authorization, onProgress: () => undefined });
    }
    return {
      url: server.url.replace(/\/$/, ''),
      archive,
      dataDir,
      dicomPort: archive.dicomPort ?? 0,
      dicomAet,
      server,
      routes: () => server.routes(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
