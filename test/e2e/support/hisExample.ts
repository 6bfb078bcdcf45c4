import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const hisSecret = 'the secret of the hospital that is played';

/** The HIS of docs/his-example as a process of its own, on a free port of localhost: another site than 127.0.0.1. */
export async function startHis(yunyingUrl: string): Promise<{ origin: string; close(): Promise<void> }> {
  const script = fileURLToPath(new URL('../../../docs/his-example/server.mjs', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, HIS_SECRET: hisSecret, YUNYING_URL: yunyingUrl, PORT: '0' },
  });
  if (!child.stdout) throw new Error('the HIS says nothing');
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const [origin] = /http:\/\/localhost:\d+/.exec(String(value)) ?? [];
  if (!origin) throw new Error(`the HIS does not say where it is: ${value}`);
  return {
    origin,
    async close() {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}
