import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PreparedFiles } from '../PreparedFiles.ts';

let root: string;
let files: PreparedFiles;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'prepared-'));
  files = new PreparedFiles(join(root, 'prepared'), pino({ level: 'silent' }));
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
    await writeFile(join(root, 'prepared', '1.2', '1.3', 'metadata.br'), '');
    expect(await files.read('1.2', '1.3', 'metadata.br')).toBeUndefined();
  });

  it('takes a file for none that is not as it was written: a bit turned, cut anywhere, without a checksum', async () => {
    const path = join(root, 'prepared', '1.2', '1.3', 'metadata.br');
    const written = Buffer.from([0x41, 0x42, 0x43, 0xff]);
    await files.write('1.2', '1.3', 'metadata.br', written);
    const onDisk = await readFile(path);
    expect(onDisk.readUInt32LE(4)).toBe(crc32(written));
    for (let bit = 0; bit < 8 * onDisk.length; bit += 1) {
      const turned = Buffer.from(onDisk);
      turned.writeUInt8(turned.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      await writeFile(path, turned);
      expect([bit, await files.read('1.2', '1.3', 'metadata.br')]).toEqual([bit, undefined]);
    }
    for (let length = 0; length < onDisk.length; length += 1) {
      await writeFile(path, onDisk.subarray(0, length));
      expect([length, await files.read('1.2', '1.3', 'metadata.br')]).toEqual([length, undefined]);
    }
    await writeFile(path, onDisk);
    expect(await files.read('1.2', '1.3', 'metadata.br')).toEqual(written);
  });

  it('takes what cannot be read for none: it is made again', async () => {
    await mkdir(join(root, 'prepared', '1.2', '1.3', 'metadata.br'), { recursive: true });
    expect(await files.read('1.2', '1.3', 'metadata.br')).toBeUndefined();
  });
});
