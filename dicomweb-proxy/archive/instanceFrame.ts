import { ArchiveResponseError, FrameUnreadableError, NoSuchFrameError } from './errors.ts';
import type { NativeFiles } from './NativeFiles.ts';
import type { OrthancClient } from './OrthancClient.ts';
import type { InstanceRecord } from './records.ts';

export interface StoredFrame {
  readonly bytes: Buffer;
  /** What the bytes are encoded in. */
  readonly transferSyntaxUid: string;
}

const explicitLittleEndian = '1.2.840.10008.1.2.1';
/** Readers wait for it; who comes again later finds it prepared, maybe. */
const frameWithinMs = 30_000;
const bigEndian = '1.2.840.10008.1.2.2';
/**
 * Deflating is of the file: the frame comes inflated (PS3.5 A.5). Of Big Endian Orthanc turns the words round, raw or
 * not; and frames must not be sent in it anyway (PS3.18 8.7.3.5.2).
 */
const isAsLittleEndian = (uid: string): boolean => uid === '1.2.840.10008.1.2.1.99' || uid === bigEndian;

/**
 * What Orthanc says of the file itself (OrthancStatus): not implemented, out of range, bad format, image format or size
 * not supported. Where it fails by anything else, memory, disk or database, the next answer may be another.
 */
const aboutTheFile: ReadonlySet<number | undefined> = new Set([2, 3, 15, 23, 24]);
/** The index knows the file and the disk does not: it may be mounted again. */
const fileMissing = 13;

/**
 * One frame as stored: the fragments of an encapsulated frame put together, a native frame cut out.
 * Orthanc's own REST call takes a third of the time of its DICOMweb plugin and knows more transfer syntaxes; what it
 * does not know (1 bit, 32 bit, float) is native and is cut out of the file here.
 * @throws NoSuchFrameError, FrameUnreadableError for what the file is to blame for; ArchiveUnavailableError,
 * ArchiveResponseError for what may be different the next time
 */
export async function instanceFrame(
  client: OrthancClient,
  files: NativeFiles,
  instance: InstanceRecord,
  frameNumber: number,
  signal?: AbortSignal,
): Promise<StoredFrame> {
  const { transferSyntaxUid: stored } = instance;
  if (stored === undefined) {
    throw new FrameUnreadableError('The stored file does not say its transfer syntax (0002,0010)');
  }
  const transferSyntaxUid = isAsLittleEndian(stored) ? explicitLittleEndian : stored;
  const bytes = await rawFrame(client, instance, frameNumber, signal);
  if (Buffer.isBuffer(bytes)) return { bytes, transferSyntaxUid };
  const native = await files.frame(instance, frameNumber, bytes.message, signal);
  return { bytes: native, transferSyntaxUid };
}

async function rawFrame(
  client: OrthancClient,
  { archiveId }: InstanceRecord,
  frameNumber: number,
  signal: AbortSignal | undefined,
): Promise<Buffer | ArchiveResponseError> {
  try {
    return await client.bytes(`/instances/${archiveId}/frames/${frameNumber - 1}/raw`, {
      withinMs: frameWithinMs,
      signal,
    });
  } catch (error) {
    if (!(error instanceof ArchiveResponseError)) throw error;
    if (error.status === 404 && error.code !== fileMissing)
      throw new NoSuchFrameError('The instance is not in the archive any more');
    if (error.message.includes('out of range')) {
      throw new NoSuchFrameError(`The stored pixel data has no frame ${frameNumber}`);
    }
    if (!aboutTheFile.has(error.code)) throw error;
    return error;
  }
}
