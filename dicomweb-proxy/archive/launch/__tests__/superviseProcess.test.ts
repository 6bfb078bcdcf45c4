import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { identifyProcess } from '../processIdentity.ts';
import { superviseProcess } from '../superviseProcess.ts';

describe('superviseProcess', () => {
  let folder = '';
  const started: number[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yunying-test-'));
    started.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const options = (script: string) => ({
    command: process.execPath,
    args: ['-e', script],
    logPath: join(folder, 'out.log'),
    logger: pino({ level: 'silent' }),
    onStart: (pid: number) => void started.push(pid),
    ready: async () => undefined,
    backOff: { firstMs: 10, maximumMs: 20 },
  });
  const alive = (pid: number | undefined) => pid !== undefined && identifyProcess(pid) !== undefined;

  it('starts a process again whenever it dies, until it is stopped', async () => {
    const supervisor = await superviseProcess(options('console.log("up"); setInterval(() => {}, 1000)'));
    for (const deaths of [1, 2]) {
      process.kill(started.at(-1)!, 'SIGKILL');
      await vi.waitFor(() => expect(started).toHaveLength(deaths + 1), 5_000);
    }
    expect(new Set(started).size).toBe(3);
    await supervisor.stop();
    expect(started.map(alive)).toEqual([false, false, false]);
    await new Promise((done) => setTimeout(done, 100)); // well past the back-off
    expect(started).toHaveLength(3);
  });

  it('does not wait for a process that dies before it is ready, and keeps its words', async () => {
    const attempt = superviseProcess({
      ...options('console.error("no database"); process.exit(3)'),
      ready: (signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    await expect(attempt).rejects.toThrow('exit code 3');
    expect(readFileSync(join(folder, 'out.log'), 'utf8')).toBe('no database\n');
    expect(started).toHaveLength(1);
  });

  it('names a command that is not there', async () => {
    const attempt = superviseProcess({
      ...options(''),
      command: join(folder, 'nothing'),
      ready: () => new Promise(() => undefined),
    });
    await expect(attempt).rejects.toThrow('ENOENT');
  });
});
