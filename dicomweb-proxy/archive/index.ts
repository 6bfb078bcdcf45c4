/** Everything that knows Orthanc. What it gives is in terms of DICOM. */
export type { ArchiveConnection } from './ArchiveConnection.ts';
export { Archive, type StoreOutcome } from './Archive.ts';
export type { Catalogue } from './Catalogue.ts';
export { Coalescer } from './coalesce.ts';
export {
  ArchiveResponseError,
  ArchiveUnavailableError,
  FrameUnreadableError,
  NoSuchFrameError,
} from './errors.ts';
export type { StoredFrame } from './instanceFrame.ts';
export type { InstanceRecord, SeriesRecord, StudyRecord } from './records.ts';
export type { DicomJson, DicomJsonElement } from './seriesDicomJson.ts';
export * from './launch/index.ts';
