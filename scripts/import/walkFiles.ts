import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type FoundFile = { path: string; sizeBytes: number } | { path: string; problem: string };

/** All files at and below the paths, in the order of their names; links are followed, each folder is entered once. */
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
        yield* walkFiles(
          names.map((name) => join(path, name)),
          entered,
        );
      }
    } catch (error) {
      yield { path, problem: error instanceof Error ? error.message : String(error) };
    }
  }
}
