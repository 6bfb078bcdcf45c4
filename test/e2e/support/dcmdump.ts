import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The pixel data of a file as DCMTK takes it out (`dcmdump +W`): one buffer, or one for each item of encapsulated data. */
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

/** The bytes of each OB or OW value of an attribute in a file, in their order, as DCMTK prints them. */
export function dumpedBytes(file: string, tag: string): Buffer[] {
  const dump = execFileSync('dcmdump', ['-q', '+L', '+P', tag, file], {
    encoding: 'latin1',
    maxBuffer: 1 << 28,
  });
  return [...dump.matchAll(/ (OB|OW) ([0-9a-f\\]+)/g)].map(([, vr, text]) => {
    const numbers = (text as string).split('\\').map((one) => parseInt(one, 16));
    if (vr === 'OB') return Buffer.from(numbers);
    const bytes = Buffer.alloc(numbers.length * 2);
    numbers.forEach((word, i) => bytes.writeUInt16LE(word, 2 * i));
    return bytes;
  });
}
