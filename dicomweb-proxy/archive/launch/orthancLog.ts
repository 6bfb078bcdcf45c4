import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync } from 'node:fs';

/** Moves `path` to `path.1`, `path.1` to `path.2` and so on, and forgets the oldest: `kept` old ones stay. */
export function rotateLog(path: string, kept = 3): void {
  for (let age = kept; age >= 1; age -= 1) {
    const from = age === 1 ? path : `${path}.${age - 1}`;
    if (existsSync(from)) renameSync(from, `${path}.${age}`);
  }
}

/** The last `count` non-empty lines of a log, oldest first; at most 16 KB are read. */
export function lastLines(path: string, count: number): string[] {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return [];
  }
  try {
    const { size } = fstatSync(file);
    const length = Math.min(size, 16_384);
    const tail = Buffer.alloc(length);
    readSync(file, tail, 0, length, size - length);
    return tail
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-count);
  } finally {
    closeSync(file);
  }
}
