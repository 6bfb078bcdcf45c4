import type { Studies, StudyRecord } from '../../dicomweb-proxy/index.ts';
import type { EmbedStudies, Services, StudyFacts } from '../../services/index.ts';
import { factsReader } from '../studyFacts.ts';

/** The archive's studies, as far as a token of a HIS asks for them. */
export function embedStudies(studies: Pick<Studies, 'all'>, { policy }: Services): EmbedStudies {
  const factsOf = factsReader();
  const facts = async (wanted: (study: StudyRecord) => boolean): Promise<StudyFacts[]> => {
    const { departments } = await policy.current();
    const known = (await studies.all()).filter(wanted);
    const found = known.length > 0 ? known : (await studies.all({ again: true })).filter(wanted);
    return found.map((study) => factsOf(study, departments));
  };
  return {
    named: ({ studyInstanceUid, accessionNumber }) =>
      facts(({ studyInstanceUid: uid, attributes }) =>
        studyInstanceUid === undefined
          ? attributes.AccessionNumber === accessionNumber
          : uid === studyInstanceUid,
      ),
    ofPatient: (patientId) => facts(({ patientIds }) => patientIds.includes(patientId)),
  };
}
