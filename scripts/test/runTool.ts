import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** A runner that hangs must not hang the machine that waits for it. */
const patienceMs = 55 * 60_000;

/** What a user has set for a server of theirs must not reach the servers of the tests. */
const ownVariables = /^(HOST|PORT|DATA_DIR|ORTHANC_\w+|DICOM_\w+|DATABASE_URL|REDIS_URL|AUTH|DEMO)$/;

/**
 * Runs a script of node_modules under this very Node, without input, its output on ours.
 * Resolves with the exit code; null when it was ended by a signal or by our patience.
 */
export function runTool(
  root: string,
  script: string,
  args: string[],
  options: { signal: AbortSignal; env?: Record<string, string> },
): Promise<number | null> {
  const inherited = Object.entries(process.env).filter(([name]) => !ownVariables.test(name));
  const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' };
  const env = { ...Object.fromEntries(inherited), CI: 'true', ...plain, ...options.env };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
      signal: options.signal,
      timeout: patienceMs,
    });
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  });
}
