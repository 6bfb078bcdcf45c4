import { readFileSync } from 'node:fs';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** clock ticks between boot and the start of the process: /proc/<pid>/stat, field 22 of proc(5) */
  startTicks: string;
  bootId: string;
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** Who has this process number now; undefined when nobody has, when it is a zombie, or without /proc. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may itself hold blanks and parentheses: fields count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startTicks] = [fields[0], fields[19]];
    if (!startTicks || state === 'Z' || state === 'X') return undefined;
    return { pid, startTicks, bootId: bootId() };
  } catch {
    return undefined;
  }
}

/** True while exactly this process lives; a reused process number is not it. */
export function isAlive(identity: ProcessIdentity): boolean {
  const now = identifyProcess(identity.pid);
  return now?.startTicks === identity.startTicks && now.bootId === identity.bootId;
}

/** Reads what JSON.parse gave; undefined when it is not an identity. */
export function parseIdentity(value: unknown): ProcessIdentity | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, startTicks, bootId: boot } = value as Record<string, unknown>;
  if (typeof pid !== 'number' || typeof startTicks !== 'string' || typeof boot !== 'string') return undefined;
  return { pid, startTicks, bootId: boot };
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended between the look and the signal: what was wanted.
  }
}

/** Asks the process to end (SIGTERM), insists (SIGKILL) after `patienceMs`; true when it has ended. */
export async function endProcess(identity: ProcessIdentity, patienceMs: number): Promise<boolean> {
  for (const [name, waitMs] of [
    ['SIGTERM', patienceMs],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isAlive(identity)) return true;
    signal(identity.pid, name);
    const deadline = Date.now() + waitMs;
    while (Date.now() < deadline && isAlive(identity)) await new Promise((done) => setTimeout(done, 50));
  }
  return !isAlive(identity);
}
