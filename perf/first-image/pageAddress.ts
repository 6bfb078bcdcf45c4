import { OptionError } from './options.ts';

/** `address` with `StudyInstanceUIDs=<uid>` where it names no study yet (the parameter OHIF and this viewer share). */
export function withStudy(address: string, studyInstanceUid: string): string {
  const url = new URL(address);
  if (!url.searchParams.has('StudyInstanceUIDs')) url.searchParams.set('StudyInstanceUIDs', studyInstanceUid);
  return url.href;
}

/** The study both pages are to open: given, in the first address, or the first that QIDO-RS (PS3.18 10.6) finds there. */
export async function studyToOpen(address: string, given: string | undefined): Promise<string> {
  if (!URL.canParse(address)) throw new OptionError(`--url ${address}: an address is wanted`);
  const named = given ?? new URL(address).searchParams.get('StudyInstanceUIDs');
  if (named) return named;
  const qido = new URL('/dicom-web/studies?limit=1', address).href;
  const response = await fetch(qido, { headers: { Accept: 'application/dicom+json' } }).catch(
    (error: unknown) => {
      throw new OptionError(`${qido} does not answer (${String(error)}): is the viewer running?`);
    },
  );
  const found =
    response.status === 200 ? ((await response.json()) as Record<string, { Value?: unknown[] }>[]) : [];
  const uid = found[0]?.['0020000D']?.Value?.[0];
  if (typeof uid !== 'string') {
    throw new OptionError(`${qido} found no study (status ${response.status}): load one, or give --study`);
  }
  return uid;
}
