import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PreparedFiles } from '../PreparedFiles.ts';

let root: string;
let files: PreparedFiles;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'prepared-'));
  files = new PreparedFiles(join(root, 'prepared'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('PreparedFiles', () => {
  it('keeps what was written, and nothing else', async () => {
    expect(await files.read('1.2', '1.2.3', 'metadata.br')).toBeUndefined();
    await files.write('1.2', '1.2.3', 'metadata.br', Buffer.from('hello'));
    expect((await files.read('1.2', '1.2.3', 'metadata.br'))?.toString()).toBe('hello');
    expect(await readdir(join(root, 'prepared', '1.2', '1.2.3'))).toEqual(['metadata.br']);
    expect(await files.studies()).toEqual(['1.2']);
    expect(await files.series('1.2')).toEqual(['1.2.3']);
  });

  it.each([
    ['..', '1.2', 'a'],
    ['1.2', '..', 'a'],
    ['1.2', '1.2/../..', 'a'],
    ['1.2', '1.2', '../../x'],
    ['1.2', '1.2', '.hidden'],
    ['.', '.', 'a'],
    ['1'.repeat(65), '1.2', 'a'],
    ['', '1.2', 'a'],
  ])('never leaves its folder: %s %s %s', async (study, series, name) => {
    await expect(files.write(study, series, name, Buffer.from('x'))).rejects.toThrow(/not a/);
    await expect(files.read(study, series, name)).rejects.toThrow(/not a/);
    expect(await readdir(root)).toEqual([]);
  });

  it('prunes what is not wanted, leftovers of a crash included', async () => {
    for (const name of ['metadata-1.br', 'metadata-2.br', 'thumbnail.jpg']) {
      await files.write('1.2', '1.3', name, Buffer.from('x'));
    }
    await writeFile(join(root, 'prepared', '1.2', '1.3', 'metadata-1.br.0000.tmp'), 'half');
    await files.prune('1.2', '1.3', (name) => !name.startsWith('metadata-') || name.startsWith('metadata-2'));
    expect((await readdir(join(root, 'prepared', '1.2', '1.3'))).sort()).toEqual([
      'metadata-2.br',
      'thumbnail.jpg',
    ]);
    await files.removeStudy('1.2');
    expect(await files.studies()).toEqual([]);
  });

  it('takes an empty file for none: a disk that was full may leave one', async () => {
    await files.write('1.2', '1.3', 'metadata.br', Buffer.alloc(0));
    expect(await files.read('1.2', '1.3', 'metadata.br')).toBeUndefined();
  });
});
