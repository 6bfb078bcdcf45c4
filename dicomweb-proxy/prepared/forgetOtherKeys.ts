import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sealedWith, sealHeadBytes, type DiskKeys } from '../sealing/index.ts';
import { FrameFolder } from './FrameFolder.ts';
import type { PreparedFiles } from './PreparedFiles.ts';

/** Who writes a temporary file has done so by then. */
const staleMs = 60_000;
const markName = 'sealed-with';

/**
 * Removes what was prepared in clear before there was a key, or sealed with another one: nobody reads it any more, and
 * what is in clear is not to stay. Looks at everything once for each change of the key.
 * @param root the folder of `files`
 */
export async function forgetOtherKeys(root: string, files: PreparedFiles): Promise<number> {
  const wanted = files.keys?.id;
  const mark = join(root, markName);
  const before = await readFile(mark, 'latin1').catch(() => undefined);
  if (before === wanted) return 0;
  const frames = new FrameFolder(files);
  let removed = 0;
  const lookAt = async (path: string, name: string): Promise<void> => {
    if (!(await isOfAnother(path, name, frames, files.keys))) return;
    // It may have been made anew since it was looked at: what is moved away can no longer change under our hands.
    const aside = `${path}.${randomUUID()}.tmp`;
    if (!(await moved(path, aside))) return;
    if (await isOfAnother(aside, name, frames, files.keys)) {
      await rm(aside, { force: true });
      removed += 1;
    } else await moved(aside, path);
  };
  for (const study of await files.studies()) {
    for (const series of await files.series(study)) {
      for (const name of await files.list(study, series)) await lookAt(join(root, study, series, name), name);
    }
  }
  const videos = join(root, 'videos');
  for (const name of await readdir(videos).catch(() => [])) await lookAt(join(videos, name), name);
  if (wanted === undefined) await rm(mark, { force: true });
  else {
    await mkdir(root, { recursive: true, mode: 0o750 });
    await writeFile(mark, wanted, { mode: 0o640 });
  }
  return removed;
}

const moved = (from: string, to: string): Promise<boolean> =>
  rename(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );

async function isOfAnother(
  path: string,
  name: string,
  frames: FrameFolder,
  keys: DiskKeys | undefined,
): Promise<boolean> {
  if (frames.isFrameFile(name)) return frames.isOfAnother(name);
  try {
    if (name.endsWith('.tmp') && Date.now() - (await stat(path)).mtimeMs < staleMs) return false;
    const file = await open(path, 'r');
    try {
      const head = Buffer.alloc(sealHeadBytes);
      const { bytesRead } = await file.read(head, 0, sealHeadBytes, 0);
      return sealedWith(head.subarray(0, bytesRead)) !== keys?.id;
    } finally {
      await file.close();
    }
  } catch (error) {
    // Another process was here first.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
