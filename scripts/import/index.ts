export { readHeader } from './dicomHeader.ts';
export type { HeaderReading, InstanceIds } from './dicomHeader.ts';
export { importFiles } from './importFiles.ts';
export type { ImportOptions, ImportSummary } from './importFiles.ts';
export { answers, storeInstances, storedInstances } from './storeInstances.ts';
export type { StoreAnswer, StoreFailure, StoreItem } from './storeInstances.ts';
export { ArchiveUnreachableError } from './storeQueue.ts';
