import { createHash } from 'node:crypto';

/** Under what an instance is kept. */
export interface PlaceOfInstance {
  readonly patientId: string | undefined;
  readonly studyInstanceUid: string | undefined;
  readonly seriesInstanceUid: string | undefined;
  readonly sopInstanceUid: string | undefined;
}

/** Orthanc's id of an instance: a digest of patient and UIDs, in groups of eight. */
export function archiveIdOf(place: PlaceOfInstance): string {
  const { patientId, studyInstanceUid, seriesInstanceUid, sopInstanceUid } = place;
  const names = [patientId, studyInstanceUid, seriesInstanceUid, sopInstanceUid].map((name) => name ?? '');
  const digest = createHash('sha1').update(names.join('|')).digest('hex');
  return (digest.match(/.{8}/g) ?? []).join('-');
}
