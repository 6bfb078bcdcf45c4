import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identifyProcess, isAlive, parseIdentity } from '../../dicomweb-proxy/index.ts';
import { StartProblem } from './StartProblem.ts';

export interface InstanceClaim {
  /** tells a second start where this one answers */
  publish(url: string): void;
  release(): void;
}

interface Holder {
  identity: ReturnType<typeof parseIdentity>;
  url: string | undefined;
}

function holderOf(path: string): Holder | undefined {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as { process?: unknown; url?: unknown };
    return {
      identity: parseIdentity(kept.process),
      url: typeof kept.url === 'string' ? kept.url : undefined,
    };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? undefined
      : { identity: undefined, url: undefined };
  }
}

/** link(2) either makes the name or fails: of two starts at the same moment one wins. */
function place(path: string, text: string): boolean {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, text, { mode: 0o644 });
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Makes this process the one that runs on `dataDir`; throws StartProblem when another living one does.
 * What a killed run has left is taken over, even when its process number belongs to somebody else by now.
 */
export function claimInstance(dataDir: string): InstanceClaim {
  const path = join(dataDir, 'yunying.pid');
  const text = (url?: string) => JSON.stringify({ process: identifyProcess(process.pid), url }, null, 2);
  while (!place(path, text())) {
    const holder = holderOf(path);
    if (holder?.identity && isAlive(holder.identity)) {
      const { pid } = holder.identity;
      throw new StartProblem(
        `Yunying is already running with DATA_DIR=${dataDir}${holder.url ? ` at ${holder.url}` : ''} (process ${pid}).`,
        `Use that one, end it first (kill ${pid}), or start a second one with another DATA_DIR, PORT and DICOM_PORT.`,
      );
    }
    const stale = `${path}.stale-${process.pid}`;
    try {
      renameSync(path, stale);
    } catch {
      continue; // another start was faster
    }
    // Between the look and the rename another start may have placed its own: give it back.
    const moved = holderOf(stale);
    if (moved?.identity && isAlive(moved.identity)) renameSync(stale, path);
    else rmSync(stale, { force: true });
  }
  return {
    publish: (url) => writeFileSync(path, text(url)),
    release: () => rmSync(path, { force: true }),
  };
}
