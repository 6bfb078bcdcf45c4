import { pino } from 'pino';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import {
  FrameDecodeError,
  UnsupportedTransferSyntaxError,
  type ImagePixelModule,
} from '../../../pixels/index.ts';
import {
  createFramePool,
  FramePoolClosedError,
  FrameQueueFullError,
  FrameWorkerError,
  thumbnailSize,
  type FramePool,
  type JobPriority,
} from '../index.ts';

const littleEndian = '1.2.840.10008.1.2.1';
const logger = pino({ level: 'silent' });
const modality = { slope: 1, intercept: -1000, unit: 'HU' };

function image(columns: number, rows: number): ImagePixelModule {
  return {
    rows,
    columns,
    samplesPerPixel: 1,
    photometricInterpretation: 'MONOCHROME2',
    planarConfiguration: 0,
    bitsAllocated: 16,
    bitsStored: 16,
    highBit: 15,
    pixelRepresentation: 0,
    numberOfFrames: 1,
  };
}

/** Left half 1000, right half 1200. */
function halves(columns: number, rows: number): Uint8Array {
  const values = Uint16Array.from({ length: columns * rows }, (_, i) =>
    i % columns < columns / 2 ? 1000 : 1200,
  );
  return new Uint8Array(values.buffer);
}

const pools: FramePool[] = [];
function pool(options: { threads?: number; maxQueued?: number; timeoutMs?: number } = {}): FramePool {
  const created = createFramePool({ logger, threads: 1, ...options });
  pools.push(created);
  return created;
}
afterAll(() => Promise.all(pools.map((each) => each.close())));

const shared = pool({ threads: 2 });

describe('decode', () => {
  it('gives the values, and leaves the bytes to the caller', async () => {
    const bytes = Uint8Array.from([9, 9, 1, 0, 0xff, 0xff]);
    const frame = await shared.decode(bytes.subarray(2), littleEndian, image(2, 1));
    expect([...frame.values]).toEqual([1, 65535]);
    expect(frame.values).toBeInstanceOf(Uint16Array);
    expect([...bytes]).toEqual([9, 9, 1, 0, 0xff, 0xff]);
  });

  it('throws the same errors as decoding on the spot', async () => {
    const tooShort = shared.decode(new Uint8Array(2), littleEndian, image(2, 1));
    await expect(tooShort).rejects.toBeInstanceOf(FrameDecodeError);
    await expect(tooShort).rejects.toThrow('4 bytes expected, 2 found');
    const unknown = shared.decode(new Uint8Array(2), '1.2.840.10008.1.2.4.102', image(2, 1));
    await expect(unknown).rejects.toBeInstanceOf(UnsupportedTransferSyntaxError);
  });
});

describe('renderJpeg', () => {
  const greyAt = async (jpeg: Uint8Array, x: number, y: number) => {
    const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
    return data[(y * info.width + x) * info.channels];
  };

  it('applies rescale and window', async () => {
    // 0 HU and 200 HU in a window of 0 to 400: 100/400 grey.
    const voi = { center: 200, width: 400, function: 'linear-exact' } as const;
    const jpeg = await shared.renderJpeg(halves(64, 32), littleEndian, image(64, 32), { modality, voi }, {});
    const { width, height, format, channels } = await sharp(jpeg).metadata();
    expect([width, height, format, channels]).toEqual([64, 32, 'jpeg', 1]);
    expect(await greyAt(jpeg, 8, 16)).toBeLessThanOrEqual(1);
    expect(Math.abs(((await greyAt(jpeg, 56, 16)) ?? 0) - 128)).toBeLessThanOrEqual(1);
  });

  it('shows all values where there is no window', async () => {
    const jpeg = await shared.renderJpeg(halves(64, 32), littleEndian, image(64, 32), { modality }, {});
    expect(await greyAt(jpeg, 8, 16)).toBeLessThanOrEqual(1);
    expect(await greyAt(jpeg, 56, 16)).toBeGreaterThanOrEqual(254);
  });

  it('fits the viewport, keeps the shape of the body where pixels are not square, and does not enlarge', async () => {
    const sizeOf = async (size: object, pixelAspectRatio?: number) => {
      const presentation = { modality, ...(pixelAspectRatio && { pixelAspectRatio }) };
      const jpeg = await shared.renderJpeg(
        halves(400, 200),
        littleEndian,
        image(400, 200),
        presentation,
        size,
      );
      const { width, height } = await sharp(jpeg).metadata();
      return [width, height];
    };
    expect(await sizeOf(thumbnailSize)).toEqual([128, 64]);
    expect(await sizeOf({ maxWidth: 1000, maxHeight: 1000 })).toEqual([400, 200]);
    expect(await sizeOf({ maxWidth: 1000, maxHeight: 1000, enlarge: true })).toEqual([1000, 500]);
    // Pixels twice as high as wide: 400 x 400.
    expect(await sizeOf({ maxWidth: 100, maxHeight: 300 }, 2)).toEqual([100, 100]);
    // Half as high: 800 x 200.
    expect(await sizeOf({ maxWidth: 400, maxHeight: 400 }, 0.5)).toEqual([400, 100]);
  });

  it('goes through look-up tables and lays shutter and overlays over it', async () => {
    const cells = new Uint16Array(64 * 32).fill(1);
    // An overlay in bit 15 of the lower half, another one of 8 x 8 pixels in the upper left corner, a shutter to the right.
    cells.fill(1 | 0x8000, 64 * 16);
    const stored = { ...image(64, 32), bitsStored: 12, highBit: 11 };
    const plane = (group: string, side: number) => ({
      group,
      rows: side,
      columns: side,
      originRow: 1,
      originColumn: 1,
      type: 'G' as const,
      label: '',
      frames: undefined,
      layer: undefined,
    });
    const table = (...entries: number[]) => ({
      firstValue: 0,
      bits: 8,
      entries: Uint16Array.from(entries),
      explanation: '',
    });
    const jpeg = await shared.renderJpeg(
      new Uint8Array(cells.buffer),
      littleEndian,
      stored,
      {
        // 1 -> 3 -> 60 -> 100
        modality: { slope: 1, intercept: 0, unit: '', table: table(0, 3) },
        voiTable: table(0, 0, 0, 60, 255),
        presentationTable: table(...Array.from({ length: 256 }, (_, i) => (i === 60 ? 100 : i))),
        shutter: { shapes: [{ kind: 'rectangle', left: 0, top: 0, right: 48, bottom: 32 }], grey: 20 },
        overlays: [
          {
            plane: { ...plane('6000', 64), rows: 32, source: { bit: 15 } },
          },
          { plane: { ...plane('6002', 8), source: { uri: '/there' } }, bits: new Uint8Array(64).fill(1) },
        ],
      },
      { quality: 100 },
    );
    const greys = [
      await greyAt(jpeg, 3, 3),
      await greyAt(jpeg, 20, 4),
      await greyAt(jpeg, 58, 4),
      await greyAt(jpeg, 20, 28),
    ];
    [255, 100, 20, 255].forEach((grey, i) => expect(Math.abs((greys[i] ?? 0) - grey)).toBeLessThanOrEqual(2));
  });

  it('renders colour', async () => {
    const rgb = { ...image(16, 16), samplesPerPixel: 3, photometricInterpretation: 'RGB', bitsAllocated: 8 };
    const colour = { ...rgb, bitsStored: 8, highBit: 7 };
    const pixels = Uint8Array.from({ length: 768 }, (_, i) => [200, 100, 50][i % 3] ?? 0);
    const jpeg = await shared.renderJpeg(pixels, littleEndian, colour, { modality }, {});
    const { data } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
    expect(
      [...data.subarray(0, 3)].map((value, i) => Math.abs(value - ([200, 100, 50][i] ?? 0)) < 4),
    ).toEqual([true, true, true]);
  });
});

