import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folders = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin'];

const find = (name: string): string | undefined =>
  folders.map((folder) => join(folder, name)).find((path) => existsSync(path));

/** initdb and postgres are in a folder of their version, the highest one is taken. */
function findPostgres(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

function findPlugin(name: string): string | undefined {
  const places = ['/usr/share/orthanc/plugins', '/usr/lib/orthanc', '/usr/local/share/orthanc/plugins'];
  return places.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** What the cluster is made of, where Debian puts it; undefined what is not there. */
export const programs = {
  redis: find('redis-server'),
  nginx: find('nginx'),
  openssl: find('openssl'),
  orthanc: find('Orthanc'),
  postgres: findPostgres(),
  dicomWebPlugin: findPlugin('libOrthancDicomWeb.so'),
  postgresPlugin: findPlugin('libOrthancPostgreSQLIndex.so'),
};

const packageOf: Record<keyof typeof programs, string> = {
  redis: 'redis-server',
  nginx: 'nginx',
  openssl: 'openssl',
  orthanc: 'orthanc',
  postgres: 'postgresql',
  dicomWebPlugin: 'orthanc-dicomweb',
  postgresPlugin: 'orthanc-postgresql',
};

/** Debian packages that are missing for these. */
export function missingPackages(names = Object.keys(programs) as (keyof typeof programs)[]): string[] {
  return names.filter((name) => programs[name] === undefined).map((name) => packageOf[name]);
}
