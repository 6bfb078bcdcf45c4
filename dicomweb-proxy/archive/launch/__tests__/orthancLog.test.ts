import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastLines, rotateLog } from '../orthancLog.ts';

describe('the log of the archive', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yunying-test-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is put aside at each start; the oldest goes', () => {
    const path = join(folder, 'orthanc.log');
    for (const text of ['one', 'two', 'three', 'four']) {
      writeFileSync(path, text);
      rotateLog(path, 2);
    }
    expect(existsSync(path)).toBe(false);
    expect(readFileSync(`${path}.1`, 'utf8')).toBe('four');
    expect(readFileSync(`${path}.2`, 'utf8')).toBe('three');
    expect(existsSync(`${path}.3`)).toBe(false);
  });

  it('gives its last lines, also when it is long', () => {
    const path = join(folder, 'orthanc.log');
    writeFileSync(path, Array.from({ length: 5000 }, (_, i) => `line ${i + 1}`).join('\n') + '\n\n');
    expect(lastLines(path, 3)).toEqual(['line 4998', 'line 4999', 'line 5000']);
    expect(lastLines(join(folder, 'none.log'), 3)).toEqual([]);
  });
});
