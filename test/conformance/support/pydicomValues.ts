import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's Python, which has Debian's pydicom. */
const python = '/usr/bin/python3';

/** Debian: python3-pydicom, python3-numpy; Pillow (python3-pil) decodes JPEG for them. */
export const hasPydicom = ((): boolean => {
  try {
    execFileSync(python, ['-c', 'import pydicom, numpy, PIL'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

interface Line {
  offset: number;
  length: number;
  type: '|u1' | '<i2' | '<u2' | '<f8';
  error?: string;
}

/**
 * The values of all frames of each file that pydicom can decode: by frame, row, column and sample; YBR as RGB.
 * @param palettes their indices, or 8 bits of the colours that these stand for
 */
export function pydicomValues(
  paths: readonly string[],
  palettes: 'indices' | 'shown' = 'indices',
): Map<string, ArrayLike<number>> {
  const folder = mkdtempSync(join(tmpdir(), 'yunying-pydicom-'));
  try {
    const script = join(import.meta.dirname, 'pydicom_pixels.py');
    const out = join(folder, 'values');
    const lines = execFileSync(python, [script, out, palettes], {
      input: paths.join('\n'),
      stdio: ['pipe', 'pipe', 'ignore'],
      encoding: 'utf8',
    });
    const { buffer } = new Uint8Array(readFileSync(out));
    const entries = lines
      .trim()
      .split('\n')
      .map((line, i) => [paths[i] ?? '', JSON.parse(line) as Line] as const)
      .filter(([, { error }]) => error === undefined)
      .map(([path, line]) => [path, viewOf(buffer, line)] as const);
    return new Map(entries);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function viewOf(buffer: ArrayBuffer, { offset, length, type }: Line): ArrayLike<number> {
  switch (type) {
    case '|u1':
      return new Uint8Array(buffer, offset, length);
    case '<i2':
      return new Int16Array(buffer, offset, length);
    case '<u2':
      return new Uint16Array(buffer, offset, length);
    case '<f8':
      return new Float64Array(buffer, offset, length);
  }
}
