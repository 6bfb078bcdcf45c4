import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Real and odd DICOM files beside the project; absent elsewhere. */
export const zooFolder = join(import.meta.dirname, '../../../../shared/dicom/zoo');
export const hasZoo = existsSync(zooFolder);

export interface ZooFile {
  /** path below the folder */
  name: string;
  bytes: () => Buffer;
}

export function zooFiles(folder = zooFolder): ZooFile[] {
  return readdirSync(folder, { recursive: true })
    .map((entry) => join(folder, String(entry)))
    .filter((path) => statSync(path).isFile() && !path.endsWith('.tsv'))
    .map((path) => ({ name: relative(folder, path), bytes: () => readFileSync(path) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Where the data set begins: after the file meta information (PS3.10 7.1), whose elements are all Explicit VR. */
export function dataSetStart(file: Buffer): number {
  if (file.toString('latin1', 128, 132) !== 'DICM') return 0;
  let at = 132;
  while (at + 8 <= file.length && file.readUInt16LE(at) === 2) {
    const isLong = ['OB', 'OW', 'UN', 'UT', 'SQ'].includes(file.toString('latin1', at + 4, at + 6));
    at += isLong ? 12 + file.readUInt32LE(at + 8) : 8 + file.readUInt16LE(at + 6);
  }
  return at;
}

/** What came back compared with what went in. */
export function compareFiles(
  sent: Buffer,
  received: Buffer,
): 'identical' | 'data set identical' | 'DIFFERENT' {
  if (sent.equals(received)) return 'identical';
  const [ofSent, ofReceived] = [sent, received].map((file) => file.subarray(dataSetStart(file)));
  return ofSent && ofReceived && ofSent.length > 0 && ofSent.equals(ofReceived)
    ? 'data set identical'
    : 'DIFFERENT';
}
