import { expect, test } from 'vitest';
import { blackRowsBetween } from '../blackRowsBetween.ts';
import { intervals } from '../intervals.ts';
import { readOptions } from '../options.ts';
import { fieldBytes } from '../processMemory.ts';

test('counts black rows only between rows that are not black', () => {
  const size = 6;
  const rgba = new Uint8ClampedArray(4 * size * size);
  for (const row of [1, 4]) rgba[4 * (row * size + 3)] = 200;
  expect(blackRowsBetween(rgba, size)).toBe(2);
  expect(blackRowsBetween(new Uint8ClampedArray(rgba.length), size)).toBe(0);
});

test('takes intervals within passes, not between them', () => {
  // 19 intervals of 10 ms and one of 90: the 95th percentile of 20 is the 19th
  const pass = [...Array.from({ length: 20 }, (_, i) => 10 * i), 280];
  expect(intervals([pass])).toEqual({ count: 20, median: 10, p95: 10, max: 90 });
  expect(
    intervals([
      [0, 10],
      [500, 520],
    ]),
  ).toEqual({ count: 2, median: 10, p95: 20, max: 20 });
  expect(() => intervals([[5]])).toThrow(RangeError);
});

test('reads a field of a process', () => {
  expect(fieldBytes('VmPeak:\t  900 kB\nVmRSS:\t    12 kB\n', 'VmRSS')).toBe(12288);
  expect(fieldBytes('', 'VmRSS')).toBe(0);
});

test('names what is wrong on the command line', () => {
  const env = { CHROMIUM_PATH: process.execPath };
  expect(readOptions(['mpr', 'long'], env).parts).toEqual(['mpr', 'long']);
  expect(() => readOptions(['mrp'], env)).toThrow(/mrp/);
  expect(() => readOptions(['--opened', '1'], env)).toThrow(/--opened 1/);
});
