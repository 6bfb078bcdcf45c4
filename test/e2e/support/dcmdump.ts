import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The big values of a file as DCMTK takes them out of it (`dcmdump +W`), in their order: pixel items, waveforms, documents. */
export function rawValues(file: string): Buffer[] {
  const scratch = mkdtempSync(join(tmpdir(), 'yunying-dcmdump-'));
  try {
    execFileSync('dcmdump', ['-q', '+W', scratch, file]);
    const number = (name: string): number => Number(/\.(\d+)\.raw$/.exec(name)?.[1]);
    return readdirSync(scratch)
      .toSorted((a, b) => number(a) - number(b))
      .map((name) => readFileSync(join(scratch, name)));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The values of an attribute in a file, in their order, wherever it stands. @param tag `0008,1155` */
export function dumpedValues(file: string, tag: string): string[] {
  const dump = execFileSync('dcmdump', ['-q', '-Un', '+L', '+P', tag, file], { encoding: 'latin1' });
  return [...dump.matchAll(/\[([^\]]*)\]/g)].map(([, value]) => value as string);
}
