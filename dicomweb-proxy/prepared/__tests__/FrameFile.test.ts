import { hkdfSync } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DiskKeys } from '../../sealing/index.ts';
import { DamagedFrameError, FrameFile } from '../FrameFile.ts';
import { decodeHead, encodeHead, headBytes } from '../frameRecord.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frame-file-'));
  path = join(folder, '1.2', '1.2.3', 'frames');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const version = 'f1f836cb4ea6efb2a0b1b99f41ad8b10';
const payload = (frame: number): Buffer => Buffer.alloc(100 + frame, frame);

function flipped(bytes: Buffer, bit: number): Buffer {
  const bad = Buffer.from(bytes);
  bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bad;
}

async function filled(frames: number): Promise<FrameFile> {
  const file = await FrameFile.open(path);
  await Promise.all(
    Array.from({ length: frames }, (_, i) => file.append(version, i + 1, 'htj2k', payload(i + 1))),
  );
  return file;
}

async function read(file: FrameFile, frame: number): Promise<Buffer | undefined> {
  const entry = file.find(version, frame);
  return entry && file.read(version, frame, entry);
}

describe('FrameFile', () => {
  it('gives back what was added, also after it was opened anew', async () => {
    const file = await filled(3);
    await file.append(version, 4, 'as-stored', Buffer.from('lossy'));
    expect((await read(file, 2))?.equals(payload(2))).toBe(true);
    await file.close();
    const again = await FrameFile.open(path);
    // Heads of 96 bytes, payloads of 101, 102, 103 and 5.
    expect(again.bytes).toBe(4 * 96 + 101 + 102 + 103 + 5);
    expect((await read(again, 3))?.equals(payload(3))).toBe(true);
    expect(again.find(version, 4)?.kind).toBe('as-stored');
    expect(again.find(version, 5)).toBeUndefined();
    expect(again.find('another', 1)).toBeUndefined();
    expect([...again.instanceVersions()]).toEqual([version]);
    await again.close();
  });

  it('takes the last record of a frame', async () => {
    const file = await filled(2);
    await file.append(version, 1, 'htj2k', payload(9));
    await file.close();
    const again = await FrameFile.open(path);
    expect((await read(again, 1))?.equals(payload(9))).toBe(true);
    await again.close();
  });

  it('notices a flipped bit of a frame when it is read', async () => {
    await (await filled(2)).close();
    const good = await readFile(path);
    for (let bit = 8 * headBytes; bit < 8 * (headBytes + 101); bit += 37) {
      await writeFile(path, flipped(good, bit));
      const file = await FrameFile.open(path);
      await expect(read(file, 1)).rejects.toMatchObject({ damage: 'changed' });
      expect(await read(file, 1)).toBeUndefined();
      expect((await read(file, 2))?.equals(payload(2))).toBe(true);
      await file.close();
    }
  });

  it('notices every flipped bit of a head', () => {
    const head = { kind: 'htj2k', instanceVersion: version, frameNumber: 7, length: 8, checksum: 9 } as const;
    const good = encodeHead(head);
    expect(decodeHead(good)).toEqual(head);
    for (let bit = 0; bit < 8 * headBytes; bit += 1) expect(decodeHead(flipped(good, bit))).toBeUndefined();
  });

  it('loses the last records of a file that was cut, and goes on from there', async () => {
    await (await filled(3)).close();
    for (const size of [0, 1, headBytes, headBytes + 101, headBytes + 102, 3 * headBytes]) {
      await (await filled(3)).close();
      await truncate(path, size);
      const file = await FrameFile.open(path);
      const left = size >= headBytes + 101 ? 1 : 0;
      expect(file.bytes).toBe(left * (headBytes + 101));
      await file.append(version, 3, 'htj2k', payload(3));
      expect((await read(file, 3))?.equals(payload(3))).toBe(true);
      expect(await read(file, 2)).toBeUndefined();
      await file.close();
      await rm(path);
    }
  });

  it('notices that it was cut while it was open', async () => {
    const file = await filled(3);
    await truncate(path, headBytes + 50);
    await expect(read(file, 1)).rejects.toMatchObject({ damage: 'cut' });
    await file.close();
  });

  it('does not take the zeros a crash may leave for a record', async () => {
    await (await filled(1)).close();
    const handle = await open(path, 'r+');
    await handle.truncate(5_000);
    await handle.close();
    const file = await FrameFile.open(path);
    expect(file.bytes).toBe(headBytes + 101);
    await file.close();
  });
});

