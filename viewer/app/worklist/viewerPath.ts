/** Address of the reading room with these studies, the current one first, then priors. */
export function viewerPath(...studyInstanceUids: string[]): string {
  return `/viewer?StudyInstanceUIDs=${studyInstanceUids.map(encodeURIComponent).join(',')}`;
}
