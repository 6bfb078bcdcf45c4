import type { DicomJson } from '../../pixels/index.ts';
import { number, string } from './dicomJson.ts';
import { tagOf } from './dicomJsonTags.ts';
import { networkError, readError } from './dicomwebError.ts';
import { request } from './request.ts';
import { seriesPath } from './wado.ts';

export interface InstanceSummary {
  sopInstanceUid: string;
  instanceNumber: number | undefined;
  /** 1 where it does not say */
  numberOfFrames: number;
}

/** The instances of a series by their number, QIDO-RS (PS3.18 10.6). Throws DicomwebError. */
export async function searchInstances(
  studyUid: string,
  seriesUid: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<InstanceSummary[]> {
  const query = new URLSearchParams({ includefield: tagOf('NumberOfFrames') });
  const response = await request(`${seriesPath(studyUid, seriesUid)}/instances?${query}`, {
    headers: { Accept: 'application/dicom+json' },
    ...(signal && { signal }),
  }).catch(networkError);
  if (response.status === 204) return [];
  if (!response.ok) throw await readError(response);
  const found = (await response.json()) as DicomJson[];
  return found
    .flatMap((item) => {
      const sopInstanceUid = string(item, 'SOPInstanceUID');
      if (sopInstanceUid === undefined) return [];
      const numberOfFrames = Math.max(1, number(item, 'NumberOfFrames') ?? 1);
      return [{ sopInstanceUid, instanceNumber: number(item, 'InstanceNumber'), numberOfFrames }];
    })
    .toSorted((one, other) => (one.instanceNumber ?? 0) - (other.instanceNumber ?? 0));
}
