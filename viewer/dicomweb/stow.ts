import type { DicomJson } from '../../pixels/index.ts';
import { sequence, string } from './dicomJson.ts';
import { newUid } from './newUid.ts';
import { DicomwebError, networkError, readError } from './dicomwebError.ts';
import { request } from './request.ts';
import type { RequestOptions } from './qido.ts';

export interface StoreResult {
  stored: number;
  failed: number;
  /** Why the first that failed did, as the service says it: Error Comment (0000,0902), else the Failure Reason's number. */
  reason?: string | undefined;
}

/**
 * Whether a file may be DICOM: "DICM" after the preamble of 128 bytes (PS3.10 7.1), or, as old ones lack that, a first
 * element of group 0002 or 0008. What it is the service finds out; this only spares it pictures and texts.
 */
export async function mayBeDicom(file: Blob): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(0, 132).arrayBuffer());
  const text = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (text(128) === 'DICM' || text(0) === 'DICM') return true;
  const [first, second, third = 0, fourth = 0] = bytes;
  const little = (first === 2 || first === 8) && second === 0 && fourth === 0;
  const big = first === 0 && (second === 2 || second === 8) && third === 0;
  return bytes.length > 8 && (little || big);
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
    `--${boundary}\r\nContent-Type: application/dicom\r\n${disposition(file)}\r\n`,
    file,
    '\r\n',
  ]);
  const response = await request(`${root}/studies`, {
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

/** What the sender calls the file, should it be refused (RFC 6266, RFC 8187). */
function disposition(file: Blob): string {
  if (!(file instanceof File)) return '';
  const name = encodeURIComponent(file.webkitRelativePath || file.name).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16)}`,
  );
  return `Content-Disposition: attachment; filename*=UTF-8''${name}\r\n`;
}
