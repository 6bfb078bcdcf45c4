import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeProblem } from './start/StartProblem.ts';
import { startYunying } from './start/startYunying.ts';
import { onStopRequest } from './start/stopRequests.ts';

/**
 * `npm start`: from whatever is there to an address that can be opened. `--dev`: with hot reload of the viewer; `--tls`: as TLS=1;
 * `--unattended`: nobody sits before it, what it prints is kept as a log.
 */
const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const args = process.argv.slice(2);
const known = ['--dev', '--tls', '--unattended'];
const unknown = args.filter((arg) => !known.includes(arg));
if (unknown.length > 0) {
  process.stderr.write(`Unknown option ${unknown.join(' ')}. Known: ${known.join(', ')}.\n`);
  process.exit(2);
}

const stopping = new AbortController();
const undo: (() => Promise<void> | void)[] = [];

/** Ends what was started, last first; a step that fails does not keep the others from ending. */
async function unwind(): Promise<void> {
  for (let step = undo.pop(); step; step = undo.pop()) {
    try {
      await step();
    } catch (error) {
      process.stderr.write(`While ending: ${describeProblem(error)}\n`);
      process.exitCode = 1;
    }
  }
}

onStopRequest(
  (why) => {
    stopping.abort(new Error(`asked to end (${why})`));
    process.stdout.write('\nEnding …\n');
    void unwind().then(() => {
      process.stdout.write('Ended.\n');
      process.exit();
    });
  },
  () => process.exit(1),
);

for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    process.stderr.write(`\nA fault in the program itself: ${describeProblem(error)}\n`);
    void unwind().then(() => process.exit(1));
  });
}

try {
  await startYunying({
    root,
    dev: args.includes('--dev'),
    tls: args.includes('--tls'),
    unattended: args.includes('--unattended'),
    signal: stopping.signal,
    undo,
  });
} catch (error) {
  if (!stopping.signal.aborted) {
    process.stderr.write(`\n${describeProblem(error)}\n`);
    await unwind();
    process.exit(1);
  }
}
