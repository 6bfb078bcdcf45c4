import { open } from 'node:fs/promises';
import { part10Head } from '../../dicomweb-proxy/index.ts';

/** The identity of an instance, read from the beginning of its file. */
export interface InstanceIds {
  studyInstanceUid: string;
  seriesInstanceUid: string;
  sopInstanceUid: string;
}

export type Recognised =
  | { kind: 'instance'; ids: InstanceIds }
  /** A DICOM file that does not say, or not in its beginning, which instance it is. */
  | { kind: 'unidentified' }
  | { kind: 'dicomdir' }
  | { kind: 'not-dicom' };

const mediaStorageDirectory = '1.2.840.10008.1.3.10';
const beginningBytes = 64 << 10;
/** Private elements and icons may push the UIDs far behind the beginning. */
const longBeginningBytes = 4 << 20;

const isUid = (text: string | undefined): text is string => text !== undefined && /^[0-9.]{1,64}$/.test(text);

/** What a file is, from its first bytes. Never throws for malformed ones. @throws Error of the file system */
export async function recognise(path: string): Promise<Recognised> {
  const file = await open(path);
  try {
    let saysSo = false;
    const beginning = async (length: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
      saysSo = buffer.toString('latin1', 128, 132) === 'DICM';
      return part10Head(buffer.subarray(0, bytesRead), bytesRead < length);
    };
    let result = await beginning(beginningBytes);
    if (result.kind === 'more') result = await beginning(longBeginningBytes);
    // What says that it is DICOM is for the server to judge, and to keep.
    if (result.kind === 'not-dicom') return { kind: saysSo ? 'unidentified' : 'not-dicom' };
    const { sopClassUid, sopInstanceUid, studyInstanceUid, seriesInstanceUid } = result.head;
    if (sopClassUid === mediaStorageDirectory) return { kind: 'dicomdir' };
    if (!isUid(sopInstanceUid) || !isUid(studyInstanceUid) || !isUid(seriesInstanceUid)) {
      return { kind: 'unidentified' };
    }
    return { kind: 'instance', ids: { sopInstanceUid, studyInstanceUid, seriesInstanceUid } };
  } finally {
    await file.close();
  }
}
