import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { chainKey, chainKeyById, describeVerdict, type ChainKeySource } from '../index.ts';

const source: ChainKeySource = {
  id: '0123abcd',
  derive: (purpose, bytes, hash) => Buffer.alloc(bytes, `${purpose} ${hash}`),
};

it('signs with HMAC-SHA-256 and HMAC-SM3, and finds the key a row names', () => {
  const bytes = Buffer.from('王');
  for (const hash of ['sha256', 'sm3'] as const) {
    const key = chainKey(source, hash);
    const secret = Buffer.alloc(32, `audit-chain ${hash}`).toString('hex');
    const told = execFileSync(
      'openssl',
      ['dgst', `-${hash}`, '-mac', 'HMAC', '-macopt', `hexkey:${secret}`],
      {
        input: bytes,
        encoding: 'utf8',
      },
    );
    expect(told.trim().split(' ').at(-1)).toBe(key.sign(bytes).toString('hex'));
    const found = chainKeyById(key.id, (id) => (id === source.id ? source : undefined));
    expect(found?.sign(bytes)).toEqual(key.sign(bytes));
  }
  expect(chainKeyById('sha256.other', () => undefined)).toBeUndefined();
  expect(chainKeyById('0123abcd', () => source)).toBeUndefined();
});

it('names the first bad event', () => {
  expect(describeVerdict({ rows: 0, first: 0, last: 0, problems: [] })).toBe(
    'The audit trail is empty: whole.',
  );
  expect(describeVerdict({ rows: 3, first: 4, last: 6, problems: [] })).toBe(
    '3 events of the audit trail, 4 to 6: whole.',
  );
  const problems = Array.from({ length: 22 }, (_, n) => ({ seq: n + 2, what: 'is not as it was written' }));
  const lines = describeVerdict({ rows: 30, first: 1, last: 30, problems }).split('\n');
  expect(lines.slice(0, 2)).toEqual([
    '30 events of the audit trail, 1 to 30: NOT whole, from event 2 on.',
    '  event 2: is not as it was written',
  ]);
  expect(lines.slice(-2)).toEqual(['  event 21: is not as it was written', '  and 2 more']);
});
