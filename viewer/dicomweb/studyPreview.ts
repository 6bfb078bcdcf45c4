import { networkError, readError } from './dicomwebError.ts';
import { request } from './request.ts';
import type { FrameAddress } from './wado.ts';

/** A picture that stands for a study, and the frame of which it is one. */
export interface StudyPreview {
  picture: Blob;
  frame: FrameAddress;
}

const framePattern =
  /\/studies\/([0-9.]+)\/series\/([0-9.]+)\/instances\/([0-9.]+)\/frames\/([1-9]\d*)\/thumbnail(?:\?|$)/;

/**
 * The JPEG with which a study opens, at most `size` wide and high (PS3.18 10.4.1.1.4). Throws DicomwebError; undefined
 * where the answer does not say which frame of the study it shows: then it shows nothing that could be named.
 */
export async function fetchStudyPreview(
  studyInstanceUid: string,
  size: number,
): Promise<StudyPreview | undefined> {
  const response = await request(
    `/dicom-web/studies/${studyInstanceUid}/thumbnail?viewport=${size},${size}`,
    {
      headers: { Accept: 'image/jpeg' },
      priority: 'high',
    },
  ).catch(networkError);
  if (!response.ok) throw await readError(response);
  const frame = frameOf(response.headers.get('Content-Location'));
  if (frame?.studyInstanceUid !== studyInstanceUid) return undefined;
  return { picture: await response.blob(), frame };
}

/** The frame that an address of a frame's thumbnail names. */
export function frameOf(address: string | null): FrameAddress | undefined {
  const [, studyInstanceUid, seriesInstanceUid, sopInstanceUid, frameNumber] =
    framePattern.exec(address ?? '') ?? [];
  if (!studyInstanceUid || !seriesInstanceUid || !sopInstanceUid) return undefined;
  return { studyInstanceUid, seriesInstanceUid, sopInstanceUid, frameNumber: Number(frameNumber) };
}
