import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import {
  endProcess,
  identifyProcess,
  isAlive,
  parseIdentity,
  type ProcessIdentity,
} from '../processIdentity.ts';

describe('process identity', () => {
  const children: ChildProcess[] = [];
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

  async function sleeper(
    script = 'process.stdout.write("up"); setInterval(() => {}, 1000)',
  ): Promise<ProcessIdentity> {
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    children.push(child);
    await once(child.stdout!, 'data');
    return identifyProcess(child.pid!)!;
  }

  it('knows this process, also after a way through JSON', () => {
    const identity = identifyProcess(process.pid);
    expect(isAlive(parseIdentity(JSON.parse(JSON.stringify(identity)))!)).toBe(true);
  });

  it('ends a process', async () => {
    const identity = await sleeper();
    expect(await endProcess(identity, 5_000)).toBe(true);
    expect(isAlive(identity)).toBe(false);
  });

  it('ends a process that does not want to', async () => {
    const identity = await sleeper(
      'process.on("SIGTERM", () => {}); process.stdout.write("up"); setInterval(() => {}, 1000)',
    );
    expect(await endProcess(identity, 200)).toBe(true);
    expect(isAlive(identity)).toBe(false);
  });

  it.each<[string, Partial<ProcessIdentity>]>([
    ['started at another time', { startTicks: '1' }],
    ['started before the last boot', { bootId: '00000000-0000-0000-0000-000000000000' }],
  ])('leaves a process alone that has the number but %s', async (_, other) => {
    const identity = await sleeper();
    expect(await endProcess({ ...identity, ...other }, 200)).toBe(true);
    expect(isAlive(identity)).toBe(true);
  });

  it('takes nothing else for an identity', () => {
    for (const value of [undefined, null, 7, {}, { pid: '7', startTicks: '1', bootId: 'x' }, { pid: 7 }]) {
      expect(parseIdentity(value)).toBeUndefined();
    }
  });
});
