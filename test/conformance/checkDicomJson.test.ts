import { describe, expect, it } from 'vitest';
import { checkDicomJsonText } from './support/checkDicomJson.ts';

describe('checkDicomJsonText, PS3.18 Annex F', () => {
  it('finds nothing wrong with what the standard shows', () => {
    expect(
      checkDicomJsonText(
        JSON.stringify({
          '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
          '00080050': { vr: 'SH' },
          '00080096': { vr: 'SQ', Value: [{ '00400084': { vr: 'PN', Value: [{ Alphabetic: 'A^B' }] } }, {}] },
          '00081190': { vr: 'UR', Value: ['http://localhost/studies/1.2'] },
          '00201206': { vr: 'IS', Value: [4] },
          '00280009': { vr: 'AT', Value: ['00181063'] },
          '00280030': { vr: 'DS', Value: [0.5, '0.50', null] },
          '00282000': { vr: 'OB', BulkDataURI: '/bulk' },
          '0029100A': { vr: 'UN', InlineBinary: 'AAEC' },
        }),
      ),
    ).toEqual([]);
  });

  it.each([
    ['no upper case', { '0008103e': { vr: 'LO' } }],
    ['a group length', { '00080000': { vr: 'UL', Value: [4] } }],
    ['no vr', { '00100010': { Value: ['x'] } }],
    ['a vr that is none', { '00100020': { vr: 'XX' } }],
    ['two kinds of value', { '00282000': { vr: 'OB', InlineBinary: 'AA==', BulkDataURI: '/x' } }],
    ['an unknown member', { '00100020': { vr: 'LO', value: ['x'] } }],
    ['an empty Value', { '00100020': { vr: 'LO', Value: [] } }],
    ['a Value that is no array', { '00100020': { vr: 'LO', Value: 'x' } }],
    ['a name as text', { '00100010': { vr: 'PN', Value: ['A^B'] } }],
    ['an empty group of a name', { '00100010': { vr: 'PN', Value: [{ Alphabetic: '' }] } }],
    ['another group of a name', { '00100010': { vr: 'PN', Value: [{ Latin: 'A' }] } }],
    ['a number as text', { '00280010': { vr: 'US', Value: ['512'] } }],
    ['a text as number', { '00100020': { vr: 'LO', Value: [7] } }],
    ['bytes as Value', { '00282000': { vr: 'OB', Value: [1] } }],
    ['a text inline', { '00100020': { vr: 'LO', InlineBinary: 'AA==' } }],
    ['no base64', { '0029100A': { vr: 'UN', InlineBinary: 'A' } }],
    ['a UID as bulk data', { '00080018': { vr: 'UI', BulkDataURI: '/x' } }],
    [
      'a fault within a sequence',
      { '00081199': { vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: [] } }] } },
    ],
    ['tags out of order', { '00100020': { vr: 'LO' }, '00080005': { vr: 'CS' } }],
  ])('sees %s', (_, dataSet) => {
    expect(checkDicomJsonText(JSON.stringify(dataSet))).toHaveLength(1);
  });

  it('sees the order of tags that look like numbers', () => {
    const [first, second] = ['"00280010":{"vr":"US","Value":[8]}', '"52009230":{"vr":"SQ"}'];
    expect(checkDicomJsonText(`{${first},${second}}`)).toEqual([]);
    expect(checkDicomJsonText(`[{},{${second},${first}}]`)).toEqual(['1/ is not in the order of its tags']);
  });
});
