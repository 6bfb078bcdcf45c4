import { headIsWhole } from '../part10/index.ts';
import { ArchiveBrokeOffError } from './errors.ts';
import type { OrthancClient } from './OrthancClient.ts';

const firstLookBytes = 32 * 1024;
/** Functional groups of thousands of frames fit; what is beyond stays as the archive says it. */
const mostBytes = 16 * 1024 ** 2;

/**
 * The beginning of a stored file, as far as its pixel data. The archive reads the whole file for it, but sends no more
 * than is taken.
 * @throws ArchiveUnavailableError, ArchiveBrokeOffError, ArchiveResponseError
 */
export async function fileHead(
  client: OrthancClient,
  archiveId: string,
): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const { body } = await client.stream(`/instances/${archiveId}/file`);
  const chunks: Buffer[] = [];
  let length = 0;
  let wanted = firstLookBytes;
  // Undici reports the end that is made here as an error to whoever listens.
  body.on('error', () => undefined);
  try {
    for await (const chunk of body) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length < wanted) continue;
      const bytes = Buffer.concat(chunks);
      // Leaving the loop ends the answer.
      if (headIsWhole(bytes) || length >= mostBytes) return { bytes, isWhole: false };
      wanted = 2 * length;
    }
  } catch (error) {
    throw new ArchiveBrokeOffError(`The archive broke off while sending the file of ${archiveId}`, {
      cause: error,
    });
  }
  return { bytes: Buffer.concat(chunks), isWhole: true };
}
