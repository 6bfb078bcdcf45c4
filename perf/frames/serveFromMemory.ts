import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('memoryServer.ts', import.meta.url));

/** Bare node:http in a process of its own, with the files of `paths` below `folder` in memory: what Node can do at most. */
export async function serveFromMemory(
  folder: string,
  pathsFile: string,
  contentType: string,
): Promise<{ origin: string; close(): Promise<void> }> {
  const child = spawn(process.execPath, [script, folder, pathsFile, contentType], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(() => undefined),
  ]);
  if (!line) throw new Error('bare node:http did not start');
  return {
    origin: `http://127.0.0.1:${String(line[0])}`,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
