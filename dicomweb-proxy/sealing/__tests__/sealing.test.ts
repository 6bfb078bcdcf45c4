import { createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiskKeys } from '../DiskKeys.ts';
import { fileWriter, openDiskFile } from '../DiskFile.ts';
import { openBytes, sealBytes } from '../sealedBytes.ts';
import { SealBrokenError } from '../segments.ts';

/** Each id with a key of its own. */
const keysOf = (id: string, ...others: string[]): DiskKeys => ({
  id,
  fileKey: (salt, wanted = id) =>
    [id, ...others].includes(wanted) ? Buffer.from(hkdfSync('sha256', wanted, salt, 'test', 32)) : undefined,
});
const keys = keysOf('0badcafe');

function flipped(bytes: Buffer, at: number): Buffer {
  const bad = Buffer.from(bytes);
  bad.writeUInt8(bad.readUInt8(at) ^ 1, at);
  return bad;
}

describe('small files', () => {
  const clear = Buffer.from('ZHANG^SAN');

  it('open in their place with their key, and nowhere else', () => {
    const sealed = sealBytes(keys, clear, 'a/b');
    // Magic, key id, salt; what is sealed; tag.
    expect(sealed.length).toBe(4 + 4 + 16 + 9 + 16);
    expect(sealed.includes(clear)).toBe(false);
    expect(openBytes(keys, sealed, 'a/b')?.toString()).toBe('ZHANG^SAN');
    expect(openBytes(keys, sealed, 'a/c')).toBeUndefined();
    expect(openBytes(keysOf('deadbeef'), sealed, 'a/b')).toBeUndefined();
    // A later main key with the earlier one at hand.
    expect(openBytes(keysOf('deadbeef', '0badcafe'), sealed, 'a/b')?.toString()).toBe('ZHANG^SAN');
    expect(sealBytes(keys, clear, 'a/b').equals(sealed)).toBe(false);
  });

  it('do not open with any byte changed, cut, or in clear', () => {
    const sealed = sealBytes(keys, clear, 'a/b');
    for (let at = 0; at < sealed.length; at += 1) {
      expect(openBytes(keys, flipped(sealed, at), 'a/b')).toBeUndefined();
      expect(openBytes(keys, sealed.subarray(0, at), 'a/b')).toBeUndefined();
    }
    expect(openBytes(keys, clear, 'a/b')).toBeUndefined();
  });

  it('are AES-256-GCM with a key by HKDF', () => {
    const sealed = sealBytes(keys, clear, 'a/b');
    const key = Buffer.from(hkdfSync('sha256', '0badcafe', sealed.subarray(8, 24), 'test', 32));
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12));
    decipher.setAAD(Buffer.concat([sealed.subarray(0, 24), Buffer.from('a/b')]));
    decipher.setAuthTag(sealed.subarray(-16));
    const opened = Buffer.concat([decipher.update(sealed.subarray(24, -16)), decipher.final()]);
    expect(opened.toString()).toBe('ZHANG^SAN');
  });
});

describe('large files', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sealing-'));
    path = join(folder, 'file');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function write(clear: Buffer, chunkBytes: number, use: DiskKeys | undefined = keys): Promise<void> {
    const writer = fileWriter(use);
    const parts: Uint8Array[] = [];
    for (let at = 0; at < clear.length; at += chunkBytes)
      parts.push(writer.update(clear.subarray(at, at + chunkBytes)));
    parts.push(writer.end());
    await writeFile(path, Buffer.concat(parts));
  }

  async function read(start?: number, end?: number, use: DiskKeys | undefined = keys): Promise<Buffer> {
    const file = await openDiskFile(path, use);
    if (!file) throw new Error('does not open');
    try {
      return Buffer.concat(await Array.fromAsync(file.read(start, end)));
    } finally {
      await file.close();
    }
  }

  // Segments are of 65,536 bytes: none, one, whole ones, and a bit of another.
  it.each([0, 1, 65_535, 65_536, 65_537, 131_072, 200_001])('of %i bytes come back', async (length) => {
    const clear = randomBytes(length);
    for (const chunkBytes of [1_000, 65_536, 1_000_000]) {
      await write(clear, chunkBytes);
      const file = await openDiskFile(path, keys);
      expect(file?.bytes).toBe(length);
      await file?.close();
      expect((await read()).equals(clear)).toBe(true);
    }
    const segments = Math.max(1, Math.ceil(length / 65_536));
    expect((await readFile(path)).length).toBe(24 + length + 16 * segments);
  });

  it('give any range, byte for byte', async () => {
    const clear = randomBytes(200_001);
    await write(clear, 7_777);
    const edges = [0, 1, 65_535, 65_536, 65_537, 131_071, 131_072, 199_999, 200_001];
    for (const start of edges)
      for (const end of edges.filter((edge) => edge >= start))
        expect((await read(start, end)).equals(clear.subarray(start, end))).toBe(true);
  });

  it('notice what was changed where it is read, an end that is gone, and segments that changed places', async () => {
    const clear = Buffer.alloc(200_000, 5);
    await write(clear, 65_536);
    const sealed = await readFile(path);
    await writeFile(path, flipped(sealed, 24 + 65_552 + 10));
    await expect(read()).rejects.toThrow(SealBrokenError);
    expect((await read(0, 65_536)).equals(clear.subarray(0, 65_536))).toBe(true);
    await writeFile(path, sealed);
    await truncate(path, 24 + 2 * 65_552);
    await expect(read()).rejects.toThrow(SealBrokenError);
    const [first, second] = [sealed.subarray(24, 24 + 65_552), sealed.subarray(24 + 65_552, 24 + 2 * 65_552)];
    await writeFile(
      path,
      Buffer.concat([sealed.subarray(0, 24), second, first, sealed.subarray(24 + 2 * 65_552)]),
    );
    await expect(read(0, 1)).rejects.toThrow(SealBrokenError);
  });

  it('of another key, or in clear, do not open', async () => {
    await write(Buffer.alloc(100), 100);
    expect(await openDiskFile(path, keysOf('deadbeef'))).toBeUndefined();
    expect((await read(0, 100, keysOf('deadbeef', '0badcafe'))).length).toBe(100);
    await writeFile(path, Buffer.alloc(100));
    expect(await openDiskFile(path, keys)).toBeUndefined();
    const clear = await openDiskFile(path, undefined);
    expect(clear?.bytes).toBe(100);
    await clear?.close();
  });
});
