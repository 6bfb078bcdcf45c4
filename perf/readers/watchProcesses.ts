import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';

/** What processes used between two looks. */
export interface Usage {
  /** processors used on average */
  cores: number;
  /** greatest resident memory seen, bytes */
  peakBytes: number;
}

interface Look {
  at: number;
  /** of each process that is or was there */
  cpuSeconds: Map<number, number>;
}

/** Linux counts processor time in hundredths of a second for programs (USER_HZ), whatever its own clock. */
const ticksPerSecond = 100;
const pageBytes = 4096;

/**
 * Watches groups of processes through /proc, once a second; `groups` is asked each time for the numbers in each group.
 * Elsewhere than on Linux there are no figures.
 */
export function watchProcesses<Name extends string>(
  groups: () => Record<Name, number[]>,
): { stop(): { usage: Partial<Record<Name, Usage>>; machineCores: number } } {
  const machineBegan = machineSeconds();
  const first = new Map<Name, Look>();
  const last = new Map<Name, Look>();
  const peaks = new Map<Name, number>();
  const look = (): void => {
    for (const [name, pids] of Object.entries(groups()) as [Name, number[]][]) {
      const cpuSeconds = new Map(last.get(name)?.cpuSeconds);
      let bytes = 0;
      for (const pid of pids) {
        const found = readStat(pid);
        if (!found) continue;
        cpuSeconds.set(pid, found.cpuSeconds);
        bytes += found.bytes;
      }
      if (cpuSeconds.size === 0) continue;
      peaks.set(name, Math.max(bytes, peaks.get(name) ?? 0));
      last.set(name, { at: performance.now(), cpuSeconds });
      if (!first.has(name)) first.set(name, { at: performance.now(), cpuSeconds });
    }
  };
  look();
  const timer = setInterval(look, 1000);
  return {
    stop() {
      clearInterval(timer);
      look();
      const machine = machineSeconds();
      return {
        machineCores: (machine.busy - machineBegan.busy) / Math.max(0.001, machine.at - machineBegan.at),
        usage: Object.fromEntries(
          [...last].map(([name, { at, cpuSeconds }]) => {
            const began = first.get(name) ?? { at, cpuSeconds };
            const used = sum(cpuSeconds) - sum(began.cpuSeconds);
            const seconds = Math.max(0.001, (at - began.at) / 1000);
            return [name, { cores: used / seconds, peakBytes: peaks.get(name) ?? 0 }];
          }),
        ) as Partial<Record<Name, Usage>>,
      };
    },
  };
}

/** Processor seconds of everything on the machine so far. */
function machineSeconds(): { at: number; busy: number } {
  const busyMs = os
    .cpus()
    .reduce((total, { times }) => total + times.user + times.nice + times.sys + times.irq, 0);
  return { at: performance.now() / 1000, busy: busyMs / 1000 };
}

/** All processes that `pid` started, and those they started. */
export function descendants(pid: number): number[] {
  const children = listChildren(pid);
  return [...children, ...children.flatMap(descendants)];
}

function listChildren(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

function readStat(pid: number): { cpuSeconds: number; bytes: number } | undefined {
  try {
    // The name stands in brackets and may hold spaces; after it user and system time are the 12th and 13th field.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { cpuSeconds: ticks / ticksPerSecond, bytes: Number(fields[21]) * pageBytes };
  } catch {
    return undefined;
  }
}

const sum = (values: Map<number, number>): number => [...values.values()].reduce((a, b) => a + b, 0);
