import { pino } from 'pino';
import sharp from 'sharp';
import { expect, it, onTestFinished } from 'vitest';
import type { InstanceRecord, SeriesRecord } from '../../archive/index.ts';
import { createFramePool } from '../../frames/index.ts';
import { RenderedFrames, type RenderedFramesOptions } from '../RenderedFrames.ts';

const side = 4;
const number = (tag: string, value: number) => [tag, { vr: 'US', Value: [value] }] as const;
const dataSet = Object.fromEntries([
  number('00280002', 1),
  ['00280004', { vr: 'CS', Value: ['MONOCHROME2'] }],
  number('00280010', side),
  number('00280011', side),
  number('00280100', 8),
  number('00280101', 8),
  number('00280102', 7),
  number('00280103', 0),
]);
const instance = { version: '7', sopInstanceUid: '1.7' } as InstanceRecord;

it('does not draw what all have left who wanted it', async () => {
  const pool = createFramePool({ logger: pino({ level: 'silent' }), threads: 1 });
  onTestFinished(() => pool.close());
  const stored = { bytes: Buffer.alloc(side * side), transferSyntaxUid: '1.2.840.10008.1.2.1' };
  const pictures = new RenderedFrames({
    pool,
    frames: { get: async () => stored },
    dataSets: { get: async () => dataSet },
  } as unknown as RenderedFramesOptions);
  const leaving = new AbortController();
  const draw = (frameNumber: number, signal?: AbortSignal): Promise<Buffer> =>
    pictures.get({ series: {} as SeriesRecord, instance, frameNumber }, {}, 'preview', signal);

  const first = draw(1);
  const left = [2, 3, 4].map((frameNumber) => draw(frameNumber, leaving.signal));
  const stayed = draw(4);
  await new Promise((resolve) => setImmediate(resolve));
  expect(pool.load().waiting.preview).toBe(3);
  leaving.abort(new Error('left'));
  expect(pool.load().waiting.preview).toBe(1);
  const answers = await Promise.allSettled(left);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  for (const picture of [await first, await stayed]) {
    expect((await sharp(picture).metadata()).width).toBe(side);
  }
});
