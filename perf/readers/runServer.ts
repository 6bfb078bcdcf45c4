import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface ServerProcess {
  url: string;
  /** with it the first administrator makes an account; undefined: nobody signs in, or there is one already */
  setupToken: string | undefined;
  pid: number;
  close(): Promise<void>;
}

const readyWithinMs = 120_000;

/** Starts server and archive over `dataDir` in a process of their own; its log goes to `folder`/server.log. */
export async function runServer(
  dataDir: string,
  folder: string,
  auth: 'none' | 'local' = 'none',
): Promise<ServerProcess> {
  const script = fileURLToPath(new URL('serverProcess.ts', import.meta.url));
  const log = join(folder, 'server.log');
  const child = spawn(process.execPath, [script, dataDir, auth], {
    // As `npm start` sets it.
    env: { MALLOC_ARENA_MAX: '2', ...process.env },
    stdio: ['pipe', 'pipe', openSync(log, 'w')],
  });
  if (!child.stdin || !child.stdout) throw new Error('a process without pipes');
  const { stdin, stdout } = child;
  const line = await Promise.race([
    once(createInterface({ input: stdout }), 'line'),
    once(child, 'exit').then(() => undefined),
  ]);
  if (!line) throw new Error(`the server ended before it was ready; its log is ${log}`);
  const { url, setupToken } = JSON.parse(String(line[0])) as Pick<ServerProcess, 'url' | 'setupToken'>;
  const exited = once(child, 'exit');
  const close = async (): Promise<void> => {
    stdin.end();
    await exited;
  };
  const until = performance.now() + readyWithinMs;
  while (!(await fetch(`${url}/readyz`)).ok) {
    if (performance.now() > until) {
      await close();
      throw new Error(`the server was not ready within ${readyWithinMs / 1000} s; its log is ${log}`);
    }
    await delay(200);
  }
  return { url, setupToken, pid: child.pid ?? 0, close };
}
