import path from 'node:path';
import type { RoomOptions } from './options.ts';
import type { Pair } from './report.ts';

/** Measures both pages in strict alternation; the first runs of each are left out, the last ones leave screenshots. */
export async function alternate<Value>(
  options: RoomOptions,
  part: string,
  urls: { ours: string; theirs?: string },
  measure: (url: string, own: boolean, options: RoomOptions & { screenshot?: string }) => Promise<Value>,
): Promise<Pair<Value>> {
  const pair: Pair<Value> = { ours: [], theirs: [] };
  const last = options.warmUp + options.runs - 1;
  for (let run = 0; run <= last; run += 1) {
    for (const who of ['ours', 'theirs'] as const) {
      const url = urls[who];
      if (url === undefined) continue;
      const screenshot =
        options.screenshots && run === last
          ? path.join(options.screenshots, `${part}-${who}.png`)
          : undefined;
      const measured = await measure(url, who === 'ours', {
        ...options,
        ...(screenshot === undefined ? {} : { screenshot }),
      });
      const counts = run >= options.warmUp;
      if (counts) pair[who].push(measured);
      console.log(
        `${part} ${counts ? run - options.warmUp + 1 : 'warm-up'} ${who}: ${JSON.stringify(measured)}`,
      );
    }
  }
  return pair;
}
