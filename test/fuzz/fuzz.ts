import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ZooFile } from '../conformance/support/zoo.ts';
import { mutate } from './mutations.ts';
import type { Outcome } from './Outcome.ts';
import { randomOf } from './random.ts';
import type { Target } from './Target.ts';

export interface Failure {
  index: number;
  target: string;
  name: string;
  how: string;
  why: string;
  /** The mutated file, to be replayed. */
  file: string;
}

export interface FuzzResult {
  outcomes: Record<Outcome['kind'], number>;
  failures: Failure[];
}

export interface FuzzPlan {
  files: readonly ZooFile[];
  count: number;
  seed: number;
  targets: readonly Target[];
  /** Where failures are written. */
  folder: string;
  onProgress?: (done: number, result: FuzzResult) => void;
}

/** Tries `count` mutations, each with every target; the same ones for the same seed and files. */
export async function fuzz({
  files,
  count,
  seed,
  targets,
  folder,
  onProgress,
}: FuzzPlan): Promise<FuzzResult> {
  const result: FuzzResult = { outcomes: { shown: 0, refused: 0, failed: 0 }, failures: [] };
  for (let index = 0; index < count; index++) {
    const random = randomOf(seed, index);
    const chosen = files[Math.floor(random() * files.length)];
    if (!chosen) throw new Error('there are no files to mutate');
    const { how, bytes } = mutate(chosen.bytes(), random);
    for (const target of targets) {
      const outcome = await target.try(bytes);
      result.outcomes[outcome.kind] += 1;
      if (outcome.kind !== 'failed') continue;
      await mkdir(folder, { recursive: true });
      const file = join(folder, `${seed}-${index}-${target.name}.dcm`);
      await writeFile(file, bytes);
      result.failures.push({ index, target: target.name, name: chosen.name, how, why: outcome.why, file });
    }
    onProgress?.(index + 1, result);
  }
  return result;
}
