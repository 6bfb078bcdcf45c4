import { open } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import type { HeaderReading, InstanceIds } from './dicomHeader.ts';
import { readHeader } from './dicomHeader.ts';
import { part10Prefix } from './part10Prefix.ts';
import type { StoreItem } from './storeInstances.ts';
import { StoreQueue } from './storeQueue.ts';
import { walkFiles } from './walkFiles.ts';

export interface ImportSummary {
  stored: number;
  alreadyThere: number;
  refused: { path: string; reason: string }[];
  /** Files that are no DICOM instances. */
  skipped: number;
  dicomdirs: number;
  storedBytes: number;
}

/** A file on its way to the archive. */
export interface Candidate extends StoreItem {
  path: string;
  ids: InstanceIds | undefined;
}

export interface ImportOptions {
  paths: readonly string[];
  /** e.g. http://127.0.0.1:3000/dicom-web */
  dicomWebUrl: string;
  onProgress?: (summary: ImportSummary) => void;
  /** How long the archive may be away before the import gives up, ms; default 30 s. */
  patienceMs?: number;
  signal?: AbortSignal;
}

const BEGINNING_BYTES = 64 << 10;
const LONG_BEGINNING_BYTES = 4 << 20;

/**
 * Stores the DICOM files at and below the paths by STOW-RS. Files stream from disk in small batches; no file keeps another from
 * being stored. Instances the archive has already are not sent again.
 * @throws ArchiveUnreachableError when the server stops answering; the summary so far is in it
 */
export async function importFiles(options: ImportOptions): Promise<ImportSummary> {
  const summary: ImportSummary = {
    stored: 0,
    alreadyThere: 0,
    refused: [],
    skipped: 0,
    dicomdirs: 0,
    storedBytes: 0,
  };
  const queue = new StoreQueue({
    dicomWebUrl: options.dicomWebUrl,
    patienceMs: options.patienceMs ?? 30_000,
    ...(options.signal ? { signal: options.signal } : {}),
    onOutcome: ({ path, sizeBytes }, outcome) => {
      if (outcome.kind === 'refused') summary.refused.push({ path, reason: outcome.reason });
      else if (outcome.kind === 'stored') {
        summary.stored++;
        summary.storedBytes += sizeBytes;
      } else summary.alreadyThere++;
      options.onProgress?.(summary);
    },
  });
  for await (const file of walkFiles(options.paths)) {
    options.signal?.throwIfAborted();
    if ('problem' in file) {
      summary.refused.push({ path: file.path, reason: `cannot be read: ${file.problem}` });
      continue;
    }
    const { path, sizeBytes } = file;
    try {
      const reading = await recognise(path);
      if (reading.kind === 'dicomdir') summary.dicomdirs++;
      else if (reading.kind === 'not-dicom') summary.skipped++;
      else {
        await queue.add(candidateFor(path, sizeBytes, reading));
      }
    } catch (error) {
      if (!isFileSystemError(error)) throw error;
      summary.refused.push({ path, reason: `cannot be read: ${error.message}` });
    }
    options.onProgress?.(summary);
  }
  await queue.finish();
  return summary;
}

function candidateFor(
  path: string,
  fileBytes: number,
  reading: Extract<HeaderReading, { kind: 'instance' | 'unreadable' }>,
): Candidate {
  const prefix = reading.kind === 'instance' ? part10Prefix(reading) : Buffer.alloc(0);
  async function* bytes(): AsyncGenerator<Buffer> {
    if (prefix.length > 0) yield prefix;
    if (fileBytes > 0) yield* createReadStream(path, { end: fileBytes - 1 }) as AsyncIterable<Buffer>;
  }
  const ids = reading.kind === 'instance' ? reading.ids : undefined;
  return { path, sizeBytes: prefix.length + fileBytes, ids, open: bytes };
}

async function recognise(path: string): Promise<HeaderReading> {
  const file = await open(path);
  try {
    const beginning = async (length: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
      return buffer.subarray(0, bytesRead);
    };
    const reading = readHeader(await beginning(BEGINNING_BYTES));
    // Private elements and icons may push the UIDs far behind the beginning.
    return reading.kind === 'unreadable' ? readHeader(await beginning(LONG_BEGINNING_BYTES)) : reading;
  } finally {
    await file.close();
  }
}

const isFileSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'path' in error;