describe('a FrameFile with keys', () => {
  const keysOf = (id: string): DiskKeys => ({
    id,
    fileKey: (salt, wanted = id) =>
      wanted === id ? Buffer.from(hkdfSync('sha256', id, salt, 'test', 32)) : undefined,
  });
  const keys = keysOf('0badcafe');
  // A file begins with 24 bytes; before a payload are head and nonce, behind it the tag.
  const recordBytes = (payloadBytes: number): number => 96 + 12 + payloadBytes + 16;

  async function sealed(frames: number): Promise<FrameFile> {
    const file = await FrameFile.open(path, 'write', keys);
    for (let frame = 1; frame <= frames; frame += 1)
      await file.append(version, frame, 'htj2k', payload(frame));
    return file;
  }

  it('gives back what was added, to other processes too, and has none of it in clear', async () => {
    const file = await sealed(2);
    const other = await FrameFile.open(path, 'read', keys);
    await file.append(version, 3, 'as-stored', payload(3));
    expect(await other.readMore()).toBe(true);
    for (const one of [file, other]) {
      expect(one.bytes).toBe(24 + recordBytes(101) + recordBytes(102) + recordBytes(103));
      for (let frame = 1; frame <= 3; frame += 1)
        expect((await read(one, frame))?.equals(payload(frame))).toBe(true);
    }
    const bytes = await readFile(path);
    for (let frame = 1; frame <= 3; frame += 1) expect(bytes.includes(Buffer.alloc(8, frame))).toBe(false);
    await file.close();
    await other.close();
    const again = await FrameFile.open(path, 'write', keys);
    await again.append(version, 4, 'htj2k', payload(4));
    expect((await read(again, 1))?.equals(payload(1))).toBe(true);
    expect((await read(again, 4))?.equals(payload(4))).toBe(true);
    await again.close();
  });

  it('notices every bit that turns in a record, and takes it for none of another frame', async () => {
    await (await sealed(2)).close();
    const good = await readFile(path);
    const second = 24 + recordBytes(101);
    for (let bit = 8 * second; bit < 8 * good.length; bit += 5) {
      await writeFile(path, flipped(good, bit));
      const file = await FrameFile.open(path, 'read', keys);
      expect((await read(file, 1))?.equals(payload(1))).toBe(true);
      const entry = file.find(version, 2);
      if (entry) await expect(file.read(version, 2, entry)).rejects.toThrow(DamagedFrameError);
      await file.close();
    }
    // What is of the second frame under the head of the first.
    const bytes = Buffer.from(good);
    await writeFile(path, bytes);
    const file = await FrameFile.open(path, 'read', keys);
    const [first, other] = [file.find(version, 1), file.find(version, 2)];
    if (!first || !other) throw new Error('not there');
    await expect(
      file.read(version, 1, { ...first, offset: other.offset, length: other.length }),
    ).rejects.toThrow(DamagedFrameError);
    await file.close();
  });

  it('begins anew over what was sealed with another key, and reads nothing of it', async () => {
    await (await sealed(2)).close();
    const reader = await FrameFile.open(path, 'read', keysOf('deadbeef'));
    expect([reader.find(version, 1), reader.bytes]).toEqual([undefined, 0]);
    await reader.close();
    const writer = await FrameFile.open(path, 'write', keysOf('deadbeef'));
    expect(writer.find(version, 1)).toBeUndefined();
    await writer.append(version, 7, 'htj2k', payload(7));
    expect((await read(writer, 7))?.equals(payload(7))).toBe(true);
    await writer.close();
  });

  it('is read once its writer has come to it', async () => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, Buffer.alloc(0));
    const reader = await FrameFile.open(path, 'read', keys);
    expect(await reader.readMore()).toBe(false);
    const writer = await sealed(1);
    expect(await reader.readMore()).toBe(true);
    expect((await read(reader, 1))?.equals(payload(1))).toBe(true);
    await reader.close();
    await writer.close();
  });
});
