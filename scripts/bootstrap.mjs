// What every npm script of this project starts with. Plain JavaScript for any Node from 18 on: it makes sure the
// dependencies are there (Node 24 is one of them) and hands over to the TypeScript that does the work.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dependencyState, installDependencies, packagedNode } from './bootstrap/dependencies.mjs';
import { installLock } from './bootstrap/installLock.mjs';
import { createProgress } from './start/progress.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const commands = {
  start: 'scripts/start.ts',
  test: 'scripts/test.ts',
  import: 'scripts/import.ts',
  'verify-audit': 'scripts/verify-audit.ts',
  backup: 'scripts/backup.ts',
  restore: 'scripts/restore.ts',
  'admin-link': 'scripts/admin-link.ts',
  reseal: 'scripts/reseal.ts',
  'bench-first-image': 'perf/first-image/main.ts',
};

async function ensureDependencies() {
  if (dependencyState(root).ready) return;
  const progress = createProgress(process.stdout);
  const release = await installLock(root, (pid) =>
    progress.line(`Waiting for process ${pid}, which installs the dependencies`),
  );
  try {
    const state = dependencyState(root);
    if (state.ready) return;
    const step = progress.step(`Installing the dependencies (${state.reason})`);
    try {
      await installDependencies(root, step.update);
      step.done();
    } catch (error) {
      step.fail();
      throw error;
    }
  } finally {
    release();
  }
}

/** The npm that started this, as process numbers: the parent, and with a shell in between the one above it. */
function ancestry() {
  const parent = process.ppid;
  try {
    const [, name, , grandparent] = /^\d+ \((.*)\) (\S) (\d+)/s.exec(
      readFileSync(`/proc/${parent}/stat`, 'utf8'),
    );
    return /^(ba|da)?sh$/.test(name) ? `${parent} ${grandparent}` : `${parent}`;
  } catch {
    return `${parent}`;
  }
}

/** Runs the script under Node 24, passes signals on, and ends as it ends. */
function handOver(script, args) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  // The ipc channel is how the script notices that this process is gone, whatever ended it.
  const child = spawn(packagedNode(root), [join(root, script), ...args], {
    // Each thread of the C library's allocator keeps what it had at its peak: two share some 100 MB less than eight.
    env: { MALLOC_ARENA_MAX: '2', ...process.env, PATH: path },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event) {
    // npm killed outright leaves its scripts running: notice by the processes above and end in order.
    const above = ancestry();
    const watch = setInterval(() => {
      if (ancestry() === above) return;
      clearInterval(watch);
      child.kill('SIGTERM');
    }, 1000);
    watch.unref();
  }
  child.once('error', (error) => {
    process.stderr.write(`${packagedNode(root)} cannot be run: ${error.message}\n`);
    process.exit(1);
  });
  child.once('exit', (code, signal) =>
    process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1)),
  );
}

const [command = '', ...args] = process.argv.slice(2);
const script = Object.hasOwn(commands, command) ? commands[command] : undefined;
if (!script) {
  process.stderr.write(`Unknown command "${command}". Known: ${Object.keys(commands).join(', ')}.\n`);
  process.exit(2);
}
try {
  await ensureDependencies();
} catch (error) {
  process.stderr.write(
    `\n${error.message}\n\nWhat to do: check that this machine reaches the npm registry (npm ping) and has some 2 GB of disk free, then start again.\n`,
  );
  process.exit(1);
}
handOver(script, args);
