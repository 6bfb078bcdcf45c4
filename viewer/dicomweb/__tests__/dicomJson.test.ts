import { describe, expect, it } from 'vitest';
import { name, number, numbers, sequence, string, strings } from '../dicomJson.ts';

// After the example of PS3.18 F.4.
const study = {
  '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
  '00080061': { vr: 'CS', Value: ['CT', ' PET ', null] },
  '00080050': { vr: 'SH' },
  '00081030': { vr: 'LO', Value: [null] },
  '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Wang^XiaoDong', Ideographic: '王^小东' }] },
  '00100020': { vr: 'LO', Value: [12345] },
  '00201206': { vr: 'IS', Value: [4] },
  '00201208': { vr: 'IS', Value: ['942 '] },
  '00280030': { vr: 'DS', Value: ['0.54', 0.55, 'wide', ''] },
  '00400275': { vr: 'SQ', Value: [{ '00400007': { vr: 'LO', Value: ['chest'] } }, null] },
  '00420011': { vr: 'OB', BulkDataURI: 'http://archive/bulk' },
};

describe('DICOM JSON', () => {
  it('gives text by keyword or tag', () => {
    expect(string(study, 'SpecificCharacterSet')).toBe('ISO_IR 192');
    expect(string(study, '00080005')).toBe('ISO_IR 192');
    expect(strings(study, 'ModalitiesInStudy')).toEqual(['CT', 'PET']);
    expect(string(study, 'PatientID')).toBe('12345');
  });

  it('gives numbers, also those written as text', () => {
    expect(number(study, 'NumberOfStudyRelatedSeries')).toBe(4);
    expect(number(study, 'NumberOfStudyRelatedInstances')).toBe(942);
    expect(numbers(study, '00280030')).toEqual([0.54, 0.55]);
  });

  it('gives names and items', () => {
    expect(name(study, 'PatientName')?.ideographic?.family).toBe('王');
    const [item] = sequence(study, '00400275');
    expect(item && string(item, '00400007')).toBe('chest');
    expect(sequence(study, '00400275')).toHaveLength(1);
  });

  it('is undefined or empty where there is nothing of that type', () => {
    expect(string(study, 'AccessionNumber')).toBeUndefined();
    expect(string(study, 'StudyDescription')).toBeUndefined();
    expect(string(study, '00420011')).toBeUndefined();
    expect(number(study, 'PatientName')).toBeUndefined();
    expect(name(study, 'StudyDate')).toBeUndefined();
    expect(sequence(study, 'PatientID')).toEqual([]);
  });

  it('refuses a key that cannot be one', () => {
    expect(() => string(study, 'PatientsName')).toThrow('PatientsName');
  });
});
