export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** Median (of an even number: the mean of the middle two), least and greatest. Throws RangeError when empty. */
export function spread(values: number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted.at(0), sorted.at(-1)];
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  if (min === undefined || max === undefined) throw new RangeError('no values to take the median of');
  return { median: middle.reduce((sum, value) => sum + value, 0) / middle.length, min, max };
}

/** The ratios of values measured in pairs, ours / theirs; what slows the machine for a while slows both of a pair. */
export function pairRatios(ours: number[], theirs: number[]): Spread {
  if (ours.length !== theirs.length)
    throw new RangeError(`${ours.length} and ${theirs.length} values are no pairs`);
  return spread(ours.map((value, i) => value / (theirs[i] ?? NaN)));
}
