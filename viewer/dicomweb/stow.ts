import type { DicomJson } from '../../pixels/index.ts';
import { sequence, string } from './dicomJson.ts';
import { newUid } from './newUid.ts';
import { DicomwebError, networkError, readError } from './dicomwebError.ts';
import type { RequestOptions } from './qido.ts';

export interface StoreResult {
  stored: number;
  failed: number;
  /** Why the first that failed did, as the service says it: Error Comment (0000,0902), else the Failure Reason's number. */
  reason?: string | undefined;
}

/**
 * Whether a file can be DICOM: "DICM" after the preamble of 128 bytes (PS3.10 7.1). Old files without it are not
 * recognised.
 */
export async function isDicomFile(file: Blob): Promise<boolean> {
  return (await file.slice(128, 132).text()) === 'DICM';
}

/**
 * Stores DICOM files, STOW-RS (PS3.18 10.5): one request for all of them, read from disk while they are sent. Throws
 * DicomwebError when nothing could be stored for a reason that is not the files' own.
 */
export async function storeInstances(
  files: readonly Blob[],
  { signal, root = '/dicom-web' }: RequestOptions = {},
): Promise<StoreResult> {
  const boundary = `yunying-${newUid()}`;
  const parts = files.flatMap((file) => [
    `--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`,
    file,
    '\r\n',
  ]);
  const response = await fetch(`${root}/studies`, {
    method: 'POST',
    headers: {
      'Content-Type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
      Accept: 'application/dicom+json',
    },
    body: new Blob([...parts, `--${boundary}--\r\n`]),
    ...(signal && { signal }),
  }).catch(networkError);
  // 202 and 409 carry the list of what failed and why (PS3.18 10.5.3).
  if (!response.ok && response.status !== 409) throw await readError(response);
  const answer: unknown = await response.json().catch(() => undefined);
  if (typeof answer !== 'object' || answer === null) {
    throw new DicomwebError(
      response.status,
      'invalid-answer',
      'The answer to storing is not a DICOM JSON data set',
    );
  }
  const refused = sequence(answer as DicomJson, '00081198');
  const stored = sequence(answer as DicomJson, '00081199').length;
  const failed = Math.max(refused.length, files.length - stored);
  const reason = refused[0] && (string(refused[0], '00000902') ?? string(refused[0], '00081197'));
  return { stored, failed, reason };
}
