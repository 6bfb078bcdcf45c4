import { networkError, readError } from './dicomwebError.ts';
import { request } from './request.ts';
import { seriesPath } from './wado.ts';

/** A stored Part 10 file as it is (PS3.18 10.4.1.1.1). Throws DicomwebError. */
export async function fetchInstanceFile(
  studyUid: string,
  seriesUid: string,
  sopInstanceUid: string,
): Promise<Blob> {
  const response = await request(`${seriesPath(studyUid, seriesUid)}/instances/${sopInstanceUid}`, {
    headers: { Accept: 'multipart/related; type="application/dicom"; transfer-syntax=*' },
  }).catch(networkError);
  if (!response.ok) throw await readError(response);
  const body = new Uint8Array(await response.arrayBuffer());
  return new Blob([onlyPart(body)], { type: 'application/dicom' });
}

/** What is between the head of the first part and the last boundary (RFC 2046 5.1). @throws RangeError where there is none */
export function onlyPart(body: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const text = (from: number, to: number): string =>
    new TextDecoder('latin1').decode(body.subarray(from, to));
  const head = text(0, Math.min(body.length, 4096));
  const start = head.indexOf('\r\n\r\n');
  const boundary = /^(?:\r\n)?(--[^\r\n]+)\r\n/.exec(head)?.[1];
  const tailFrom = Math.max(0, body.length - 4096);
  const end = boundary === undefined ? -1 : text(tailFrom, body.length).lastIndexOf(`\r\n${boundary}`);
  if (start < 0 || end < 0) throw new RangeError('the answer holds no part');
  return body.subarray(start + 4, tailFrom + end);
}
