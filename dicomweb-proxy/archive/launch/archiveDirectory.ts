import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ArchiveProblem } from './ArchiveProblem.ts';

/** What lies in DATA_DIR/orthanc. */
export interface ArchiveDirectory {
  root: string;
  storage: string;
  configuration: string;
  credentials: string;
  log: string;
  pid: string;
  /** which way of running Orthanc was taken the first time: the next start takes the same */
  kind: string;
}

/** Makes DATA_DIR/orthanc, which only its owner can enter. */
export function archiveDirectory(dataDir: string): ArchiveDirectory {
  const root = join(dataDir, 'orthanc');
  const storage = join(root, 'storage');
  try {
    mkdirSync(storage, { recursive: true, mode: 0o700 });
    chmodSync(root, 0o700);
  } catch (error) {
    throw new ArchiveProblem(
      `The archive's folder ${root} cannot be made or written (${(error as NodeJS.ErrnoException).code ?? String(error)}).`,
      'Give this user write access to it (was it made by another user, root for example?), or choose another DATA_DIR.',
    );
  }
  const file = (name: string) => join(root, name);
  return {
    root,
    storage,
    configuration: file('orthanc.json'),
    credentials: file('credentials.json'),
    log: file('orthanc.log'),
    pid: file('orthanc.pid'),
    kind: file('kind'),
  };
}