describe('the queue', () => {
  it('lets a reader overtake thumbnails, and thumbnails the background', async () => {
    const one = pool();
    const finished: string[] = [];
    const submit = (name: string, priority: JobPriority) =>
      one.decode(new Uint8Array(4), littleEndian, image(2, 1), { priority }).then(() => finished.push(name));
    await Promise.all([
      submit('running', 'background'),
      submit('background', 'background'),
      submit('preview', 'preview'),
      submit('reader 1', 'reader'),
      submit('reader 2', 'reader'),
    ]);
    expect(finished).toEqual(['running', 'reader 1', 'reader 2', 'preview', 'background']);
  });

  it('is bounded, for the background earlier than for readers', async () => {
    const one = pool({ maxQueued: 2 });
    const submit = (priority: JobPriority) =>
      one.decode(new Uint8Array(4), littleEndian, image(2, 1), { priority });
    const accepted = [submit('reader'), submit('background')];
    await expect(submit('background')).rejects.toBeInstanceOf(FrameQueueFullError);
    accepted.push(submit('reader'));
    expect(one.load()).toEqual({ threads: 1, running: 1, waiting: { reader: 1, preview: 0, background: 1 } });
    await expect(submit('reader')).rejects.toThrow('2 frames are waiting');
    expect(await Promise.all(accepted)).toHaveLength(3);
  });

  it('drops a job that nobody wants any more', async () => {
    const one = pool();
    const leaving = new AbortController();
    const running = one.decode(new Uint8Array(4), littleEndian, image(2, 1));
    const dropped = one.decode(new Uint8Array(4), littleEndian, image(2, 1), { signal: leaving.signal });
    leaving.abort(new Error('gone'));
    await expect(dropped).rejects.toThrow('gone');
    expect((await running).values).toHaveLength(2);
    expect(one.load().waiting.reader).toBe(0);
  });

  it('replaces a worker that takes too long', async () => {
    const impatient = pool({ timeoutMs: 1 });
    const large = impatient.decode(new Uint8Array(4096 * 4096 * 2), littleEndian, image(4096, 4096));
    await expect(large).rejects.toBeInstanceOf(FrameWorkerError);
    await expect(large).rejects.toThrow('gave up after 1 ms');
    expect(impatient.load().running).toBe(0);
  });

  it('refuses work after close, and rejects what waits', async () => {
    const one = pool();
    const running = one.decode(new Uint8Array(4), littleEndian, image(2, 1));
    const waiting = one.decode(new Uint8Array(4), littleEndian, image(2, 1));
    const outcome = expect(waiting).rejects.toBeInstanceOf(FramePoolClosedError);
    await one.close();
    await outcome;
    expect((await running).values).toHaveLength(2);
    await expect(one.decode(new Uint8Array(4), littleEndian, image(2, 1))).rejects.toThrow('shut down');
  });
});
