import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { connectCdp } from './cdpConnection.ts';
import { Traffic } from './traffic.ts';

const AUTO_ATTACH = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };

/**
 * Records what the browser with this user data folder (started with --remote-debugging-port=0) loads, in its pages
 * and in every kind of worker: a connection of our own, because each worker reports its requests in a session of its
 * own. Each is held until its session listens, so that nothing is missed.
 */
export async function recordTraffic(
  userDataDir: string,
): Promise<{ traffic: Traffic; browser: string; close(): void }> {
  const [port, address] = (await readFile(path.join(userDataDir, 'DevToolsActivePort'), 'utf8')).split('\n');
  const traffic = new Traffic();
  const connection = await connectCdp(`ws://127.0.0.1:${port}${address}`, (event) => {
    traffic.add(event);
    if (event.method !== 'Target.attachedToTarget') return;
    const { sessionId } = event.params as { sessionId: string };
    for (const [method, params] of [
      ['Network.enable', {}],
      ['Target.setAutoAttach', AUTO_ATTACH],
      ['Runtime.runIfWaitingForDebugger', {}],
    ] as const) {
      // a target may be gone already, or know no network (a tab, a worklet): there is nothing to record then
      connection.send(method, params, sessionId).catch(() => undefined);
    }
  });
  const version = (await connection.send('Browser.getVersion')) as { product: string };
  await connection.send('Target.setAutoAttach', AUTO_ATTACH);
  return { traffic, browser: version.product, close: () => connection.close() };
}
