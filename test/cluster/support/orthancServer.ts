import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ArchiveConnection } from '../../../dicomweb-proxy/index.ts';
import { freePort } from '../../../dicomweb-proxy/archive/launch/ports.ts';
import { programs } from './programs.ts';
import { ServerProcess } from './ServerProcess.ts';

const configuration = fileURLToPath(new URL('../../../docker/orthanc/orthanc.json', import.meta.url));
/** Lines of a file as `docker compose` reads it. */
const environmentFile = (path: string): Record<string, string> =>
  Object.fromEntries(
    readFileSync(path, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

/** Orthanc with the configuration of docker/, and what the image sets by itself in a second file. */
export async function orthancServer(
  folder: string,
  postgresHost: string,
  secrets: string,
): Promise<{ connection: Required<ArchiveConnection>; process: ServerProcess }> {
  const [settings, storage] = [join(folder, 'orthanc'), join(folder, 'originals')];
  for (const path of [settings, storage]) mkdirSync(path);
  copyFileSync(configuration, join(settings, 'orthanc.json'));
  const port = await freePort();
  const ofTheImage = {
    StorageDirectory: storage,
    HttpPort: port,
    DicomPort: await freePort(),
    Plugins: [programs.dicomWebPlugin, programs.postgresPlugin],
  };
  writeFileSync(join(settings, 'image.json'), JSON.stringify(ofTheImage));
  const url = `http://127.0.0.1:${port}`;
  const passwords = environmentFile(join(secrets, 'orthanc.env'));
  const password = passwords['ORTHANC_PASSWORD'] ?? '';
  const authorization = `Basic ${Buffer.from(`yunying:${password}`).toString('base64')}`;
  const server = new ServerProcess({
    command: programs.orthanc ?? '',
    args: [settings],
    log: join(folder, 'orthanc.log'),
    answers: async () => (await fetch(`${url}/system`, { headers: { authorization } })).ok,
    spawnOptions: {
      env: {
        PATH: process.env.PATH,
        ...passwords,
        POSTGRES_HOST: postgresHost,
        DICOM_AET: 'CLUSTER',
      },
    },
  });
  await server.start();
  return { connection: { url, username: 'yunying', password }, process: server };
}
