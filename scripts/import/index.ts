export { importFiles } from './importFiles.ts';
export type { ImportOptions, ImportSummary } from './importFiles.ts';
export { answers, refuses, storeInstances, storedInstances } from './storeInstances.ts';
export { recognise, type InstanceIds, type Recognised } from './recognise.ts';
export type { FileSet } from './walkFiles.ts';
export type { DicomwebService, StoreAnswer, StoreFailure, StoreItem } from './storeInstances.ts';
export { ArchiveUnreachableError } from './storeQueue.ts';
