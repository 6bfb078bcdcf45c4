import { readFile } from 'node:fs/promises';
import type { Contest, ServerName } from './measure.ts';
import type { Target } from './runWrk.ts';

/**
 * Asks each server once for what it will be asked for: an error page is answered fast too. Frames of ours, of nginx
 * and of bare node:http must be the same bytes. Throws Error naming what is wrong.
 */
export async function checkTargets(contests: Contest[]): Promise<void> {
  for (const { name, targets } of contests) {
    const answers = new Map<ServerName, Buffer>();
    for (const [server, target] of Object.entries(targets) as [ServerName, Target][]) {
      const [path = '/'] = (await readFile(target.pathsFile, 'utf8')).split('\n');
      for (const origin of target.origins) {
        const response = await fetch(origin + path, { headers: target.headers });
        const bytes = Buffer.from(await response.arrayBuffer());
        if (response.status !== 200 || bytes.length === 0) {
          throw new Error(
            `${name}: ${server} answers ${response.status} to ${path}: ${bytes.toString('utf8', 0, 200)}`,
          );
        }
        const others = answers.get(server);
        if (others && !others.equals(bytes)) throw new Error(`${name}: ${origin} serves other bytes`);
        answers.set(server, bytes);
      }
    }
    const ours = answers.get('yunying') ?? answers.get('open');
    for (const [server, bytes] of answers) {
      // Orthanc gives them in another form.
      if (server !== 'orthanc' && !ours?.equals(bytes))
        throw new Error(`${name}: ${server} serves other bytes`);
    }
  }
}
