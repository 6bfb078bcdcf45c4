import { deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { isZip, unzip, zipLimits, ZipRefusedError } from '../unzip.ts';

const blob = (bytes: Uint8Array): Blob => new Blob([Uint8Array.from(bytes)]);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

async function filesOf(archive: Uint8Array, limits = zipLimits): Promise<[string, number][]> {
  const files: [string, number][] = [];
  for await (const file of unzip(blob(archive), limits)) files.push([file.name, file.size]);
  return files;
}

describe('unzip', () => {
  it('gives the files of all folders, stored and deflated, as they were', async () => {
    const noise = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251);
    const archive = zipSync({
      a: { IM1: noise, deeper: { IM2: [text('two'), { level: 0 }] } },
      IM3: text(''),
    });
    const found = [];
    for await (const file of unzip(blob(archive))) found.push(file);
    expect(found.map(({ name, size }) => [name, size])).toEqual([
      ['a/IM1', 300_000],
      ['a/deeper/IM2', 3],
      ['IM3', 0],
    ]);
    expect(new Uint8Array(await (found[0] as File).arrayBuffer())).toEqual(noise);
    expect(await isZip(blob(archive))).toBe(true);
    expect(await isZip(blob(text('DICM')))).toBe(false);
  });

  it('stops at a bomb, with the files before it', async () => {
    const limits = { ...zipLimits, ratioFromBytes: 500_000 };
    const bomb = zipSync({ good: text('good'), bomb: new Uint8Array(5_000_000) });
    const files: string[] = [];
    await expect(async () => {
      for await (const { name } of unzip(blob(bomb), limits)) files.push(name);
    }).rejects.toThrow(ZipRefusedError);
    expect(files).toEqual(['good']);
    const many = zipSync(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, text('x')])));
    await expect(filesOf(many, { ...zipLimits, files: 10 })).rejects.toThrow('more than 10 files');
    await expect(filesOf(bomb, { ...zipLimits, fileBytes: 1000 })).rejects.toThrow('bomb is larger');
  });

  it('refuses what is damaged or in another method', async () => {
    const archive = zipSync({ a: new Uint8Array(1000).map((_, i) => (i * 31) % 256) });
    const damaged = archive.slice();
    damaged.set(deflateRawSync(Buffer.from('xx')).fill(0xff), 40);
    await expect(filesOf(damaged)).rejects.toThrow(ZipRefusedError);
    const other = archive.slice();
    other[8] = 14; // LZMA
    await expect(filesOf(other)).rejects.toThrow(ZipRefusedError);
  });
});
