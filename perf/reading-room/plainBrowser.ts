import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectCdp } from '../first-image/cdpConnection.ts';
import { CHROMIUM_FLAGS } from '../first-image/coldBrowser.ts';
import type { ColdBrowserOptions } from '../first-image/coldBrowser.ts';

export interface PlainPage {
  /** What an expression gives, or its promise. @throws Error with what it threw */
  evaluate(expression: string): Promise<unknown>;
  /** Waits until an expression is true. @throws Error after `timeoutMs` */
  until(expression: string): Promise<void>;
  collectGarbage(): Promise<void>;
  heapBytes(): Promise<number>;
}

interface Evaluated {
  result: { value?: unknown };
  exceptionDetails?: { text: string; exception?: { description?: string } };
}

/**
 * A page of a new browser that no test program holds: those let the browser record what comes over the network, and it keeps the
 * bodies in the page's process, tens of megabytes for each study.
 */
export async function withPlainBrowser<Result>(
  url: string,
  options: ColdBrowserOptions & { timeoutMs: number },
  use: (page: PlainPage, userDataDir: string) => Promise<Result>,
): Promise<Result> {
  const userDataDir = await mkdtemp(path.join(tmpdir(), 'reading-room-'));
  const { width, height } = options.viewport;
  const flags = ['--headless=new', `--window-size=${width},${height}`, `--user-data-dir=${userDataDir}`];
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = spawn(options.executablePath, [...CHROMIUM_FLAGS, ...flags, ...sandbox, url], {
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  try {
    const { page, close } = await connect(userDataDir, url, options.timeoutMs);
    try {
      return await use(page, userDataDir);
    } finally {
      close();
    }
  } finally {
    browser.kill();
    await ended;
    await rm(userDataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function connect(
  userDataDir: string,
  url: string,
  timeoutMs: number,
): Promise<{ page: PlainPage; close(): void }> {
  const end = performance.now() + timeoutMs;
  const retried = async <Found>(what: string, find: () => Promise<Found | undefined>): Promise<Found> => {
    for (;;) {
      const found = await find().catch(() => undefined);
      if (found !== undefined) return found;
      if (performance.now() > end) throw new Error(`${what}: not within ${timeoutMs} ms`);
      await delay(100);
    }
  };
  const [port, address] = await retried('the browser has started', async () => {
    const lines = (await readFile(path.join(userDataDir, 'DevToolsActivePort'), 'utf8')).split('\n');
    return lines.length > 1 ? lines : undefined;
  });
  const connection = await connectCdp(`ws://127.0.0.1:${port}${address}`, () => undefined);
  const target = await retried(`${url} is open`, async () => {
    const { targetInfos } = (await connection.send('Target.getTargets')) as {
      targetInfos: { targetId: string; type: string; url: string }[];
    };
    return targetInfos.find(({ type, url: its }) => type === 'page' && its === url);
  });
  const { sessionId } = (await connection.send('Target.attachToTarget', {
    targetId: target.targetId,
    flatten: true,
  })) as { sessionId: string };
  const send = (method: string, params: object = {}): Promise<unknown> =>
    connection.send(method, params, sessionId);
  const evaluate = async (expression: string): Promise<unknown> => {
    const parameters = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails: thrown } = (await send('Runtime.evaluate', parameters)) as Evaluated;
    if (thrown) throw new Error(thrown.exception?.description ?? thrown.text);
    return result.value;
  };
  const page: PlainPage = {
    evaluate,
    async until(expression) {
      const latest = performance.now() + timeoutMs;
      while ((await evaluate(expression).catch(falseWhileLoading)) !== true) {
        if (performance.now() > latest) throw new Error(`${expression}: not within ${timeoutMs} ms`);
        await delay(100);
      }
    },
    collectGarbage: async () => void (await send('HeapProfiler.collectGarbage')),
    heapBytes: async () => ((await send('Runtime.getHeapUsage')) as { usedSize: number }).usedSize,
  };
  return { page, close: () => connection.close() };
}

/** While a page is being loaded there is nothing yet that an expression could be asked of. */
function falseWhileLoading(error: Error): false {
  if (error.message.includes('execution context')) return false;
  throw error;
}
