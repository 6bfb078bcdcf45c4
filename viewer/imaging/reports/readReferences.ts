import { sequence, string } from '../../dicomweb/index.ts';
import type { DicomJson } from '../../../pixels/index.ts';
import type { Evidence } from './reportHeader.ts';

/**
 * The objects named in a sequence of hierarchical references (PS3.3 C.17.2.1): Current Requested Procedure Evidence (0040,A375),
 * Pertinent Other Evidence (0040,A385), Predecessor Documents (0040,A360).
 */
export function readHierarchicalReferences(document: DicomJson, tag: string): Evidence[] {
  return sequence(document, tag).flatMap((study) =>
    sequence(study, '00081115').flatMap((series) =>
      sequence(series, '00081199').flatMap((object) => {
        const sopInstanceUid = string(object, '00081155');
        if (sopInstanceUid === undefined) return [];
        return [
          {
            studyInstanceUid: string(study, 'StudyInstanceUID') ?? '',
            seriesInstanceUid: string(series, 'SeriesInstanceUID') ?? '',
            sopClassUid: string(object, '00081150') ?? '',
            sopInstanceUid,
          },
        ];
      }),
    ),
  );
}
