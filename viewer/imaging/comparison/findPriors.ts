import { otherStudiesOf, searchStudies, type StudySummary } from '../../dicomweb/index.ts';
import type { StudySource } from '../series/studySource.ts';
import { rankPriors, type Prior } from './priors.ts';

/** More studies than a time line can show; the newest are taken. */
const mostStudies = 100;
/** Of so many studies the series are asked for, for their body parts; others go by their descriptions. */
const mostListed = 30;

/**
 * All other studies of the patient (PS3.18 10.6, by Patient ID; another issuer's are left out), newest first, with those worth
 * comparing marked. None for a patient without an ID. Rejects with DicomwebError.
 */
export async function findPriors(source: StudySource, current: StudySummary): Promise<Prior[]> {
  const { patientId, studyInstanceUid } = current;
  if (patientId === undefined) return [];
  const { studies } = await searchStudies({ patientId, limit: mostStudies });
  const others = otherStudiesOf(current, studies);
  // Without its series a study is known by its description: better than not to be offered.
  const seriesOf = (uid: string) => source.series(uid).catch(() => []);
  const [own, ...listed] = await Promise.all([
    seriesOf(studyInstanceUid),
    ...others.map(async (study, place) => ({
      study,
      series: place < mostListed ? await seriesOf(study.studyInstanceUid) : [],
    })),
  ]);
  return rankPriors({ study: current, series: own }, listed);
}
