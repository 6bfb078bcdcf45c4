import { describe, expect, it } from 'vitest';
import { otherStudiesOf } from '../otherStudies.ts';

const study = (studyInstanceUid: string, patientId: string, more: object = {}) => ({
  studyInstanceUid,
  patientId,
  modalities: [],
  ...more,
});

describe('otherStudiesOf', () => {
  const selected = study('1', 'A7', { issuerOfPatientId: 'North' });

  it('leaves out the study itself and those whose ID only resembles', () => {
    const found = [study('1', 'A7'), study('2', 'A7'), study('3', 'a7'), study('4', 'A70')];
    expect(otherStudiesOf(selected, found).map((other) => other.studyInstanceUid)).toEqual(['2']);
  });

  it('does not take the same number of another hospital for the same patient', () => {
    const found = [
      study('2', 'A7', { issuerOfPatientId: 'South' }),
      study('3', 'A7', { issuerOfPatientId: 'North' }),
      study('4', 'A7'),
    ];
    expect(otherStudiesOf(selected, found).map((other) => other.studyInstanceUid)).toEqual(['3', '4']);
  });
});
