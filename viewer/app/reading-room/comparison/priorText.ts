import { formatDate, imagesFirst } from '../../../dicomweb/index.ts';
import type { Prior } from '../../../imaging/index.ts';

/** What a prior is, in parts: date; modalities; body part; description; institution. Parts that are not known are empty. */
export function priorTexts({ study, bodyParts }: Prior, language: string) {
  return {
    date: formatDate(study.studyDate, language) ?? '',
    modality: imagesFirst(study.modalities).join(' '),
    bodyPart: bodyParts.join(' '),
    description: study.description ?? '',
    institution: study.institution ?? '',
  };
}
