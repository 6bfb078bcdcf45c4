import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type LevelWithSilent, type Logger, pino } from 'pino';
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
 * with `verbose` also warnings.
 */
export async function serverLogger(
  dataDir: string,
  options: { level: LevelWithSilent; verbose: boolean },
): Promise<ServerLogger> {
  const { level, verbose } = options;
  const path = join(dataDir, 'logs', 'yunying.log');
  mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o750 });
  rotate(path);
  const file = pino.destination({ dest: path, sync: false, mode: 0o640 });
  // Until the file is open, nothing could be written out at a sudden end.
  await once(file, 'ready');
  const terminal = pretty({
    destination: 2,
    sync: true,
    colorize: process.stderr.isTTY,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,hostname,req,res,responseTime',
  });
  const streams = [
    { level: 'trace' as const, stream: file },
    { level: verbose ? ('warn' as const) : ('error' as const), stream: terminal },
  ];
  return { logger: pino({ level }, pino.multistream(streams)), path, flush: () => file.flushSync() };
}
