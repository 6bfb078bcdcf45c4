import { expect, it } from 'vitest';
import { makeInstance } from '../../../test/integration/support/instances.ts';
import { fileAttributes } from '../store/fileAttributes.ts';

const study = '1.2.826.0.1.3680043.10.514.1';

it('reads where, when and of whom a file is, in the characters it was written in', () => {
  const { file } = makeInstance({
    study,
    more: [
      [0x00080080, 'LO', '市第一人民医院'],
      [0x00080090, 'PN', 'Wang^Wu=王^五'],
      [0x00081010, 'SH', 'CT-3'],
      [0x00100021, 'LO', 'HIS'],
    ],
  });
  expect(fileAttributes(file, true)).toEqual({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    StudyDate: '20260102',
    AccessionNumber: 'A1',
    Modality: 'CT',
    InstitutionName: '市第一人民医院',
    ReferringPhysicianName: 'Wang^Wu=王^五',
    StationName: 'CT-3',
    IssuerOfPatientID: 'HIS',
  });
  // From its beginning alone, as it comes.
  expect(fileAttributes(file.subarray(0, file.length - 100), false).InstitutionName).toBe('市第一人民医院');
});

it('leaves out what is not there, and makes nothing of what is no file', () => {
  const { file } = makeInstance({ study, accessionNumber: '', more: [[0x00080060, 'CS', '']] });
  expect(fileAttributes(file, true)).toEqual({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    StudyDate: '20260102',
  });
  expect(fileAttributes(Buffer.from('nothing of the kind'), true)).toEqual({});
  expect(fileAttributes(Buffer.alloc(0), true)).toEqual({});
});
