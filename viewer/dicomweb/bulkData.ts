import { networkError, readError } from './dicomwebError.ts';
import { request } from './request.ts';

/** The bytes of one element (PS3.18 10.4.1.5), by the BulkDataURI the metadata names. Throws DicomwebError. */
export async function fetchBulkData(
  uri: string,
  options: { signal?: AbortSignal } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await request(uri, {
    headers: { Accept: 'application/octet-stream' },
    ...options,
  }).catch(networkError);
  if (!response.ok) throw await readError(response);
  return new Uint8Array(await response.arrayBuffer());
}
