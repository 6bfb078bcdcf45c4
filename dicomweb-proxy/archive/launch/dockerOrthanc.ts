import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { ArchiveProblem } from './ArchiveProblem.ts';
import type { ArchiveDirectory } from './archiveDirectory.ts';
import type { OrthancKind } from './runOrthanc.ts';

const image = 'orthancteam/orthanc';
const inside = {
  storage: '/var/lib/orthanc/db',
  configuration: '/etc/orthanc/yunying.json',
  http: 8042,
  dicom: 4242,
};

/** Runs the docker client; resolves with what it printed, undefined when it failed or took too long. */
function docker(args: string[], timeoutMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn('docker', args, { stdio: ['ignore', 'pipe', 'ignore'], timeout: timeoutMs });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.once('error', () => resolve(undefined));
    child.once('close', (code) => resolve(code === 0 ? output.trim() : undefined));
  });
}

/** True when a Docker engine answers this user. */
export async function dockerAnswers(): Promise<boolean> {
  return Boolean(await docker(['version', '--format', '{{.Server.Version}}'], 10_000));
}

interface ImageParts {
  executable: string;
  dicomWebPlugin: string;
}

/**
 * Looks into the image for Orthanc and its plugin. The image's own start script is passed by on purpose:
 * it switches on more plugins (gdcm among them) and wants to be root inside the container.
 */
async function partsOfImage(): Promise<ImageParts> {
  const look = 'command -v Orthanc; find /usr /opt -name libOrthancDicomWeb.so 2>/dev/null | head -n 1';
  const output = await docker(['run', '--rm', '--entrypoint', '/bin/sh', image, '-c', look], 60_000);
  const [executable, dicomWebPlugin] = (output ?? '').split('\n');
  if (executable && dicomWebPlugin) return { executable, dicomWebPlugin };
  throw new ArchiveProblem(
    `The Docker image ${image} has no Orthanc with DICOMweb plugin where it was looked for.`,
    `Try "docker pull ${image}", or set ORTHANC_URL to an Orthanc of your own.`,
  );
}

/** Options that make the container's files belong to this user; a rootless engine maps its root to us already. */
async function userOptions(): Promise<string[]> {
  const security = await docker(['info', '--format', '{{.SecurityOptions}}'], 10_000);
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  if (security?.includes('rootless') || uid === undefined || gid === undefined) return [];
  return ['--user', `${uid}:${gid}`];
}

/** Orthanc in a container whose storage is DATA_DIR/orthanc/storage. Pulls the image when it is not there. */
export async function dockerOrthanc(
  directory: ArchiveDirectory,
  onProgress: (text: string) => void,
): Promise<OrthancKind> {
  if ((await docker(['image', 'inspect', '--format', '{{.Id}}', image], 30_000)) === undefined) {
    onProgress(`fetching the Docker image ${image}`);
    if ((await docker(['pull', '--quiet', image], 1_800_000)) === undefined) {
      throw new ArchiveProblem(
        `The Docker image ${image} could not be fetched.`,
        `Try "docker pull ${image}" by hand (network, registry mirror), or set ORTHANC_URL.`,
      );
    }
  }
  const parts = await partsOfImage();
  const user = await userOptions();
  // One container per data folder: the next start finds what a killed run has left behind.
  const name = `yunying-orthanc-${createHash('sha256').update(directory.root).digest('hex').slice(0, 12)}`;
  return {
    settings: () => ({
      storageDirectory: inside.storage,
      httpPort: inside.http,
      dicomPort: inside.dicom,
      dicomWebPlugin: parts.dicomWebPlugin,
      remoteAccess: true,
    }),
    command: (ports) => [
      // A container that outlived its client would hold the name against every further start.
      ...['/bin/sh', '-c', 'docker rm --force "$0" >/dev/null 2>&1; exec docker "$@"', name],
      ...['run', '--rm', '--init', '--name', name, ...user],
      ...['--security-opt', 'no-new-privileges', '--stop-timeout', '20'],
      // REST on loopback only; the DICOM port is for modalities, which are other machines.
      ...[
        '--publish',
        `127.0.0.1:${ports.http}:${inside.http}`,
        '--publish',
        `${ports.dicom}:${inside.dicom}`,
      ],
      ...['--volume', `${directory.storage}:${inside.storage}`],
      ...['--volume', `${directory.configuration}:${inside.configuration}:ro`],
      ...['--entrypoint', parts.executable, image, inside.configuration],
    ],
    beforeStart: async () => {
      await docker(['stop', '-t', '20', name], 40_000);
    },
    afterStop: async () => {
      await docker(['rm', '--force', name], 30_000);
    },
  };
}
