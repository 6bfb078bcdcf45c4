import { expect } from 'vitest';
import { mrInstances, zhang } from '../support/collection.ts';
import type { Transaction } from '../support/Transaction.ts';

/** Not of PS3.18, but what archives with DICOMweb do; in the order of the rows, since each takes something away. */
const [one] = mrInstances;
const series = `/studies/${zhang.study}/series/${zhang.mr}`;

const remove = (
  name: string,
  path: string,
  left: readonly string[],
  gone: readonly string[],
): Transaction => ({
  clause: 'beyond',
  name: `DELETE of ${name}`,
  method: 'DELETE',
  path,
  status: 204,
  check: async (answer, root) => {
    expect(answer.bytes).toHaveLength(0);
    for (const there of left) expect([there, (await fetch(root + there)).status]).toEqual([there, 200]);
    for (const away of gone) expect([away, (await fetch(root + away)).status]).toEqual([away, 404]);
  },
});

export const deleteTransactions: readonly Transaction[] = [
  remove(
    'an instance',
    `${series}/instances/${one?.instance}`,
    [`${series}/metadata`, `${series}/instances/${mrInstances[1]?.instance}/frames/1`],
    [`${series}/instances/${one?.instance}`, `${series}/instances/${one?.instance}/frames/1`],
  ),
  remove('a series', series, [`/studies/${zhang.study}/series`], [`${series}/metadata`]),
  remove('a study', `/studies/${zhang.study}`, [], [`/studies/${zhang.study}/series`]),
  {
    clause: 'beyond',
    name: 'DELETE of what is not there',
    method: 'DELETE',
    path: `/studies/${zhang.study}`,
    status: 404,
  },
  { clause: '8.2', name: 'a method that is none here', method: 'DELETE', path: '/studies', status: 404 },
];
