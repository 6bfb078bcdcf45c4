/** As the proxy reads them: archives hold UIDs with letters, or too long (PS3.5 9.1), whose images must open too. */
const uidAsFound = /^(?=.*[0-9A-Za-z])[0-9A-Za-z._-]{1,128}$/;

/**
 * The studies named by `/viewer?StudyInstanceUIDs=<uid>[,<uid>]`, also where the parameter is repeated, as
 * OHIF writes and reads it. What can be no UID is left out.
 */
export function studiesInAddress(address: { pathname: string; search: string }): string[] {
  if (!/^\/viewer\/?$/.test(address.pathname)) return [];
  const values = new URLSearchParams(address.search).getAll('StudyInstanceUIDs');
  const uids = values.flatMap((value) => value.split(',')).map((uid) => uid.trim());
  return [...new Set(uids)].filter((uid) => uidAsFound.test(uid));
}

/** The address that opens studies in the reading room, the current one first, then priors. */
export const viewerAddress = (studyInstanceUids: readonly string[]): string =>
  `/viewer?StudyInstanceUIDs=${studyInstanceUids.map(encodeURIComponent).join(',')}`;
