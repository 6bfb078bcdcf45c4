/** The proxy in front of the archive: DICOMweb for everyone, prepared studies, and all that knows Orthanc. */
export { createDicomwebProxy, type DicomwebProxy, type DicomwebProxyOptions } from './createDicomwebProxy.ts';
export type { Studies, StudyFile } from './Studies.ts';
export {
  canInstallPackages,
  identifyProcess,
  installPackages,
  isAlive,
  obtainArchive,
  parseIdentity,
  portObstacle,
  ArchiveProblem,
  type ArchiveConnection,
  type ArchiveOptions,
  type ObtainedArchive,
  type ProcessIdentity,
} from './archive/index.ts';
/** For programs that bring files: what a file is, from its first bytes. */
export { part10Head, rawDataSet, type RawDataSet } from './part10/index.ts';
/** Routes with who may use them, and what decides it. */
export {
  HttpProblem,
  isOfTable,
  openToAll,
  isDocumentClass,
  problemOf,
  rights,
  RouteTable,
  StudyHidden,
  studyView,
  type Access,
  type Answer,
  type Guard,
  type IncomingFile,
  type Method,
  type Right,
  type Route,
  type RouteRow,
  type Rule,
  type StudyView,
} from './dicomweb/index.ts';
export type { SeriesRecord, StudyRecord } from './archive/index.ts';
/** What the files on the disk are sealed with. */
export type { DiskKeys } from './sealing/index.ts';
