import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Logger } from 'pino';
import { type ArchiveDirectory, archiveDirectory } from './archiveDirectory.ts';
import { findOrthanc, obtainOrthancInstallation } from './debianArchive.ts';
import { dockerAnswers, dockerOrthanc } from './dockerOrthanc.ts';
import { checkOrthanc } from './externalArchive.ts';
import { localOrthanc } from './localOrthanc.ts';
import { runOrthanc } from './runOrthanc.ts';

export interface ArchiveOptions {
  /** root of the REST API of an Orthanc that runs already; everything else but the credentials is then unused */
  orthancUrl?: string | undefined;
  orthancUsername?: string | undefined;
  orthancPassword?: string | undefined;
  dataDir: string;
  /** 0 takes a free port */
  dicomPort: number;
  dicomAet: string;
  logger: Logger;
  /** told in a few words what is being done */
  onProgress?: ((text: string) => void) | undefined;
}

export interface ObtainedArchive {
  /** root of Orthanc's REST API, without a slash at the end */
  url: string;
  username?: string;
  password?: string;
  kind: 'external' | 'docker' | 'debian';
  /** where modalities send to (C-STORE); unknown for an external archive */
  dicomPort?: number;
  /** ends what obtainArchive started; nothing for an external archive */
  close(): Promise<void>;
}

async function externalArchive(url: string, username?: string, password?: string): Promise<ObtainedArchive> {
  const credentials = username === undefined ? undefined : { username, password: password ?? '' };
  await checkOrthanc(url, credentials);
  return { url: url.replace(/\/+$/, ''), ...credentials, kind: 'external', close: async () => undefined };
}

/** Docker before Debian's packages, but what holds the data already stays in charge while it can. */
async function chooseKind(directory: ArchiveDirectory): Promise<'docker' | 'debian'> {
  const before = existsSync(directory.kind) ? readFileSync(directory.kind, 'utf8').trim() : '';
  if (before === 'debian' && findOrthanc()) return 'debian';
  return (await dockerAnswers()) ? 'docker' : 'debian';
}

/**
 * Gets an archive that answers: the Orthanc at `orthancUrl`; else one in Docker if an engine answers; else
 * Debian's packages, installed when root. Its data is in DATA_DIR/orthanc. It is started again when it dies.
 * Throws ArchiveProblem, which says what is wrong and what to do.
 */
export async function obtainArchive(options: ArchiveOptions): Promise<ObtainedArchive> {
  if (options.orthancUrl) {
    return externalArchive(options.orthancUrl, options.orthancUsername, options.orthancPassword);
  }
  const onProgress = options.onProgress ?? (() => undefined);
  const directory = archiveDirectory(resolve(options.dataDir));
  const kind = await chooseKind(directory);
  const how =
    kind === 'docker'
      ? await dockerOrthanc(directory, onProgress)
      : localOrthanc(directory, await obtainOrthancInstallation(onProgress));
  const orthanc = await runOrthanc(directory, how, { ...options, onProgress });
  writeFileSync(directory.kind, `${kind}\n`, { mode: 0o600 });
  return { ...orthanc, kind };
}
