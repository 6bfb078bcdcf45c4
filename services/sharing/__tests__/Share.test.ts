import { expect, it } from 'vitest';
import { grantOf, markOf, stateOf, type Share } from '../Share.ts';
import { idDigits, shareInput } from '../shareInput.ts';

const share: Share = {
  ...{ id: 'id', publicId: 'link', createdBy: 'somebody', createdAt: new Date(0) },
  ...{ studyInstanceUid: '1.2', studies: ['1.2', '1.3'], history: true, report: false, download: false },
  ...{
    phone: '+8613800138000',
    idDigits: null,
    personId: null,
    validFrom: new Date(1000),
    validUntil: new Date(2000),
  },
  ...{ maxOpenings: 2, openings: 0, extractionUntil: null, revokedAt: null, idTries: 0 },
};

it('is open from its first moment to before its last, unless it was withdrawn or used up', () => {
  const at = (ms: number, change: Partial<Share> = {}) => stateOf({ ...share, ...change }, new Date(ms));
  expect([at(999), at(1000), at(1999), at(2000)]).toEqual(['not-yet', 'open', 'open', 'expired']);
  expect(at(1500, { openings: 2 })).toBe('used-up');
  expect(at(1500, { openings: 5, maxOpenings: null })).toBe('open');
  expect(at(1500, { revokedAt: new Date(1), openings: 2 })).toBe('withdrawn');
  // Only where an ID is what opens it.
  expect(at(1500, { idTries: 10 })).toBe('open');
  expect(at(1500, { idTries: 9, idDigits: '12345X' })).toBe('open');
  expect(at(1500, { idTries: 10, idDigits: '12345X' })).toBe('locked');
});

it('gives what was chosen and nothing beside it', () => {
  expect(grantOf(share)).toEqual({
    ...{ studyInstanceUids: ['1.2', '1.3'], rights: ['read'], withoutReports: true, until: 2000 },
  });
  expect(grantOf({ ...share, download: true, report: true })).toMatchObject({
    ...{ rights: ['read', 'download'], withoutReports: false },
  });
  expect([markOf(share), markOf({ ...share, phone: null, idDigits: '12345X' })]).toEqual(['8000', '345X']);
});

it('takes telephones and ends of IDs as people type them', () => {
  expect(idDigits.parse(' 12 345x')).toBe('12345X');
  expect(idDigits.parse('１２３４５６')).toBe('123456');
  for (const odd of ['12345', '1234567', 'X23456', '12345Y', ''])
    expect(idDigits.safeParse(odd).success).toBe(false);
  const chosen = { history: false, report: true, download: false, maxOpenings: null };
  const input = { ...chosen, phone: '138 0013-8000', validUntil: '2026-07-01T10:00:00+08:00' };
  expect(shareInput.parse(input).phone).toBe('+8613800138000');
  for (const wrong of [{ phone: '12' }, { validUntil: '2026-07-01' }, { maxOpenings: 0 }, { other: 1 }])
    expect(shareInput.safeParse({ ...input, ...wrong }).success).toBe(false);
});
