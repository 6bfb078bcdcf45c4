import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { InstanceRecord, SeriesRecord } from '../../archive/index.ts';
import { createFramePool, type FramePool } from '../../frames/index.ts';
import { DecodedFrames } from '../retrieve/DecodedFrames.ts';
import type { RouteContext } from '../RouteContext.ts';

const side = 2;
const value = (tag: string, ...values: unknown[]) => [tag, { vr: 'US', Value: values }] as const;
const dataSet = Object.fromEntries([
  value('00280002', 1),
  ['00280004', { vr: 'CS', Value: ['MONOCHROME2'] }],
  value('00280010', side),
  value('00280011', side),
  value('00280100', 16),
  value('00280101', 16),
  value('00280102', 15),
  value('00280103', 0),
]);
const series = {} as SeriesRecord;
const instance = { version: '7', sopInstanceUid: '1.7' } as InstanceRecord;
/** Frame n is all n. */
const stored = (frameNumber: number): Buffer =>
  Buffer.from(new Uint16Array(side * side).fill(frameNumber).buffer);

let pool: FramePool;
let fetched: number[];
let decoded: DecodedFrames;

beforeEach(() => {
  pool = createFramePool({ logger: pino({ level: 'silent' }), threads: 1 });
  fetched = [];
  const prepared = {
    frames: {
      get: async (_: InstanceRecord, frameNumber: number) => {
        fetched.push(frameNumber);
        return { bytes: stored(frameNumber), transferSyntaxUid: '1.2.840.10008.1.2.1' };
      },
    },
    dataSets: { get: async () => dataSet },
  };
  decoded = new DecodedFrames({ prepared, pool } as unknown as Pick<RouteContext, 'prepared' | 'pool'>);
});
afterEach(() => pool.close());

const submitted = () => new Promise((resolve) => setImmediate(resolve));

it('decodes a frame once for all who wait for it', async () => {
  const { signal } = new AbortController();
  const all = Array.from({ length: 20 }, () => decoded.get(series, instance, 3, signal));
  await submitted();
  const { running, waiting } = pool.load();
  expect([fetched, running, waiting]).toEqual([[3], 1, { reader: 0, preview: 0, background: 0 }]);
  for (const bytes of await Promise.all(all)) expect(bytes).toEqual(stored(3));
});

it('lets readers pass, and takes back what all have left who wanted it', async () => {
  const [leaving, staying] = [new AbortController(), new AbortController()];
  const first = decoded.get(series, instance, 1, staying.signal);
  await submitted();
  const left = [2, 3, 4].map((frame) => decoded.get(series, instance, frame, leaving.signal));
  const stayed = decoded.get(series, instance, 4, staying.signal);
  await submitted();
  expect(pool.load().waiting).toEqual({ reader: 0, preview: 3, background: 0 });
  leaving.abort(new Error('left'));
  for (const one of left) await expect(one).rejects.toThrow('left');
  expect(pool.load().waiting.preview).toBeLessThanOrEqual(1);
  expect([await first, await stayed]).toEqual([stored(1), stored(4)]);
});
