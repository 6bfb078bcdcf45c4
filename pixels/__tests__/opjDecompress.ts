import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** OpenJPEG's command line tool (Debian: libopenjp2-tools) reads HTJ2K and shares nothing with the codecs in use. */
export const opjDecompressPresent = (() => {
  try {
    execFileSync('sh', ['-c', 'command -v opj_decompress'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write('opj_decompress is absent: comparisons with it are skipped\n');
    return false;
  }
})();

export interface Pgx {
  signed: boolean;
  precision: number;
  columns: number;
  rows: number;
  values: number[];
}

/** @param reduce how often the image is halved */
export function opjDecompress(codeStream: Uint8Array, reduce = 0): Pgx {
  const folder = mkdtempSync(join(tmpdir(), 'opj-'));
  try {
    writeFileSync(join(folder, 'in.j2c'), codeStream);
    const files = ['-i', join(folder, 'in.j2c'), '-o', join(folder, 'out.pgx')];
    execFileSync('opj_decompress', [...files, '-r', String(reduce)], { stdio: 'ignore' });
    return readPgx(readFileSync(join(folder, 'out_0.pgx')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** "PG ML + 12 32 32" and big endian samples. */
function readPgx(file: Buffer): Pgx {
  const headerEnd = file.indexOf(10);
  const [, , sign, ...numbers] = file.toString('latin1', 0, headerEnd).split(' ');
  const [precision = 0, columns = 0, rows = 0] = numbers.map(Number);
  const signed = sign === '-';
  const samples = file.subarray(headerEnd + 1);
  const read = (i: number) => {
    if (precision <= 8) return signed ? samples.readInt8(i) : samples.readUInt8(i);
    return signed ? samples.readInt16BE(2 * i) : samples.readUInt16BE(2 * i);
  };
  const values = Array.from({ length: rows * columns }, (_, i) => read(i));
  return { signed, precision, columns, rows, values };
}
