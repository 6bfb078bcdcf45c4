import { isUidAsFound } from '../../pixels/index.ts';

/**
 * The studies named by `/viewer?StudyInstanceUIDs=<uid>[,<uid>]`, also where the parameter is repeated, as
 * OHIF writes and reads it. What can be no UID is left out.
 */
export function studiesInAddress(address: { pathname: string; search: string }): string[] {
  if (!/^\/viewer\/?$/.test(address.pathname)) return [];
  const values = new URLSearchParams(address.search).getAll('StudyInstanceUIDs');
  const uids = values.flatMap((value) => value.split(',')).map((uid) => uid.trim());
  return [...new Set(uids)].filter(isUidAsFound);
}

/** The address that opens studies in the reading room, the current one first, then priors. */
export const viewerAddress = (studyInstanceUids: readonly string[]): string =>
  `/viewer?StudyInstanceUIDs=${studyInstanceUids.map(encodeURIComponent).join(',')}`;
