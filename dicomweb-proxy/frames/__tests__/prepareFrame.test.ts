import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import {
  decodeFrame,
  decodeHtj2kPrefix,
  encodeHtj2kLossless,
  htj2kRpclLossless,
  type ImagePixelModule,
} from '../../../pixels/index.ts';
import { grey as greyImage } from '../../../pixels/__tests__/image.ts';
import { createFramePool, FramePoolClosedError, FrameQueueFullError, type FramePool } from '../index.ts';

const littleEndian = '1.2.840.10008.1.2.1';
const logger = pino({ level: 'silent' });

const grey = (overrides: Partial<ImagePixelModule> = {}): ImagePixelModule =>
  greyImage({ rows: 60, columns: 80, ...overrides });

/** Goes through the whole range, 0xffff8000 (-32768) among it. */
const words = Uint16Array.from({ length: 60 * 80 }, (_, i) => (i === 7 ? 0x8000 : (i * 7919) % 65536));
const bytes = new Uint8Array(words.buffer);

const pools: FramePool[] = [];
function pool(options: Partial<Parameters<typeof createFramePool>[0]> = {}): FramePool {
  const created = createFramePool({ logger, threads: 1, ...options });
  pools.push(created);
  return created;
}
afterAll(() => Promise.all(pools.map((each) => each.close())));
const shared = pool();

describe('prepare', () => {
  it.each(['every-frame', 'sampled'] as const)(
    'gives HTJ2K with the values of the source (%s)',
    async (check) => {
      const image = grey({ pixelRepresentation: 1 });
      const prepared = await shared.prepare(bytes, littleEndian, image, { check });
      if (prepared.kind !== 'htj2k') throw new Error(prepared.reason);
      expect(prepared.transferSyntaxUid).toBe('1.2.840.10008.1.2.4.202');
      const { values } = await decodeFrame(prepared.bytes, prepared.transferSyntaxUid, image);
      expect(values).toEqual(new Int16Array(words.buffer));
      // The caller's bytes are still there.
      expect(bytes).toHaveLength(9600);
    },
  );

  it('says how many bytes make which size', async () => {
    const image = grey();
    const prepared = await shared.prepare(bytes, littleEndian, image);
    if (prepared.kind !== 'htj2k') throw new Error(prepared.reason);
    const prefix = prepared.bytes.subarray(0, prepared.prefixLengths[2]);
    const { frame, level } = await decodeHtj2kPrefix(prefix, image);
    expect([level, frame.columns, frame.rows]).toEqual([2, 20, 15]);
  });

  const jpegLsNear = new Uint8Array(
    [
      [0xff, 0xd8],
      [0xff, 0xf7, 0, 11, 16, 0, 60, 0, 80, 1, 1, 0x11, 0],
      [0xff, 0xda, 0, 8, 1, 1, 0, 2, 0, 0],
      [0, 0, 0xff, 0xd9],
    ].flat(),
  );
  const jpegDct = new Uint8Array(
    [
      [0xff, 0xd8],
      [0xff, 0xc0, 0, 11, 8, 0, 60, 0, 80, 1, 1, 0x11, 0],
      [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0],
      [0, 0, 0xff, 0xd9],
    ].flat(),
  );
  const shifted = jpegDct.slice();
  shifted[3] = 0xc3;
  shifted[24] = 0x02;
  const overlay = Uint16Array.from(words, (word, i) => (word & 0x0fff) | (i === 99 ? 0x8000 : 0));
  const signs = Int16Array.from(words, (word) => (word << 20) >> 20);

  it.each([
    ['lossy', 'JPEG-LS Near-Lossless', jpegLsNear, '1.2.840.10008.1.2.4.81', grey()],
    ['lossy', 'JPEG 2000 allows', bytes, '1.2.840.10008.1.2.4.91', grey()],
    ['lossy', 'HTJ2K allows', bytes, '1.2.840.10008.1.2.4.203', grey()],
    ['lossy', 'off by up to 2', jpegLsNear, '1.2.840.10008.1.2.4.80', grey()],
    ['lossy', 'DCT JPEG (SOF0)', jpegDct, '1.2.840.10008.1.2.4.70', grey({ bitsAllocated: 8 })],
    ['lossy', 'lost its 2 lowest bits', shifted, '1.2.840.10008.1.2.4.70', grey({ bitsAllocated: 8 })],
    ['lossy', 'MPEG-4', bytes, '1.2.840.10008.1.2.4.102', grey({ samplesPerPixel: 3 })],
    ['not-decodable', 'no decoder for JPEG 2000 Part 2', bytes, '1.2.840.10008.1.2.4.92', grey()],
    ['not-decodable', 'it is no transfer syntax', bytes, '1.2.3', grey()],
    ['not-decodable', '9600 bytes expected, 9000 found', bytes.subarray(600), littleEndian, grey()],
    ['not-encodable', 'colour', bytes, littleEndian, grey({ samplesPerPixel: 3, bitsAllocated: 8 })],
    ['not-encodable', 'signed', bytes, littleEndian, grey({ bitsAllocated: 8, pixelRepresentation: 1 })],
    [
      'not-encodable',
      'above High Bit',
      new Uint8Array(overlay.buffer),
      littleEndian,
      grey({ bitsStored: 12 }),
    ],
    ['already-htj2k', 'it is stored as HTJ2K', bytes, htj2kRpclLossless, grey()],
  ])('keeps as stored what is %s: %s', async (cause, reason, stored, transferSyntaxUid, image) => {
    const prepared = await shared.prepare(stored, transferSyntaxUid, image);
    expect(prepared).toMatchObject({ kind: 'as-stored', cause });
    expect('reason' in prepared && prepared.reason).toContain(reason);
  });

  it('takes repeated signs above High Bit for what they are', async () => {
    const image = grey({ bitsStored: 12, pixelRepresentation: 1 });
    const prepared = await shared.prepare(new Uint8Array(signs.buffer), littleEndian, image);
    if (prepared.kind !== 'htj2k') throw new Error(prepared.reason);
    expect((await decodeFrame(prepared.bytes, htj2kRpclLossless, image)).values).toEqual(signs);
  });

  it('notices the 9/7 wavelet under a lossless label', async () => {
    const image = grey();
    const frame = await decodeFrame(bytes, littleEndian, image);
    const stream = await encodeHtj2kLossless(frame, image);
    const cod = stream.findIndex((byte, i) => byte === 0xff && stream[i + 1] === 0x52);
    expect(stream[cod + 13]).toBe(1);
    stream[cod + 13] = 0;
    const prepared = await shared.prepare(stream, '1.2.840.10008.1.2.4.201', image);
    expect(prepared).toMatchObject({ kind: 'as-stored', cause: 'lossy' });
  });

  it('transcodes HTJ2K of another order, checked like the rest', async () => {
    const image = grey({ bitsStored: 16 });
    const stream = await encodeHtj2kLossless(await decodeFrame(bytes, littleEndian, image), image);
    const prepared = await shared.prepare(stream, '1.2.840.10008.1.2.4.201', image, { check: 'every-frame' });
    expect(prepared.kind).toBe('htj2k');
  });
});

