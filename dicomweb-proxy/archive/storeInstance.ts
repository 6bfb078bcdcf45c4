import { createHash } from 'node:crypto';
import { ArchiveResponseError } from './errors.ts';
import type { OrthancClient } from './OrthancClient.ts';
import type { OrthancStored } from './orthancTypes.ts';

export type StoreOutcome =
  /** `differs`: another file is there under the same UIDs, and stays. */
  | { kind: 'stored' | 'already-there' | 'differs'; archiveId: string }
  | { kind: 'refused'; status: number; reason: string }
  /** The archive cannot write: it is full, most likely. */
  | { kind: 'full'; reason: string };

/**
 * Orthanc's codes for what it says when its disk is full: CannotWriteFile, FullStorage (its own limit), the storage and
 * SQLite that cannot write (execute, flush, run, step, commit). 413 and 507 come from what stands before it.
 */
const fullCodes = new Set([14, 19, 2001, 1004, 1008, 1009, 1010, 1014]);
const isFull = ({ status, code }: ArchiveResponseError): boolean =>
  status === 413 || status === 507 || (code !== undefined && fullCodes.has(code));

/**
 * Stores one Part 10 file. Nothing is stored when `file` throws midway; its error is thrown on.
 * @throws ArchiveUnavailableError
 */
export async function storeInstance(
  client: OrthancClient,
  file: AsyncIterable<Uint8Array>,
): Promise<StoreOutcome> {
  let bodyError: { error: unknown } | undefined;
  const digest = createHash('md5');
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of file) {
        digest.update(chunk);
        yield chunk;
      }
    } catch (error) {
      bodyError = { error };
      throw error;
    }
  }
  try {
    const answer = await client.json<OrthancStored>('/instances', {
      method: 'POST',
      lane: 'upload',
      // As slow as its sender.
      withinMs: Infinity,
      body: watched(),
      headers: { 'content-type': 'application/dicom' },
    });
    const archiveId = answer.ID;
    if (answer.Status !== 'AlreadyStored') return { kind: 'stored', archiveId };
    const same = (await storedDigest(client, archiveId)) === digest.digest('hex');
    return { kind: same ? 'already-there' : 'differs', archiveId };
  } catch (error) {
    if (bodyError) throw (bodyError as { error: unknown }).error;
    if (!(error instanceof ArchiveResponseError)) throw error;
    if (isFull(error)) return { kind: 'full', reason: error.message };
    return { kind: 'refused', status: error.status, reason: error.message };
  }
}

/** MD5 of the stored file: of what the archive noted when it came, else of the bytes. */
async function storedDigest(client: OrthancClient, archiveId: string): Promise<string> {
  try {
    const noted = await client.bytes(`/instances/${archiveId}/attachments/dicom/md5`);
    if (noted.length > 0) return noted.toString('latin1').trim().toLowerCase();
  } catch (error) {
    if (!(error instanceof ArchiveResponseError)) throw error;
  }
  const { body } = await client.stream(`/instances/${archiveId}/file`);
  const digest = createHash('md5');
  for await (const chunk of body) digest.update(chunk as Buffer);
  return digest.digest('hex');
}
