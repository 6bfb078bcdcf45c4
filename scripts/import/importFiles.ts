import { createReadStream } from 'node:fs';
import { recognise, type InstanceIds, type Recognised } from './recognise.ts';
import type { StoreItem } from './storeInstances.ts';
import { StoreQueue } from './storeQueue.ts';
import { walkFiles, type FileSet } from './walkFiles.ts';

export interface ImportSummary {
  stored: number;
  alreadyThere: number;
  refused: { path: string; reason: string }[];
  /** Files that are no DICOM instances. */
  skipped: number;
  dicomdirs: number;
  storedBytes: number;
  /** Folders with a DICOMDIR, and the DICOM files in them that it does not list; those are taken in all the same. */
  fileSets: (FileSet & { unlisted: string[] })[];
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
  /** What the server wants as Authorization, where people sign in. */
  authorization?: string | undefined;
  onProgress?: (summary: ImportSummary) => void;
  /** How long the archive may be away before the import gives up, ms; default 30 s. */
  patienceMs?: number;
  /** UIDs that are missing are made up. */
  completeUids?: boolean;
  signal?: AbortSignal;
}

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
    fileSets: [],
  };
  const queue = new StoreQueue({
    service: { url: options.dicomWebUrl, authorization: options.authorization },
    completeUids: options.completeUids ?? false,
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
    const fileSet = file.fileSet && reportOf(summary, file.fileSet);
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
        if (file.isListed === false) fileSet?.unlisted.push(path);
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

function reportOf(summary: ImportSummary, fileSet: FileSet): ImportSummary['fileSets'][number] {
  const known = summary.fileSets.find(({ path }) => path === fileSet.path);
  if (known) return known;
  const report = { ...fileSet, unlisted: [] };
  summary.fileSets.push(report);
  return report;
}

function candidateFor(
  path: string,
  sizeBytes: number,
  reading: Extract<Recognised, { kind: 'instance' | 'unidentified' }>,
): Candidate {
  async function* bytes(): AsyncGenerator<Buffer> {
    if (sizeBytes > 0) yield* createReadStream(path, { end: sizeBytes - 1 }) as AsyncIterable<Buffer>;
  }
  const ids = reading.kind === 'instance' ? reading.ids : undefined;
  return { path, fileName: path, sizeBytes, ids, open: bytes };
}

const isFileSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'path' in error;
