import { resolve } from 'node:path';
import { obtainArchive, type ObtainedArchive } from '../../dicomweb-proxy/index.ts';
import { loadConfig, startServer } from '../../server/index.ts';
import { claimInstance } from './instanceClaim.ts';
import { loadDemo } from './loadDemo.ts';
import { ensureDiskSpace, ensurePortFree, ensureWritable } from './preflight.ts';
import { trustOwnCertificate } from '../trustOwnCertificate.ts';
import { createProgress, type Progress } from './progress.mjs';
import { serverLogger } from './serverLogger.ts';
import { buildViewer, viewerIsBuilt } from './viewerBuild.ts';

export interface StartOptions {
  /** the project's folder */
  root: string;
  dev: boolean;
  /** speak TLS, whatever TLS says */
  tls: boolean;
  /** What it prints is kept: nothing secret may be in it. */
  unattended: boolean;
  /** aborts when the user wants out before it is up */
  signal: AbortSignal;
  /** receives, in order of starting, what ends each thing that was started */
  undo: (() => Promise<void> | void)[];
}

async function showStep<T>(
  progress: Progress,
  title: string,
  work: (update: (text: string) => void) => Promise<T>,
  done?: (result: T) => string,
): Promise<T> {
  const step = progress.step(title);
  try {
    const result = await work((text) => step.update(text));
    step.done(done?.(result));
    return result;
  } catch (error) {
    step.fail();
    throw error;
  }
}

const archiveNames: Record<ObtainedArchive['kind'], string> = {
  external: 'at ORTHANC_URL',
  docker: 'in Docker',
  debian: 'of this machine',
};

/**
 * Archive, viewer, proxy, demo studies; returns once the address is printed. Cheap checks come first: nothing is
 * installed or started for a run that cannot succeed. Throws errors that carry a remedy.
 */
export async function startYunying({
  root,
  dev,
  tls,
  unattended,
  signal,
  undo,
}: StartOptions): Promise<void> {
  const progress = createProgress(process.stdout);
  const config = loadConfig(tls ? { ...process.env, TLS: '1' } : process.env);
  const dataDir = resolve(config.dataDir);

  ensureWritable(dataDir);
  const claim = claimInstance(dataDir);
  undo.push(() => claim.release());
  await ensurePortFree(config.host, config.port);
  await ensureDiskSpace(dataDir);

  const log = await serverLogger(dataDir, { level: config.logLevel, verbose: dev });
  undo.push(() => log.flush());

  const giveUp = new AbortController();
  const viewerReady =
    dev || viewerIsBuilt(root)
      ? Promise.resolve()
      : showStep(progress, 'Building the viewer', () =>
          buildViewer(root, AbortSignal.any([signal, giveUp.signal])),
        );
  const archiveReady = showStep(
    progress,
    'Starting the archive',
    (update) =>
      obtainArchive({
        orthancUrl: config.orthancUrl,
        orthancUsername: config.orthancUsername,
        orthancPassword: config.orthancPassword,
        dataDir,
        dicomPort: config.dicomPort,
        dicomAet: config.dicomAet,
        logger: log.logger,
        onProgress: update,
      }),
    ({ kind, dicomPort }) =>
      `Orthanc ${archiveNames[kind]}${dicomPort ? `, modalities send to ${config.dicomAet} on port ${dicomPort}` : ''}`,
  ).then((archive) => {
    undo.push(() => archive.close());
    return archive;
  });
  // Without an archive nobody needs to wait for the viewer; then let both settle, so that nothing is left half started.
  archiveReady.catch(() => giveUp.abort());
  const [viewer, archived] = await Promise.allSettled([viewerReady, archiveReady]);
  if (archived.status === 'rejected') throw archived.reason;
  if (viewer.status === 'rejected') throw viewer.reason;
  signal.throwIfAborted();
  const archive = archived.value;

  // Vite is there for development only, not in every installation.
  const development = dev
    ? await (await import('./developmentViewer.ts')).developmentViewer(root)
    : undefined;
  if (development) undo.push(() => development.close());
  const server = await startServer({
    config,
    archive,
    logger: log.logger,
    ...(development ? { viewer: development.middleware, developmentPage: development.page } : {}),
  });
  undo.push(() => server.close());
  signal.throwIfAborted();
  claim.publish(server.url);

  await trustOwnCertificate(dataDir);
  const signIn = config.auth !== 'none';
  // A hospital's certificate is for its name, not for the address at which this machine asks itself.
  const enabled = config.demo && typeof config.tls !== 'object';
  await loadDemo({ enabled, signIn, serverUrl: server.url, dataDir, archive, progress, signal });
  signal.throwIfAborted();
  // On the terminal alone: who has the link has the system.
  const setupLink = unattended ? undefined : await server.setupLink();
  if (unattended && (await server.services?.hasAdministrator()) === false) {
    progress.line(
      'There is no administrator yet. "npm run admin-link" (in a container "node scripts/admin-link.ts") shows a link to become one.',
    );
  }
  if (setupLink !== undefined) {
    progress.line(
      'There is no administrator yet. Open this link to become one (it works once; the next start shows another):',
    );
    progress.line(`  ${setupLink}`);
  }
  progress.line(`Yunying is running, open ${server.url}  (Ctrl-C ends it; log: ${log.path})`);
}
