import { afterEach, describe, expect, it } from 'vitest';
import type { FrameRef } from '../../series/frameRef.ts';
import { sampleLine } from '../../measurements/lineProfile.ts';
import { polygonRegion } from '../../measurements/regionSpans.ts';
import { regionStatistics } from '../../measurements/regionStatistics.ts';
import { deriveStack } from '../deriveStack.ts';
import { ResliceEngine } from '../resliceEngine.ts';
import type { ReslicePort } from '../resliceMessages.ts';
import { SupersededError } from '../sliceQueue.ts';
import type { VolumeGeometry } from '../volumeGeometry.ts';
import { VolumeReslicer, type ReslicedFrame } from '../volumeReslicer.ts';
import type { VoxelArray } from '../voxels.ts';
import { HeldFrames } from './heldFrames.ts';
import { placeOf } from './slowReslice.ts';
import { noise, paint, stacked, syntheticFrames, volumeOf } from './syntheticVolume.ts';

const ports: MessagePort[] = [];
afterEach(() => ports.splice(0).forEach((port) => port.close()));

function reslicerOf(source: HeldFrames, maxVolumeBytes = 1e9): VolumeReslicer {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  new ResliceEngine(port2 as unknown as ReslicePort);
  return new VolumeReslicer(source, { maxVolumeBytes, port: port1 as unknown as ReslicePort });
}

const once = (target: EventTarget, event: string): Promise<Event> =>
  new Promise((resolve) => target.addEventListener(event, resolve, { once: true }));

const size = { columns: 16, rows: 12, positions: stacked(33, [0, 0, 0], [0, 0, 3]) };
const count = size.positions.length;
const all = Array.from({ length: count }, (_, k) => k);
/** Spread over the volume: enough for a first picture. */
const even = all.filter((k) => k % 2 === 0);
const odd = all.filter((k) => k % 2 === 1);

interface Opened {
  frames: FrameRef[];
  images: VoxelArray[];
  volume: VolumeGeometry;
  source: HeldFrames;
  reslicer: VolumeReslicer;
}

function opened(
  value: Parameters<typeof paint>[1],
  {
    previewLevel,
    previewAfterMs,
    maxVolumeBytes,
    arrived = [],
  }: { previewLevel?: number; previewAfterMs?: number; maxVolumeBytes?: number; arrived?: number[] } = {},
): Opened {
  const frames = syntheticFrames(size);
  const images = paint(frames, value);
  const source = new HeldFrames(frames, images, previewLevel, previewAfterMs);
  source.arrive(...arrived);
  const volume = volumeOf(frames);
  const reslicer = reslicerOf(source, maxVolumeBytes);
  reslicer.open(volume);
  return { frames, images, volume, source, reslicer };
}

const random = noise(3);
const speckled = (): number => Math.floor(random() * 2000) - 1000;
const coronalRow = (images: readonly VoxelArray[], row: number): number[] =>
  images.flatMap((image) => [...image.subarray(row * size.columns, (row + 1) * size.columns)]);
/** The middle coronal slice has the head on top: of these frames the last one. */
const coronal = ({ volume }: Opened, row = 6): FrameRef =>
  deriveStack(volume, 'coronal').frames[row] as FrameRef;
const upright = (values: ArrayLike<number>): number[] => {
  const lines = Array.from({ length: count }, (_, k) =>
    Array.from(values).slice(k * size.columns, (k + 1) * size.columns),
  );
  return lines.toReversed().flat();
};

