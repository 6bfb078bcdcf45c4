import { fetchBulkData } from '../../../../dicomweb/index.ts';
import type { DocumentFacts } from '../../../../imaging/index.ts';

/**
 * The file a document object holds, without the byte that makes its length even (PS3.5 7.1.1). Rejects with DicomwebError.
 * @throws RangeError where the object holds nothing
 */
export async function documentBytes(
  { data, length, mediaType }: DocumentFacts,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!data) throw new RangeError('Encapsulated Document (0042,0011) is empty');
  const bytes = 'uri' in data ? await fetchBulkData(data.uri, { signal }) : decoded(data.inline);
  if (length !== undefined && length <= bytes.length) return bytes.subarray(0, length);
  // Where the length is not said: text may be padded with a blank or a zero, and nothing ends in one of these by itself.
  const last = bytes.at(-1);
  const padded = last === 0 && (mediaType.startsWith('text/') || mediaType === 'application/pdf');
  return padded ? bytes.subarray(0, -1) : bytes;
}

const decoded = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
