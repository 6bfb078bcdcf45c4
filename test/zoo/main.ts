/** `npm run zoo`: every file of a folder in the real viewer, compared with independent decoders. See CONTRIBUTING.md. */
import { join } from 'node:path';
import { hasPydicom } from '../conformance/support/pydicomValues.ts';
import { zooFiles, zooFolder } from '../conformance/support/zoo.ts';
import { startSystemProcess } from '../e2e/support/startSystemProcess.ts';
import { examine } from './examine.ts';
import type { Finding } from './Finding.ts';
import { readOptions, USAGE, type ZooOptions } from './options.ts';
import { ViewerPage } from './ViewerPage.ts';
import { writeReport } from './writeReport.ts';

// Not in test-results: the browser tests empty that.
const out = join(import.meta.dirname, '../../perf/results/zoo');

async function run({ folder, only, timeoutMs, out: to }: ZooOptions): Promise<boolean> {
  const files = zooFiles(folder).filter(({ name }) => only === undefined || name.includes(only));
  if (files.length === 0) throw new Error(`no file of ${folder} has "${only ?? ''}" in its name`);
  if (!hasPydicom)
    throw new Error('pydicom is missing (Debian: python3-pydicom, python3-numpy, python3-pil)');
  const system = await startSystemProcess();
  const findings: Finding[] = [];
  let viewer = await ViewerPage.start();
  try {
    for (const file of files) {
      const finding = await examine(file, viewer, { url: system.url, folder, timeoutMs }).catch(
        (error: unknown): Finding => ({
          name: file.name,
          verdict: 'wrong',
          kind: '',
          note: `the examination broke: ${String(error)}`,
        }),
      );
      findings.push(finding);
      console.log(`${finding.verdict.padEnd(9)} ${finding.name}: ${finding.kind} ${finding.note}`);
      if (finding.verdict === 'shown' || finding.verdict === 'explained') continue;
      // What broke the page must not be taken for the fault of the next file.
      await viewer.close();
      viewer = await ViewerPage.start();
    }
  } finally {
    await viewer.close();
    await system.close();
    await writeReport(to, findings);
  }
  const count = (verdict: Finding['verdict']): number =>
    findings.filter((finding) => finding.verdict === verdict).length;
  const uncompared = findings.filter(({ note }) => note.startsWith('not compared')).length;
  console.log(
    `${count('shown')} shown (${uncompared} images of them not compared), ${count('explained')} explained, ${count('wrong')} wrong, ${count('hung')} hung; table and pictures in ${to}`,
  );
  return count('wrong') + count('hung') === 0;
}

let options: ZooOptions;
try {
  options = readOptions(process.argv.slice(2), { folder: zooFolder, out });
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exit(2);
}
try {
  process.exit((await run(options)) ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
