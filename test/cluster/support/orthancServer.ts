import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ArchiveConnection } from '../../../dicomweb-proxy/index.ts';
import { freePort } from '../../../dicomweb-proxy/archive/launch/ports.ts';
import { programs } from './programs.ts';
import { ServerProcess } from './ServerProcess.ts';

const configuration = fileURLToPath(new URL('../../../docker/orthanc/orthanc.json', import.meta.url));
const password = 'of-the-archive';

/** Orthanc with the configuration of docker/, and what the image sets by itself in a second file. */
export async function orthancServer(
  folder: string,
  postgresHost: string,
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
  const authorization = `Basic ${Buffer.from(`yunying:${password}`).toString('base64')}`;
  const server = new ServerProcess({
    command: programs.orthanc ?? '',
    args: [settings],
    log: join(folder, 'orthanc.log'),
    answers: async () => (await fetch(`${url}/system`, { headers: { authorization } })).ok,
    spawnOptions: {
      env: {
        PATH: process.env.PATH,
        POSTGRES_HOST: postgresHost,
        POSTGRES_PASSWORD: 'any',
        ORTHANC_PASSWORD: password,
        DICOM_AET: 'CLUSTER',
      },
    },
  });
  await server.start();
  return { connection: { url, username: 'yunying', password }, process: server };
}