describe('VolumeReslicer', () => {
  it('gives the voxels exactly, once they are all there, and leaves the page its own', async () => {
    const room = opened(speckled, { arrived: all });
    await once(room.reslicer, 'complete');
    const slice = await room.reslicer.load(coronal(room));
    expect(upright(slice.values)).toEqual(coronalRow(room.images, 6));
    expect(slice).toMatchObject({
      rows: 33,
      columns: 16,
      fidelity: 'lossless',
      min: Math.min(...slice.values),
      max: Math.max(...slice.values),
    });
    expect(room.source.images.every(({ values }) => values.length === 16 * 12)).toBe(true);
    expect(room.reslicer.progress(room.volume.id)).toMatchObject({ full: 33, complete: true, decimation: 1 });
  });

  it('is complete from the first frames on, interpolating what is missing, and says so', async () => {
    const room = opened((_column, _row, frame) => frame ** 2, { arrived: even });
    const slice = await waitFor(room, ({ full }) => full === even.length);
    // The mean of (k - 1)² and (k + 1)² is k² + 1.
    const expected = all.map((k) => k ** 2 + (k % 2));
    expect(upright(slice.values)).toEqual(expected.flatMap((value) => Array<number>(16).fill(value)));
    expect(slice.fidelity).toBe('partial');
  });

  it('makes no picture of slices of one end only', async () => {
    const room = opened(speckled, { arrived: all.slice(0, 8) });
    let made = false;
    const slice = room.reslicer.load(coronal(room)).then(() => (made = true));
    await once(room.reslicer, 'refined');
    expect(made).toBe(false);
    room.source.arrive(...even);
    expect(await slice).toBe(true);
  });

  it('tells when a picture would be truer, until it is as true as can be', async () => {
    const room = opened(speckled, { arrived: even });
    const first = await waitFor(room, ({ full }) => full === even.length);
    expect(room.reslicer.isStale(coronal(room), first)).toBe(false);
    room.source.arrive(1, 3);
    await once(room.reslicer, 'refined');
    expect(room.reslicer.isStale(coronal(room), first)).toBe(true);
    const axial = deriveStack(room.volume, 'acquired').frames[2] as FrameRef;
    const layer = await room.reslicer.load(axial);
    expect(layer.fidelity).toBe('lossless');
    room.source.arrive(...odd);
    await once(room.reslicer, 'complete');
    // The layer needs none of those that came last.
    expect(room.reslicer.isStale(axial, layer)).toBe(false);
    const last = await room.reslicer.load(coronal(room));
    expect(last.fidelity).toBe('lossless');
    expect(upright(last.values)).toEqual(coronalRow(room.images, 6));
    expect(await room.reslicer.load(coronal(room))).toBe(last);
  });

  it('claims only what is still to come', async () => {
    const room = opened(speckled, { arrived: even });
    await waitFor(room, ({ full }) => full === even.length);
    await once(room.reslicer, 'refined');
    const claimed = room.source.prefetched.at(-1)?.map(({ instanceNumber }) => instanceNumber);
    expect(claimed?.slice(0, 6)).toEqual([18, 16, 20, 14, 22, 12]);
    expect(claimed).toHaveLength(odd.length);
  });

  it('shows a small image of frames that are not there, at the right place', async () => {
    const spot = { column: 9, row: 5 };
    const room = opened(
      (column, row) =>
        Math.round(1000 * Math.exp(-((column - spot.column) ** 2 + (row - spot.row) ** 2) / 12)),
      { previewLevel: 1 },
    );
    await waitFor(room, ({ previews }) => previews >= even.length);
    const axial = deriveStack(room.volume, 'axial').frames[4] as FrameRef;
    const slice = await room.reslicer.load(axial);
    expect(slice.fidelity).toBe('partial');
    const centre = { column: 0, row: 0, mass: 0 };
    slice.values.forEach((value, at) => {
      centre.column += value * (at % 16);
      centre.row += value * Math.floor(at / 16);
      centre.mass += value;
    });
    expect(Math.abs(centre.column / centre.mass - spot.column)).toBeLessThan(0.1);
    expect(Math.abs(centre.row / centre.mass - spot.row)).toBeLessThan(0.1);
    expect(slice.max).toBeGreaterThan(800);
    room.source.arrive(...all);
    await once(room.reslicer, 'complete');
    expect((await room.reslicer.load(axial)).values).toEqual(room.images[4]);
  });

  it('gets small images of all frames where they come slowly', async () => {
    const room = opened(speckled, { previewLevel: 1, previewAfterMs: 70 });
    await waitFor(room, ({ previews }) => previews === count);
  });

  it('says which pixels of a free plane are outside the volume, and counts them as nothing', async () => {
    const room = opened(() => 40, { arrived: all });
    await once(room.reslicer, 'complete');
    const slices = deriveStack(room.volume, { normal: [0.3, 0.4, 0.5], up: [0, 0, 1] }).frames;
    const slice = await room.reslicer.load(slices[Math.floor(slices.length / 2)] as FrameRef);
    const { padding, rows, columns, values, min, max } = slice;
    expect(padding).toEqual({ low: -32768, high: -32768 });
    expect([min, max]).toEqual([40, 40]);
    const whole = [
      [-0.5, -0.5],
      [columns, -0.5],
      [columns, rows],
      [-0.5, rows],
    ] as const;
    const inside = Array.from(values).filter((value) => value === 40).length;
    expect(inside).toBeLessThan(values.length);
    expect(regionStatistics(slice, polygonRegion(whole))).toMatchObject({
      pixels: inside,
      mean: 40,
      minimum: 40,
    });
    expect(sampleLine(slice, [0, 0], [columns - 1, rows - 1]).values).not.toContain(-32768);
    const axial = await room.reslicer.load(deriveStack(room.volume, 'axial').frames[3] as FrameRef);
    expect(axial.padding).toBeUndefined();
  });

  it('drops what an owner does not want any more, and finishes what is begun', async () => {
    const room = opened(speckled, { arrived: all });
    await once(room.reslicer, 'complete');
    const slices = deriveStack(room.volume, { normal: [0.3, 0.4, 0.5], up: [0, 0, 1] }).frames;
    const wishes = slices.slice(0, 4).map((frame) => room.reslicer.load(frame, { owner: 'viewport 1' }));
    const other = room.reslicer.load(slices[4] as FrameRef, { owner: 'viewport 2' });
    const outcomes = await Promise.allSettled(wishes);
    const rejected = outcomes.flatMap((outcome, index) => (outcome.status === 'rejected' ? [index] : []));
    expect(rejected).toEqual([2]);
    expect((outcomes[2] as PromiseRejectedResult).reason).toBeInstanceOf(SupersededError);
    expect((await other).rows).toBeGreaterThan(0);
  });

  it('keeps a volume that is too large with fewer columns and rows, and never calls that lossless', async () => {
    // Linear, so that means of blocks and interpolation between them give it back.
    const room = opened((column, row, frame) => 8 * column + 4 * row + 100 * frame, {
      arrived: all,
      maxVolumeBytes: (16 * 12 * count * 2) / 4,
    });
    await once(room.reslicer, 'complete');
    expect(room.reslicer.progress(room.volume.id)?.decimation).toBe(2);
    const frame = deriveStack(room.volume, 'coronal', { mode: 'avgip', thicknessMm: 1 })
      .frames[6] as FrameRef;
    const slice = await room.reslicer.load(frame);
    expect(slice).toMatchObject({ fidelity: 'partial', columns: 16, rows: count });
    slice.values.forEach((value, at) => {
      const [x, y, z] = placeOf(frame, at % 16, Math.floor(at / 16));
      if (x >= 1 && x <= 14) expect(Math.abs(value - (8 * x + 4 * y + (100 * z) / 3))).toBeLessThan(0.51);
    });
  });

  it('keeps the second of two volumes smaller where both do not fit', async () => {
    const bytes = 16 * 12 * count * 2;
    const room = opened(speckled, { arrived: all, maxVolumeBytes: 1.5 * bytes });
    const other = volumeOf(
      syntheticFrames({ ...size, positions: stacked(count - 1, [0, 0, 500], [0, 0, 3]) }),
    );
    expect(other.id).not.toBe(room.volume.id);
    expect(room.reslicer.fits(other)).toBe(false);
    room.reslicer.open(other);
    expect(room.reslicer.progress(other.id)?.decimation).toBe(2);
    room.reslicer.close(other.id);
    room.reslicer.close(room.volume.id);
    expect(room.reslicer.fits(other)).toBe(true);
  });

  it('makes slabs of a decimated volume anew when a neighbour comes that they only touch', async () => {
    const quarter = (16 * 12 * count * 2) / 4;
    const room = opened((_column, _row, frame) => 100 * frame ** 2, {
      arrived: all.filter((k) => k !== 15),
      maxVolumeBytes: quarter,
    });
    // 2 mm lie within layer 16, 3 mm thick, but its samples between 15.67 and 16.33 are made of 15 and 17 too.
    const slab = { mode: 'mip', thicknessMm: 2 } as const;
    const frame = deriveStack(room.volume, 'acquired', slab).frames[16] as FrameRef;
    expect(frame.derived?.layers).toEqual([16, 16]);
    const first = await waitFor(room, ({ full }) => full === count - 1, frame);
    expect(room.reslicer.isStale(frame, first)).toBe(false);
    room.source.arrive(15);
    await once(room.reslicer, 'complete');
    expect(room.reslicer.isStale(frame, first)).toBe(true);
  });

  it('is complete when the last frame that can be had is there', async () => {
    const room = opened(speckled, { arrived: all.filter((k) => k !== 7) });
    const complete = once(room.reslicer, 'complete');
    room.source.fail(7);
    await complete;
    expect(room.reslicer.progress(room.volume.id)).toMatchObject({ full: count - 1, failed: 1 });
    expect((await room.reslicer.load(coronal(room))).fidelity).toBe('partial');
  });

  it('gives one owner its picture although another one who wants the same has moved on', async () => {
    const room = opened(speckled, { arrived: all });
    await once(room.reslicer, 'complete');
    const wishes = [
      room.reslicer.load(coronal(room, 3), { owner: 'a' }),
      room.reslicer.load(coronal(room, 4), { owner: 'a:next' }),
      room.reslicer.load(coronal(room, 6), { owner: 'a' }),
    ];
    const same = room.reslicer.load(coronal(room, 6), { owner: 'b' });
    wishes.push(room.reslicer.load(coronal(room, 7), { owner: 'a' }));
    await Promise.allSettled(wishes);
    expect(upright((await same).values)).toEqual(coronalRow(room.images, 6));
    await expect(wishes[1]).resolves.toBeDefined();
  });

  it('gives a coarse picture of a thick oblique slab first', async () => {
    const frames = syntheticFrames({
      columns: 200,
      rows: 200,
      positions: stacked(100, [0, 0, 0], [0, 0, 1]),
    });
    const images = paint(frames, (column, row, frame) => column + row + frame);
    const source = new HeldFrames(frames, images);
    source.arrive(...images.keys());
    const volume = volumeOf(frames);
    const reslicer = reslicerOf(source);
    reslicer.open(volume);
    await once(reslicer, 'complete');
    const slab = { mode: 'avgip', thicknessMm: 70 } as const;
    const stack = deriveStack(volume, { normal: [0.3, 0.4, 0.5], up: [0, 0, 1] }, slab);
    const frame = stack.frames[Math.floor(stack.frames.length / 2)] as FrameRef;
    const partial: ReslicedFrame[] = [];
    const whole = await reslicer.load(frame, { onPartial: (coarse) => partial.push(coarse) });
    expect(partial).toEqual([
      expect.objectContaining({ fidelity: 'partial', rows: whole.rows, columns: whole.columns }),
    ]);
    const centre = Math.floor(whole.rows / 2) * whole.columns + Math.floor(whole.columns / 2);
    expect(whole.fidelity).toBe('lossless');
    expect(Math.abs((partial[0]?.values[centre] as number) - (whole.values[centre] as number))).toBeLessThan(
      3,
    );
  });

  it('rejects when no frame can be had, and tries again when told to', async () => {
    const room = opened(speckled);
    const slice = room.reslicer.load(coronal(room));
    room.source.fail(...all);
    await expect(slice).rejects.toThrow('no image of the volume');
    room.reslicer.retry(room.volume.id);
    room.source.arrive(...all);
    await once(room.reslicer, 'complete');
    expect((await room.reslicer.load(coronal(room))).fidelity).toBe('lossless');
  });

  it('gives everything back when the volume is closed', async () => {
    const room = opened(speckled, { arrived: all });
    await once(room.reslicer, 'complete');
    room.reslicer.closeAll();
    expect(room.source.prefetched.at(-1)).toEqual([]);
    expect(room.reslicer.progress(room.volume.id)).toBeUndefined();
    await expect(room.reslicer.load(coronal(room))).rejects.toThrow('no volume is open');
  });
});

/** The coronal slice as soon as so much is there. */
async function waitFor(
  room: Opened,
  reached: (progress: { previews: number; full: number }) => boolean,
  frame = coronal(room),
): Promise<ReslicedFrame> {
  for (;;) {
    const progress = room.reslicer.progress(room.volume.id);
    if (progress && reached(progress)) return room.reslicer.load(frame);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
