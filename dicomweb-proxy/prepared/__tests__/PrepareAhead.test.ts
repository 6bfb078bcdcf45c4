import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FrameQueueFullError } from '../../frames/index.ts';
import { PrepareAhead, type PrepareAheadOptions } from '../PrepareAhead.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The parts that it needs, as a busy or a failing proxy has them. */
function ahead(preparePictures: (seriesUid: string) => Promise<void>, isSettled = () => true) {
  const done: string[] = [];
  const parts = {
    catalogue: {
      findStudy: (uid: string) =>
        Promise.resolve({
          studyInstanceUid: uid,
          series: [1, 2].map((number) => ({
            seriesInstanceUid: `${uid}.${number}`,
            settled: isSettled(),
          })),
        }),
    },
    metadata: { get: () => Promise.resolve() },
    pictures: {
      prepare: ({ seriesInstanceUid }: { seriesInstanceUid: string }) => preparePictures(seriesInstanceUid),
    },
    claims: { take: () => Promise.resolve({ release: () => Promise.resolve() }) },
    logger: pino({ level: 'silent' }),
    onPrepared: (uid: string) => void done.push(uid),
  };
  return { ahead: new PrepareAhead(parts as unknown as PrepareAheadOptions), done };
}

it('comes again to what arrived while the frame workers had more than they take', async () => {
  let busy = true;
  const tried: string[] = [];
  const { ahead: preparing, done } = ahead((series) => {
    tried.push(series);
    return busy ? Promise.reject(new FrameQueueFullError('background', 512, 512)) : Promise.resolve();
  });
  preparing.studiesChanged(['1.2']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect([done, new Set(tried)]).toEqual([[], new Set(['1.2.1'])]);
  busy = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect([done, tried.slice(-2)]).toEqual([['1.2'], ['1.2.1', '1.2.2']]);
  preparing.close();
});

it('goes on to the other series and the frames where pictures cannot be made', async () => {
  const tried: string[] = [];
  const { ahead: preparing, done } = ahead((series) => {
    tried.push(series);
    return Promise.reject(new Error('no'));
  });
  preparing.studiesChanged(['1.2']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect([done, tried]).toEqual([['1.2'], ['1.2.1', '1.2.2']]);
  preparing.close();
});

it('waits for what has not settled, as nothing of it would be kept', async () => {
  let settled = false;
  const tried: string[] = [];
  const { ahead: preparing, done } = ahead(
    async (series) => void tried.push(series),
    () => settled,
  );
  preparing.studiesChanged(['1.2']);
  await vi.advanceTimersByTimeAsync(20_000);
  expect([done, tried]).toEqual([[], []]);
  settled = true;
  await vi.advanceTimersByTimeAsync(2_000);
  expect([done, tried]).toEqual([['1.2'], ['1.2.1', '1.2.2']]);
  preparing.close();
});
