import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SeenSessions } from '../SeenSessions.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('writes down together what is told within a second, as of the first of it', async () => {
  const written: [readonly string[], number][] = [];
  const seen = new SeenSessions(
    { seen: async (ids, at) => void written.push([ids, at.getTime()]) },
    () => undefined,
  );
  seen.note('a', 1000);
  seen.note('b', 1400);
  seen.note('a', 1900);
  await vi.advanceTimersByTimeAsync(999);
  expect(written).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(written).toEqual([[['a', 'b'], 1000]]);
  seen.note('c', 9000);
  // At the end nothing is waited for.
  await seen.flush();
  await seen.flush();
  await vi.advanceTimersByTimeAsync(5000);
  expect(written.slice(1)).toEqual([[['c'], 9000]]);
});

it('tells what cannot be written, and goes on', async () => {
  const problems: string[] = [];
  let fails = true;
  const seen = new SeenSessions(
    { seen: () => (fails ? Promise.reject(new Error('away')) : Promise.resolve()) },
    ({ message }) => void problems.push(message),
  );
  seen.note('a', 1000);
  await vi.advanceTimersByTimeAsync(1000);
  fails = false;
  seen.note('a', 3000);
  await vi.advanceTimersByTimeAsync(1000);
  expect(problems).toEqual(['away']);
});
