import { expect, it } from 'vitest';
import { tidyInstance } from '../tidyInstance.ts';

it('makes numbers of text, drops empty name groups, points bulk data at the proxy, leaves pixel data out', () => {
  const tidy = tidyInstance(
    {
      '7FE00010': { vr: 'OW', BulkDataURI: 'http://orthanc/x' },
      '00280008': { vr: 'IS', Value: ['96'] },
      '00281053': { vr: 'DS', Value: ['1.5', 2, 'odd', ''] },
      '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'A^B', Ideographic: '', Phonetic: '' }, 'C^D=王^五'] },
      '00660125': { vr: 'OF', Value: [20.4] },
      '00091001': { vr: 'UN', BulkDataURI: 'http://orthanc/secret/00091001' },
      '00081110': { vr: 'SQ', Value: [{}, { '00091002': { vr: 'UN', BulkDataURI: 'http://orthanc/y' } }] },
      '00080050': { vr: 'SH', Value: [] },
      '00281201': { vr: 'OW', InlineBinary: 'AAE=' },
    },
    '/dicom-web/i/bulkdata',
  );
  expect(tidy).toEqual({
    '00280008': { vr: 'IS', Value: [96] },
    '00281053': { vr: 'DS', Value: [1.5, 2, 'odd', ''] },
    '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
    '00100010': { vr: 'PN', Value: [{ Alphabetic: 'A^B' }, { Alphabetic: 'C^D', Ideographic: '王^五' }] },
    '00660125': { vr: 'OF', BulkDataURI: '/dicom-web/i/bulkdata/00660125' },
    '00091001': { vr: 'UN', BulkDataURI: '/dicom-web/i/bulkdata/00091001' },
    '00081110': {
      vr: 'SQ',
      Value: [{}, { '00091002': { vr: 'UN', BulkDataURI: '/dicom-web/i/bulkdata/00081110/2/00091002' } }],
    },
    '00080050': { vr: 'SH' },
    '00281201': { vr: 'OW', InlineBinary: 'AAE=' },
  });
});
