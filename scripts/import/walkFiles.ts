import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { readDicomdir } from './readDicomdir.ts';

export type FoundFile = { path: string; fileSet?: FileSet } & (
  { sizeBytes: number; /** of a file-set, by its directory */ isListed?: boolean } | { problem: string }
);

/** A folder with a DICOMDIR, PS3.10 8. */
export interface FileSet {
  /** of the DICOMDIR */
  readonly path: string;
  /** How many files it lists. */
  readonly listed: number;
  /** File IDs that are listed and not there. */
  readonly missing: readonly string[];
  /** Why the directory could not be read: the files were walked then. */
  readonly fault?: string;
}

/**
 * All files at and below the paths; links are followed, each folder is entered once. Of a file-set those that its directory
 * lists come first, in its order; else they come in the order of their names.
 */
export async function* walkFiles(
  paths: readonly string[],
  entered: Set<string> = new Set(),
): AsyncGenerator<FoundFile, void, void> {
  for (const path of paths) {
    try {
      const status = await stat(path);
      if (status.isFile()) {
        yield { path, sizeBytes: status.size };
      } else if (status.isDirectory()) {
        const real = await realpath(path);
        if (entered.has(real)) continue;
        entered.add(real);
        const names = (await readdir(path)).sort();
        const below = walkFiles(
          names.map((name) => join(path, name)),
          entered,
        );
        const directory = names.find((name) => /^dicomdir\.?$/i.test(name));
        if (directory === undefined) yield* below;
        else yield* walkFileSet(path, join(path, directory), await Array.fromAsync(below));
      }
    } catch (error) {
      yield { path, problem: error instanceof Error ? error.message : String(error) };
    }
  }
}

async function* walkFileSet(
  folder: string,
  directory: string,
  found: readonly FoundFile[],
): AsyncGenerator<FoundFile, void, void> {
  const nested = found.filter(({ fileSet }) => fileSet !== undefined);
  const own = found.filter(({ fileSet, path }) => fileSet === undefined && path !== directory);
  const itself = found.filter(({ path }) => path === directory);
  let listed: string[];
  try {
    listed = await readDicomdir(directory);
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    const fileSet: FileSet = { path: directory, listed: 0, missing: [], fault };
    yield* [...itself, ...own].map((file) => ({ ...file, fileSet }));
    yield* nested;
    return;
  }
  const byName = new Map(found.map((file) => [nameOf(relative(folder, file.path)), file]));
  const files = listed.map((id) => byName.get(nameOf(id)) ?? byName.get(`${nameOf(id)}.DCM`));
  const missing = listed.filter((_, index) => files[index] === undefined);
  const fileSet: FileSet = { path: directory, listed: listed.length, missing };
  const present = new Set(files.filter((file) => file !== undefined));
  yield* itself.map((file) => ({ ...file, fileSet }));
  yield* [...present].map((file) => ({ ...file, fileSet, isListed: true }));
  yield* own.filter((file) => !present.has(file)).map((file) => ({ ...file, fileSet, isListed: false }));
  yield* nested.filter((file) => !present.has(file));
}

/** As file IDs are compared: systems of files write them in lower case, and with what ISO 9660 adds. */
const nameOf = (path: string): string =>
  path
    .split(sep)
    .map((part) => part.toUpperCase().replace(/;\d+$/, '').replace(/\.$/, ''))
    .join('/');
