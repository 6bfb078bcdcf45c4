import { describe, expect, it } from 'vitest';
import { matchingKeys } from '../qidoMatching.ts';

describe('matchingKeys', () => {
  it.each([
    ['', [{}]],
    ['   ', [{}]],
    ['王小东', [{ PatientName: '*王*小*东*' }]],
    ['王^小东', [{ PatientName: '*王*小*东*' }]],
    ['王 3', [{ PatientName: '*王*3*' }]],
    ['やまだ', [{ PatientName: '*やまだ*' }]],
    ['zhang san', [{ PatientName: '*zhang*san*' }]],
    ['Zhang, San', [{ PatientName: '*Zhang*San*' }]],
    ['ZHANG^SAN', [{ PatientName: '*ZHANG*SAN*' }]],
    ['101287', [{ PatientID: '*101287*' }, { AccessionNumber: '*101287*' }]],
    ['1012*', [{ PatientID: '1012*' }, { AccessionNumber: '1012*' }]],
    ['smith', [{ PatientName: '*smith*' }, { PatientID: '*smith*' }, { AccessionNumber: '*smith*' }]],
    ['CT-0042', [{ PatientName: '*CT-0042*' }, { PatientID: '*CT-0042*' }, { AccessionNumber: '*CT-0042*' }]],
  ])('%j', (text, keys) => {
    expect(matchingKeys(text)).toEqual(keys);
  });

  it('looks only where the reader says', () => {
    expect(matchingKeys('smith', 'id')).toEqual([{ PatientID: '*smith*' }]);
    expect(matchingKeys('101287', 'name')).toEqual([{ PatientName: '*101287*' }]);
    expect(matchingKeys('王', 'accession')).toEqual([{ AccessionNumber: '*王*' }]);
  });

  it('lets no backslash through, which would make two values of it', () => {
    expect(matchingKeys('a1\\b2', 'id')).toEqual([{ PatientID: '*a1 b2*' }]);
  });
});
