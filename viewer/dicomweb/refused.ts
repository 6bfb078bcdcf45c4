import { networkError, readError } from './dicomwebError.ts';
import { request } from './request.ts';

/** A file that the archive did not take in and that is kept for a person to look at. */
export interface RefusedFile {
  id: string;
  /** ISO 8601 */
  firstAt: string;
  lastAt: string;
  /** How often it came, retries included. */
  times: number;
  bytes: number;
  origin: { way: 'upload' | 'import' | 'stow'; address?: string; fileName?: string };
  refusal: { code: string; text: string; details?: Record<string, string | number> };
  /** What the file says of itself, as far as it can be read; names as in DICOM. */
  file: {
    patientName?: string;
    patientId?: string;
    studyDate?: string;
    modality?: string;
    studyDescription?: string;
    seriesDescription?: string;
    instanceNumber?: string;
  };
}

export interface RefusedList {
  files: RefusedFile[];
  limits: { files: number; bytes: number };
  /** What had to go for newer ones. */
  dropped?: { files: number; bytes: number; lastAt: string };
}

interface Options {
  signal?: AbortSignal;
  root?: string;
}

/** The newest first. @throws DicomwebError */
export async function listRefused({ signal, root = '/dicom-web' }: Options = {}): Promise<RefusedList> {
  const response = await request(`${root}/refused`, { ...(signal && { signal }) }).catch(networkError);
  if (!response.ok) throw await readError(response);
  return (await response.json()) as RefusedList;
}

/**
 * Tries to store a file that was refused.
 * @param completeUids UIDs that are missing are made up
 * @returns whether it is stored now
 * @throws DicomwebError
 */
export async function retryRefused(
  id: string,
  completeUids: boolean,
  { signal, root = '/dicom-web' }: Options = {},
): Promise<boolean> {
  const url = `${root}/refused/${encodeURIComponent(id)}/retry${completeUids ? '?complete=uids' : ''}`;
  const response = await request(url, { method: 'POST', ...(signal && { signal }) }).catch(networkError);
  if (response.ok) return true;
  if (response.status === 409) return false;
  throw await readError(response);
}

/** @throws DicomwebError; what is not there is thrown away already */
export async function discardRefused(
  id: string,
  { signal, root = '/dicom-web' }: Options = {},
): Promise<void> {
  const url = `${root}/refused/${encodeURIComponent(id)}`;
  const response = await request(url, { method: 'DELETE', ...(signal && { signal }) }).catch(networkError);
  if (!response.ok && response.status !== 404) throw await readError(response);
}

/** Address of the file, byte for byte as it came. */
export const refusedFilePath = (id: string, root = '/dicom-web'): string =>
  `${root}/refused/${encodeURIComponent(id)}/file`;
