import { rmSync } from 'node:fs';
import { ArchiveProblem } from './ArchiveProblem.ts';
import { readJsonFile, writePrivateFile } from './privateFile.ts';
import { endProcess, identifyProcess, isAlive, parseIdentity } from './processIdentity.ts';

/** How long a process that was asked to end may take before it is killed. */
export const patienceMs = 20_000;

/**
 * The file that says which archive process works on a directory and which process watches over it.
 * Without it a new start would put a second archive on the same index, which destroys it.
 */
export interface ProcessClaim {
  /** to be called whenever the archive process has been (re)started */
  record(pid: number): void;
  release(): void;
}

/**
 * Takes over `path`. An archive left behind by a run that was killed is ended first.
 * Throws ArchiveProblem when a living run holds it, or when what was left behind cannot be ended.
 */
export async function claimProcess(path: string): Promise<ProcessClaim> {
  const kept = readJsonFile(path) as { archive?: unknown; owner?: unknown } | undefined;
  const owner = parseIdentity(kept?.owner);
  const archive = parseIdentity(kept?.archive);
  if (owner && isAlive(owner)) {
    throw new ArchiveProblem(
      `The archive in this DATA_DIR is already in use by process ${owner.pid}.`,
      `End that process first (kill ${owner.pid}), or choose another DATA_DIR.`,
    );
  }
  if (archive && !(await endProcess(archive, patienceMs))) {
    throw new ArchiveProblem(
      `An archive process of an earlier run (${archive.pid}) does not end.`,
      `End it as its owner or as root (kill -9 ${archive.pid}), then start again.`,
    );
  }
  const self = identifyProcess(process.pid);
  return {
    record: (pid) =>
      writePrivateFile(path, JSON.stringify({ archive: identifyProcess(pid), owner: self }, null, 2)),
    release: () => rmSync(path, { force: true }),
  };
}
