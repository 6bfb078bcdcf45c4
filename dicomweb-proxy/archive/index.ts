/** Everything that knows Orthanc. What it gives is in terms of DICOM. */
export type { ArchiveNews } from './ArchiveNews.ts';
export type { ArchiveConnection } from './ArchiveConnection.ts';
export { Archive, type ArchiveOptions } from './Archive.ts';
export type { ArchiveState, Catalogue } from './Catalogue.ts';
export { Coalescer } from './coalesce.ts';
export {
  ArchiveResponseError,
  ArchiveUnavailableError,
  FrameUnreadableError,
  InstanceSetAsideError,
  NoSuchFrameError,
} from './errors.ts';
export { guessedElements } from './guessedCharacterSet.ts';
export { parseJsonArray, politely } from './parseJsonArray.ts';
export type { StoredFrame } from './instanceFrame.ts';
export type { InstanceRecord, SeriesRecord, StudyRecord } from './records.ts';
export type { DicomJson, DicomJsonElement } from './seriesDicomJson.ts';
export type { KeptInstances } from './SeriesInstances.ts';
export { SetAside, type SetAsideEntry } from './SetAside.ts';
export { TextsStore } from './TextsStore.ts';
export * from './launch/index.ts';
