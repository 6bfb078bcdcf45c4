/** Time between one picture and the next, ms. */
export interface Intervals {
  count: number;
  median: number;
  p95: number;
  max: number;
}

/** Of times in several passes: what lies between two passes is no interval. Throws RangeError where there is none. */
export function intervals(passes: readonly (readonly number[])[]): Intervals {
  const gaps = passes.flatMap((times) => times.slice(1).map((time, index) => time - (times[index] ?? time)));
  const sorted = gaps.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
  if (sorted.length === 0) throw new RangeError('no two pictures, no interval');
  return { count: sorted.length, median: at(0.5), p95: at(0.95), max: at(1) };
}