describe('preparing in the background', () => {
  it('lets a reader overtake', async () => {
    const one = pool();
    const finished: string[] = [];
    const background = (name: string) =>
      one.prepare(bytes, littleEndian, grey()).then(() => finished.push(name));
    await Promise.all([
      background('running'),
      background('waiting'),
      one.decode(bytes, littleEndian, grey()).then(() => finished.push('reader')),
      one
        .prepare(bytes, littleEndian, grey(), { priority: 'reader' })
        .then(() => finished.push('reader wants it prepared')),
    ]);
    expect(finished).toEqual(['running', 'reader', 'reader wants it prepared', 'waiting']);
  });

  it('leaves a thread to readers', async () => {
    const two = pool({ threads: 2 });
    const finished: string[] = [];
    const background = [1, 2, 3].map(() =>
      two.prepare(bytes, littleEndian, grey()).then(() => finished.push('background')),
    );
    expect(two.load()).toMatchObject({ threads: 2, running: 1, waiting: { background: 2 } });
    const reader = two.decode(bytes, littleEndian, grey());
    expect(two.load().running).toBe(2);
    await Promise.all([...background, reader]);
    expect(finished).toHaveLength(3);
    expect(two.load()).toMatchObject({ running: 0, waiting: { background: 0 } });
  });

  it('has its share of the queue, and ends with the pool', async () => {
    const two = pool({ threads: 2, maxQueued: 4 });
    const jobs = [1, 2, 3].map(() => two.prepare(bytes, littleEndian, grey()));
    const outcomes = Promise.allSettled(jobs);
    await expect(two.prepare(bytes, littleEndian, grey())).rejects.toBeInstanceOf(FrameQueueFullError);
    await two.close();
    const [first, ...waiting] = await outcomes;
    expect(first).toMatchObject({ status: 'fulfilled', value: { kind: 'htj2k' } });
    for (const outcome of waiting)
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: expect.any(FramePoolClosedError) as unknown,
      });
  });
});
