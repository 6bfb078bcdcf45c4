/** Files that were not taken in, kept aside for a person to look at. */
export type { FileDescription } from './describeFile.ts';
export type { ReceivedFile } from './ReceivedFile.ts';
export type { Refusal, RefusalCode } from './Refusal.ts';
export { RefusedFiles, type Dropped, type Origin, type RefusedFile } from './RefusedFiles.ts';
