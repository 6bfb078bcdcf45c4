import { readFileSync } from 'node:fs';
import os from 'node:os';

/** What a figure must be read with. */
export interface Machine {
  date: string;
  cpu: string;
  cores: number;
  memoryGb: number;
  load: number;
  system: string;
  node: string;
  yunying: string;
}

export function machine(): Machine {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return {
    date: new Date().toISOString(),
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    load: os.loadavg()[0] ?? 0,
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    yunying: (JSON.parse(manifest) as { version: string }).version,
  };
}

/** The conditions in two lines, for the head of a report; `more` names what else took part. */
export function machineLines(host: Machine, more: string): string[] {
  return [
    `${host.cpu}, ${host.cores} cores, ${host.memoryGb} GB, load ${host.load.toFixed(1)}; ${host.system}`,
    `Node ${host.node}, ${more}, Yunying ${host.yunying}; ${host.date}`,
  ];
}
