import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

const rotateAtBytes = 20 * 1024 ** 2;
const kept = 5;

function rotate(path: string): void {
  if (!existsSync(path) || statSync(path).size < rotateAtBytes) return;
  for (let age = kept; age >= 1; age -= 1) {
    const from = age === 1 ? path : `${path}.${age - 1}`;
    if (existsSync(from)) renameSync(from, `${path}.${age}`);
  }
}

export interface ServerLogger {
  logger: Logger;
  path: string;
  flush(): void;
}

/**
 * Everything goes to DATA_DIR/logs/yunying.log as JSON lines; the terminal sees only what went wrong,
 * with `verbose` also warnings and messages.
 */
export function serverLogger(dataDir: string, verbose = false): ServerLogger {
  const path = join(dataDir, 'logs', 'yunying.log');
  mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o750 });
  rotate(path);
  const file = pino.destination({ dest: path, sync: false, mode: 0o640 });
  const terminal = pretty({
    destination: 2,
    sync: true,
    colorize: process.stderr.isTTY,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,hostname,req,res,responseTime',
  });
  const streams = [
    { level: 'info' as const, stream: file },
    { level: verbose ? ('info' as const) : ('error' as const), stream: terminal },
  ];
  return { logger: pino({ level: 'info' }, pino.multistream(streams)), path, flush: () => file.flushSync() };
}
