import { expect } from 'vitest';
import { dataSets, valueOf, type Answer, type Transaction } from './Transaction.ts';

export const studyUid = '0020000D';
export const seriesUid = '0020000E';
export const instanceUid = '00080018';

/** The search found exactly these, in this order, and counted them. */
export const finds =
  (tag: string, expected: readonly string[], total = expected.length) =>
  (answer: Answer): void => {
    expect(dataSets(answer).map((one) => valueOf(one, tag))).toEqual(expected);
    expect(answer.headers.get('x-total-count')).toBe(String(total));
  };

/** A search for studies that finds these. */
export const studies = (
  query: string,
  expected: readonly string[],
  more: Partial<Transaction> = {},
): Transaction => ({
  clause: '10.6',
  name: `studies?${query}`,
  path: `/studies?${encodeURI(query)}`,
  status: 200,
  mediaType: 'application/dicom+json',
  check: finds(studyUid, expected),
  ...more,
});
