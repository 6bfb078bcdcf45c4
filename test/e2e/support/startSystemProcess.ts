import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BrokenStudy } from './storeBrokenStudy.ts';

export interface SystemProcess {
  url: string;
  dataDir: string;
  /** A study with one frame that cannot be decoded, where it was asked for. */
  broken: BrokenStudy | undefined;
  /** Where people sign in: how the first one becomes administrator. */
  setupLink: string | undefined;
  /** Ends Orthanc and leaves the proxy. */
  stopArchive(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the system (Orthanc, proxy, viewer) on free ports with data of its own. */
export async function startSystemProcess({
  demo = false,
  brokenStudy = false,
  signIn = false,
  /** Codes go into a file of `dataDir`. */
  outbox = false,
  /** Further settings. */
  env = {} as Readonly<Record<string, string>>,
  /** Its data stay when it has ended. */
  keep = false,
} = {}): Promise<SystemProcess> {
  const script = fileURLToPath(new URL('./systemProcess.ts', import.meta.url));
  const options = [
    ...(demo ? ['--demo'] : []),
    ...(brokenStudy ? ['--broken-study'] : []),
    ...(signIn ? ['--sign-in'] : []),
    ...(outbox ? ['--outbox'] : []),
    ...(keep ? ['--keep'] : []),
    `--env=${JSON.stringify(env)}`,
  ];
  const child = spawn(process.execPath, [script, ...options], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done) throw new Error('the system ended before it was ready');
    return line.value;
  };
  const { url, dataDir, broken, setupLink } = JSON.parse(await nextLine()) as Pick<
    SystemProcess,
    'url' | 'dataDir' | 'broken' | 'setupLink'
  >;
  return {
    url,
    dataDir,
    broken,
    setupLink,
    stopArchive: async () => {
      child.stdin.write('stop-archive\n');
      await nextLine();
    },
    close: async () => {
      if (child.exitCode !== null) return;
      child.stdin.write('close\n');
      await once(child, 'exit');
    },
  };
}
