import { readFile } from 'node:fs/promises';
import type { Contest, ServerName } from './measure.ts';
import type { Target } from './runWrk.ts';

/**
 * Asks each server once for what it will be asked for: an error page is answered fast too. Frames of ours and of nginx
 * must be the same bytes. Throws Error naming what is wrong.
 */
export async function checkTargets(contests: Contest[]): Promise<void> {
  for (const { name, targets } of contests) {
    const answers = new Map<ServerName, Buffer>();
    for (const [server, target] of Object.entries(targets) as [ServerName, Target][]) {
      const [path = '/'] = (await readFile(target.pathsFile, 'utf8')).split('\n');
      const response = await fetch(target.origin + path, { headers: target.headers });
      const bytes = Buffer.from(await response.arrayBuffer());
      if (response.status !== 200 || bytes.length === 0) {
        throw new Error(
          `${name}: ${server} answers ${response.status} to ${path}: ${bytes.toString('utf8', 0, 200)}`,
        );
      }
      answers.set(server, bytes);
    }
    const files = answers.get('nginx');
    if (files && !answers.get('yunying')?.equals(files)) throw new Error(`${name}: nginx serves other bytes`);
  }
}
