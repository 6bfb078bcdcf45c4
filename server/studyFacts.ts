import type { IncomingFile, StudyRecord } from '../dicomweb-proxy/index.ts';
import type { PolicyState, StudyFacts } from '../services/index.ts';

type Departments = PolicyState['departments'];

/** What a study is read from or told by, not what it shows: these are of every modality. */
const notImages: ReadonlySet<string> = new Set(['SR', 'KO', 'PR']);

/** What rules may ask of a study in the archive. Kept as long as the record, for one map of departments. */
export function factsReader(): (study: StudyRecord, departments: Departments) => StudyFacts {
  let known = new WeakMap<StudyRecord, StudyFacts>();
  let madeWith: Departments | undefined;
  return (study, departments) => {
    if (departments !== madeWith) {
      known = new WeakMap();
      madeWith = departments;
    }
    let facts = known.get(study);
    if (!facts) {
      facts = factsOf(study, departments);
      known.set(study, facts);
    }
    return facts;
  };
}

function factsOf(study: StudyRecord, departments: Departments): StudyFacts {
  const { attributes } = study;
  const stations = distinct(study.series.map(({ attributes: { StationName } }) => StationName));
  const issuer = attributes.IssuerOfPatientID ?? '';
  return {
    studyInstanceUid: study.studyInstanceUid,
    ...departments.origin(attributes.InstitutionName ?? '', stations),
    modalities: study.modalities.filter((modality) => !notImages.has(modality)),
    date: attributes.StudyDate ?? '',
    patients: study.patientIds.map((id) => ({ id, issuer })),
    accessionNumber: attributes.AccessionNumber ?? '',
    referringPhysician: firstGroup(attributes.ReferringPhysicianName),
    stations,
  };
}

/** Of a study that does not exist yet, as the first file of it says. */
export function factsOfFile(file: Omit<IncomingFile, 'existing'>, departments: Departments): StudyFacts {
  const attributes = file.attributes();
  const stations = distinct([attributes.StationName]);
  const modalities = distinct([attributes.Modality]).filter((modality) => !notImages.has(modality));
  return {
    studyInstanceUid: file.studyInstanceUid ?? '',
    ...departments.origin(attributes.InstitutionName ?? '', stations),
    modalities,
    date: attributes.StudyDate ?? '',
    patients: file.patientId ? [{ id: file.patientId, issuer: attributes.IssuerOfPatientID ?? '' }] : [],
    accessionNumber: attributes.AccessionNumber ?? '',
    referringPhysician: firstGroup(attributes.ReferringPhysicianName),
    stations,
  };
}

/** Whether two would be decided about alike. */
export const sameFacts = (one: StudyFacts, other: StudyFacts): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

const distinct = (texts: readonly (string | undefined)[]): string[] => [
  ...new Set(texts.filter((text): text is string => text !== undefined && text !== '')),
];

/** Of a Person Name (PS3.5 6.2.1) the first component group that is not empty. */
const firstGroup = (name = ''): string => name.split('=').find((group) => group.trim() !== '') ?? '';
