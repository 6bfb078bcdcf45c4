/** What is on the disk, sealed with AES-256-GCM where there are keys. It knows no DICOM, and not where keys come from. */
export type { DiskKeys } from './DiskKeys.ts';
export { openDiskFile, fileWriter, written, type DiskFile, type FileWriter } from './DiskFile.ts';
export { newSealHead, readSealHead, sealedWith, sealHeadBytes } from './fileHead.ts';
export { gcmOpen, gcmSeal, nonceBytes, tagBytes } from './gcm.ts';
export { openBytes, sealBytes } from './sealedBytes.ts';
export { SealBrokenError } from './segments.ts';
