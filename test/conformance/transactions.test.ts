import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { storeCollection } from './support/collection.ts';
import { generalFaults, perform, type Transaction } from './support/Transaction.ts';
import { deleteTransactions } from './tables/delete.ts';
import { matchingTransactions } from './tables/matching.ts';
import { retrieveTransactions } from './tables/retrieve.ts';
import { searchTransactions } from './tables/search.ts';
import { storeTransactions } from './tables/store.ts';

let system: StartedSystem;
let root: string;

beforeAll(async () => {
  system = await startSystem();
  root = `${system.url}/dicom-web`;
  await storeCollection(root);
});

afterAll(() => system.close());

describe.each<[string, readonly Transaction[]]>([
  ['Search', [...matchingTransactions, ...searchTransactions]],
  ['Retrieve', retrieveTransactions],
  ['Store', storeTransactions],
  ['Delete', deleteTransactions],
])('PS3.18: %s', (_, rows) => {
  it.each(rows.map((row) => [row.clause, row.name, row] as const))('%s %s', async (_clause, _name, row) => {
    const answer = await perform(root, row);
    expect([
      answer.status,
      answer.status === row.status ? '' : answer.bytes.toString('utf8', 0, 300),
    ]).toEqual([row.status, '']);
    expect(generalFaults(answer)).toEqual([]);
    if (row.mediaType !== undefined) {
      expect(answer.headers.get('content-type')?.split(';')[0]).toBe(row.mediaType);
    }
    for (const [name, shape] of Object.entries(row.answerHeaders ?? {})) {
      expect(`${name}: ${answer.headers.get(name)}`).toMatch(shape);
    }
    await row.check?.(answer, root);
  });
});
