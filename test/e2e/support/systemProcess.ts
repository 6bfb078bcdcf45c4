import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startSystem } from '../../support/startSystem.ts';
import { storeBrokenStudy } from './storeBrokenStudy.ts';

/**
 * The whole system as a process of its own, for tests in a runner that loads TypeScript its own way: prints one
 * line of JSON when it stands; takes `stop-archive` and `close` on standard input.
 */
const given = process.argv.find((option) => option.startsWith('--env='))?.slice('--env='.length) ?? '{}';
const demo = process.argv.includes('--demo');
const stored = process.env.YUNYING_E2E_DEMO;
const dataDir = await mkdtemp(join(tmpdir(), 'yunying-test-'));
if (demo && stored) await cp(stored, dataDir, { recursive: true });
const system = await startSystem({
  demo,
  dataDir,
  env: {
    ...(process.argv.includes('--sign-in') && { AUTH: 'local' }),
    ...(process.argv.includes('--outbox') && { SMS_PROVIDER: 'outbox' }),
    ...(JSON.parse(given) as Record<string, string>),
  },
});
const broken = process.argv.includes('--broken-study') ? await storeBrokenStudy(system.url) : undefined;
process.stdout.write(
  `${JSON.stringify({ url: system.url, dataDir: system.dataDir, broken, setupLink: await system.server.setupLink() })}\n`,
);

for await (const command of createInterface({ input: process.stdin })) {
  if (command === 'stop-archive') {
    await system.archive.close();
    process.stdout.write('archive stopped\n');
  }
  if (command === 'close') break;
}
await system.close();
if (!process.argv.includes('--keep')) await rm(dataDir, { recursive: true, force: true });
process.exit(0);
