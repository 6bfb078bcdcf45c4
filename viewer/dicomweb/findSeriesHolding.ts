import type { DicomJson } from '../../pixels/index.ts';
import { string } from './dicomJson.ts';
import { networkError, readError } from './dicomwebError.ts';
import { request } from './request.ts';

/**
 * The series of a study that hold instances of these SOP classes, each once (PS3.18 10.6, list of UIDs: PS3.4 C.2.2.2.2). Throws
 * DicomwebError.
 */
export async function findSeriesHolding(
  studyUid: string,
  sopClassUids: readonly string[],
): Promise<string[]> {
  const query = new URLSearchParams({ SOPClassUID: sopClassUids.join(',') });
  const response = await request(`/dicom-web/studies/${encodeURIComponent(studyUid)}/instances?${query}`, {
    headers: { Accept: 'application/dicom+json' },
  }).catch(networkError);
  if (response.status === 204) return [];
  if (!response.ok) throw await readError(response);
  const found = (await response.json()) as DicomJson[];
  return [...new Set(found.flatMap((instance) => string(instance, 'SeriesInstanceUID') ?? []))];
}
