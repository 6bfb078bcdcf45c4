import type { DicomJson } from '../../pixels/index.ts';
import { string } from './dicomJson.ts';
import { networkError, readError } from './dicomwebError.ts';
import { request } from './request.ts';

/**
 * Study and series of an instance of which only the UID is known (PS3.18 10.6, instances of a study); undefined where the study does
 * not have it. Throws DicomwebError.
 */
export async function findInstance(
  studyUid: string,
  sopInstanceUid: string,
): Promise<{ studyInstanceUid: string; seriesInstanceUid: string } | undefined> {
  const query = new URLSearchParams({ SOPInstanceUID: sopInstanceUid, limit: '1' });
  const response = await request(`/dicom-web/studies/${studyUid}/instances?${query}`, {
    headers: { Accept: 'application/dicom+json' },
  }).catch(networkError);
  if (response.status === 204) return undefined;
  if (!response.ok) throw await readError(response);
  const [found] = (await response.json()) as DicomJson[];
  const seriesInstanceUid = found && string(found, 'SeriesInstanceUID');
  return seriesInstanceUid === undefined ? undefined : { studyInstanceUid: studyUid, seriesInstanceUid };
}
