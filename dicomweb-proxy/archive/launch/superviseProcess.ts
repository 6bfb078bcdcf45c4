import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Logger } from 'pino';
import { patienceMs } from './processClaim.ts';

export interface SupervisedProcess {
  command: string;
  args: string[];
  /** its output goes to the end of this file */
  logPath: string;
  logger: Logger;
  /** told whenever it has been started */
  onStart: (pid: number) => void;
  /** resolves when the process serves; rejects when `signal` aborts */
  ready: (signal: AbortSignal) => Promise<void>;
  /** waits between a death and the next start: doubled each time up to `maximumMs`, `firstMs` again after a steady minute */
  backOff?: { firstMs: number; maximumMs: number };
}

export interface Supervisor {
  /** ends the process (SIGTERM, then SIGKILL) and starts it no more */
  stop(): Promise<void>;
}

const steadyMs = 60_000;

interface Run {
  child: ChildProcess;
  startedAt: number;
  /** resolves with words for how it ended; never rejects */
  ended: Promise<string>;
}

function run({ command, args, logPath, onStart }: SupervisedProcess): Run {
  const log = openSync(logPath, 'a', 0o600);
  try {
    // A session of its own: Ctrl-C in the terminal must reach the proxy only, which ends the archive last.
    const child = spawn(command, args, { detached: true, stdio: ['ignore', log, log] });
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
    });
    if (child.pid !== undefined) onStart(child.pid);
    return { child, startedAt: Date.now(), ended };
  } finally {
    closeSync(log);
  }
}

/** Waits for readiness or death, whichever comes first; throws on death. */
async function serve(current: Run, ready: SupervisedProcess['ready']): Promise<void> {
  const abort = new AbortController();
  const death = current.ended.then((how) => {
    throw new Error(`it ended with ${how}`);
  });
  try {
    await Promise.race([ready(abort.signal), death]);
  } finally {
    abort.abort(new Error('no longer waited for'));
    death.catch(() => undefined);
  }
}

/**
 * Starts a process, waits until it serves, and from then on starts it again whenever it dies.
 * Rejects, with nothing left running, when it does not come up the first time.
 */
export async function superviseProcess(options: SupervisedProcess): Promise<Supervisor> {
  const { logger, ready } = options;
  const { firstMs, maximumMs } = options.backOff ?? { firstMs: 500, maximumMs: 30_000 };
  const stopping = new AbortController();
  let current = run(options);

  // Where the kernel does not do it (no setpriv): take the process along when this one leaves without stop().
  const leave = () => current.child.kill('SIGTERM');
  process.once('exit', leave);

  const end = async () => {
    current.child.kill('SIGTERM');
    const insist = setTimeout(() => current.child.kill('SIGKILL'), patienceMs);
    await current.ended;
    clearTimeout(insist);
    process.removeListener('exit', leave);
  };

  try {
    await serve(current, ready);
  } catch (error) {
    await end();
    throw error;
  }

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      stopping.signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
    });

  const watch = async () => {
    let waitMs = firstMs;
    for (;;) {
      const how = await current.ended;
      if (stopping.signal.aborted) return;
      if (Date.now() - current.startedAt > steadyMs) waitMs = firstMs;
      logger.error(
        { how, restartInMs: waitMs, log: options.logPath },
        'the archive process died; starting it again',
      );
      await pause(waitMs);
      if (stopping.signal.aborted) return;
      waitMs = Math.min(waitMs * 2, maximumMs);
      current = run(options);
      serve(current, ready).then(
        () => logger.info('the archive process serves again'),
        // Its death is seen above; one that lives but does not answer is what /readyz reports.
        (error: unknown) => logger.warn({ err: error }, 'the archive process does not answer'),
      );
    }
  };
  const watched = watch();

  return {
    async stop() {
      stopping.abort();
      await end();
      await watched;
    },
  };
}
