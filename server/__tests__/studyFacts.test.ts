import { expect, it } from 'vitest';
import type { SeriesRecord, StudyRecord } from '../../dicomweb-proxy/index.ts';
import { DepartmentMap } from '../../services/policy/index.ts';
import { factsOfFile, factsReader, sameFacts } from '../studyFacts.ts';

const departments = new DepartmentMap([
  { source: 'station', value: 'CT1', institution: '市一', department: '放射科' },
]);

const seriesOf = (attributes: Record<string, string>): SeriesRecord =>
  ({ attributes }) as unknown as SeriesRecord;
const record = (some: Partial<StudyRecord> = {}): StudyRecord => ({
  studyInstanceUid: '1.2.3',
  patientIds: ['P1', 'P2'],
  attributes: {
    InstitutionName: '市第一人民医院',
    StudyDate: '20260102',
    AccessionNumber: 'A1',
    ReferringPhysicianName: '=王^医生',
  },
  lastUpdate: '20260102T000000',
  series: [
    seriesOf({ Modality: 'CT', StationName: 'CT1' }),
    seriesOf({ Modality: 'SR', StationName: 'WS' }),
    seriesOf({ Modality: 'CT', StationName: 'CT1' }),
  ],
  numberOfInstances: 3,
  modalities: ['CT', 'KO', 'PR', 'SR'],
  ...some,
});

const facts = {
  studyInstanceUid: '1.2.3',
  institution: '市第一人民医院',
  department: '放射科',
  modalities: ['CT'],
  date: '20260102',
  patients: [
    { id: 'P1', issuer: '' },
    { id: 'P2', issuer: '' },
  ],
  accessionNumber: 'A1',
  referringPhysician: '王^医生',
  stations: ['CT1', 'WS'],
};

it('are read from the record of a study, once for each', () => {
  const factsOf = factsReader();
  const study = record();
  expect(factsOf(study, departments)).toEqual(facts);
  expect(factsOf(study, departments)).toBe(factsOf(study, departments));
  expect(sameFacts(factsOf(record(), departments), factsOf(study, departments))).toBe(true);
  expect(sameFacts(factsOf(record({ patientIds: ['P1'] }), departments), factsOf(study, departments))).toBe(
    false,
  );
  // Of another map of departments nothing is remembered.
  expect(factsOf(study, new DepartmentMap([])).department).toBe('');
  const bare = factsOf(record({ attributes: {}, series: [], patientIds: [], modalities: [] }), departments);
  expect(bare).toEqual({
    ...{ studyInstanceUid: '1.2.3', institution: '', department: '', modalities: [], date: '', patients: [] },
    ...{ accessionNumber: '', referringPhysician: '', stations: [] },
  });
});

it('are read from the first file of a study that is not there yet', () => {
  const file = (attributes: Record<string, string>) => ({
    ...{ studyInstanceUid: '1.2.3', patientId: 'P1' },
    attributes: () => attributes,
  });
  const said = {
    ...{ InstitutionName: '市第一人民医院', Modality: 'CT', StationName: 'CT1', StudyDate: '20260102' },
    ...{ AccessionNumber: 'A1', ReferringPhysicianName: '=王^医生', IssuerOfPatientID: 'HIS' },
  };
  expect(factsOfFile(file(said), departments)).toEqual({
    ...facts,
    patients: [{ id: 'P1', issuer: 'HIS' }],
    stations: ['CT1'],
  });
  expect(
    factsOfFile({ ...file({}), studyInstanceUid: undefined, patientId: undefined }, departments),
  ).toMatchObject({
    ...{ studyInstanceUid: '', institution: '', patients: [], modalities: [], stations: [] },
  });
});
