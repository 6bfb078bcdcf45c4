import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { isZip, mayBeDicom, storeInstances, unzip, ZipRefusedError } from '../../dicomweb/index.ts';

export interface UploadState {
  running: boolean;
  /** Files dealt with, whatever came of them. */
  done: number;
  total: number;
  stored: number;
  failed: number;
  notDicom: number;
  /** ZIP archives that could not be read to their end. */
  badArchives: string[];
  /** Why it ended early. */
  error?: Error;
}

/** One request carries at most so many bytes: progress is seen, and what is stored stays stored when it is stopped. */
const batchBytes = 16 * 1024 * 1024;

const nothing: UploadState = {
  running: false,
  done: 0,
  total: 0,
  stored: 0,
  failed: 0,
  notDicom: 0,
  badArchives: [],
};

/** Sends chosen files to the archive, batch by batch; the list is read again afterwards. */
export function useUpload() {
  const [state, setState] = useState<UploadState>();
  const stopper = useRef<AbortController>(undefined);
  const queries = useQueryClient();

  const start = async (files: readonly File[]) => {
    if (files.length === 0) return;
    const controller = new AbortController();
    stopper.current = controller;
    const now: UploadState = { ...nothing, running: true, total: files.length };
    const tell = (changes: Partial<UploadState>) => setState({ ...Object.assign(now, changes) });
    tell({});
    const source = withoutArchives(files, {
      onFound: () => tell({ total: now.total + 1 }),
      onRead: () => tell({ done: now.done + 1 }),
      onBad: (name) => tell({ badArchives: [...now.badArchives, name] }),
    });
    try {
      for await (const batch of batches(source)) {
        controller.signal.throwIfAborted();
        const dicom = await dicomOf(batch);
        const notDicom = batch.length - dicom.length;
        const { stored, failed } =
          dicom.length > 0
            ? await storeInstances(dicom, { signal: controller.signal })
            : { stored: 0, failed: 0 };
        tell({
          done: now.done + batch.length,
          stored: now.stored + stored,
          failed: now.failed + failed,
          notDicom: now.notDicom + notDicom,
        });
      }
      tell({ running: false });
    } catch (error) {
      tell({ running: false, ...(!controller.signal.aborted && { error: error as Error }) });
    }
    await queries.invalidateQueries();
  };

  return { state, start, stop: () => stopper.current?.abort(), dismiss: () => setState(undefined) };
}

async function dicomOf(files: readonly File[]): Promise<File[]> {
  const verdicts = await Promise.all(files.map((file) => mayBeDicom(file).catch(() => false)));
  // The directory of a disc is no image: its files are here themselves.
  return files.filter(({ name }, index) => verdicts[index] && !/(^|\/)DICOMDIR$/i.test(name));
}

interface ArchiveEvents {
  /** A file in an archive. */
  onFound(): void;
  /** An archive is read. */
  onRead(): void;
  onBad(name: string): void;
}

/** The files, and in place of ZIP archives the files in them. */
async function* withoutArchives(files: readonly File[], events: ArchiveEvents): AsyncGenerator<File> {
  for (const file of files) {
    if (!(await isZip(file).catch(() => false))) {
      yield file;
      continue;
    }
    try {
      for await (const inside of unzip(file)) {
        events.onFound();
        yield inside;
      }
    } catch (error) {
      if (!(error instanceof ZipRefusedError)) throw error;
      events.onBad(file.name);
    }
    events.onRead();
  }
}

async function* batches(files: AsyncIterable<File>): AsyncGenerator<File[]> {
  let batch: File[] = [];
  let bytes = 0;
  for await (const file of files) {
    if (batch.length > 0 && bytes + file.size > batchBytes) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(file);
    bytes += file.size;
  }
  if (batch.length > 0) yield batch;
}
