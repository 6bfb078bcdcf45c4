import type { Logger } from 'pino';
import { ArchiveProblem } from './ArchiveProblem.ts';
import type { ArchiveDirectory } from './archiveDirectory.ts';
import { type Credentials, credentialsIn } from './credentials.ts';
import { checkOrthanc } from './externalArchive.ts';
import { type OrthancSettings, orthancConfiguration } from './orthancConfiguration.ts';
import { lastLines, rotateLog } from './orthancLog.ts';
import { freePort, portObstacle } from './ports.ts';
import { writePrivateFile } from './privateFile.ts';
import { claimProcess } from './processClaim.ts';
import { superviseProcess } from './superviseProcess.ts';
import { waitUntilReady } from './waitUntilReady.ts';

export interface RunningOrthanc extends Credentials {
  /** root of its REST API on loopback, without a slash at the end */
  url: string;
  dicomPort: number;
  close(): Promise<void>;
}

/** How a particular kind of Orthanc is started: a process of this machine or a container. */
export interface OrthancKind {
  /** the part of orthanc.json that depends on where it runs, given the ports chosen on this host */
  settings(ports: Ports): Omit<OrthancSettings, 'credentials' | 'dicomAet'>;
  command(ports: Ports): string[];
  /** ends what an earlier run left behind and the process number does not show (a container) */
  beforeStart?(): Promise<void>;
  /** removes what is left when the process that was started has ended */
  afterStop?(): Promise<void>;
}

export interface Ports {
  http: number;
  dicom: number;
}

const startTimeoutMs = 180_000;

async function refuseTakenDicomPort(port: number): Promise<void> {
  const obstacle = await portObstacle(port, '0.0.0.0');
  if (obstacle === undefined) return;
  throw obstacle === 'EACCES'
    ? new ArchiveProblem(
        `This user may not listen on the DICOM port ${port}.`,
        'Set DICOM_PORT to a port above 1023 (4242 is usual for Orthanc, 11112 for DICOM), or start as root.',
      )
    : new ArchiveProblem(
        `The DICOM port ${port} is taken by another program (${obstacle}).`,
        `End that program ("ss -ltnp sport = :${port}" names it; the system's own Orthanc ends with ` +
          '"systemctl disable --now orthanc"), or set DICOM_PORT to another port.',
      );
}

/**
 * Writes the configuration, starts Orthanc, waits until it answers and watches over it until close().
 * `dicomPort` 0 takes a free one. Throws ArchiveProblem, with the last lines of its log, when it does not come up.
 */
export async function runOrthanc(
  directory: ArchiveDirectory,
  kind: OrthancKind,
  options: { dicomPort: number; dicomAet: string; logger: Logger; onProgress: (text: string) => void },
): Promise<RunningOrthanc> {
  const { dicomAet, logger, onProgress } = options;
  const claim = await claimProcess(directory.pid);
  try {
    await kind.beforeStart?.();
    if (options.dicomPort !== 0) await refuseTakenDicomPort(options.dicomPort);
    const ports: Ports = {
      http: await freePort(),
      dicom: options.dicomPort === 0 ? await freePort('0.0.0.0') : options.dicomPort,
    };
    const credentials = credentialsIn(directory.credentials);
    const configuration = orthancConfiguration({ ...kind.settings(ports), credentials, dicomAet });
    writePrivateFile(directory.configuration, JSON.stringify(configuration, null, 2));
    rotateLog(directory.log);

    const url = `http://127.0.0.1:${ports.http}`;
    const [command = '', ...args] = kind.command(ports);
    onProgress('starting Orthanc');
    const supervisor = await superviseProcess({
      command,
      args,
      logPath: directory.log,
      logger,
      onStart: (pid) => claim.record(pid),
      ready: (signal) => waitUntilReady(`${url}/system`, credentials, startTimeoutMs, signal),
    }).catch((error: unknown) => {
      const said = lastLines(directory.log, 10);
      throw new ArchiveProblem(
        `Orthanc did not come up: ${(error as Error).message}.` +
          (said.length > 0 ? `\nIts last words:\n${said.map((line) => `  ${line}`).join('\n')}` : ''),
        `Read its whole log (${directory.log}). If its index or storage is damaged, put back a backup of ${directory.root}, ` +
          'or move that folder away to begin with an empty archive.',
        { cause: error },
      );
    });
    const close = async () => {
      await supervisor.stop();
      await kind.afterStop?.();
      claim.release();
    };
    await checkOrthanc(url, credentials).catch(async (error: unknown) => {
      await close();
      throw error;
    });
    return { url, ...credentials, dicomPort: ports.dicom, close };
  } catch (error) {
    claim.release();
    throw error;
  }
}
