import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { demoTruth } from '../../../scripts/demo-studies/index.ts';
import { startSystemProcess } from './startSystemProcess.ts';

/**
 * One system with the demo studies for all tests that only read; its address is in YUNYING_E2E_URL. The demo studies are stored and
 * prepared once: that data, in the folder YUNYING_E2E_DEMO, is copied for every system that wants them.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const first = await startSystemProcess({ demo: true, keep: true });
  try {
    await allPrepared(first.url);
  } finally {
    await first.close();
  }
  process.env.YUNYING_E2E_DEMO = first.dataDir;
  const system = await startSystemProcess({ demo: true });
  process.env.YUNYING_E2E_URL = system.url;
  return async () => {
    await system.close();
    await rm(first.dataDir, { recursive: true, force: true });
  };
}

async function allPrepared(url: string): Promise<void> {
  for (const { studyInstanceUid } of demoTruth().studies) {
    for (;;) {
      const answer = await fetch(`${url}/dicom-web/studies/${studyInstanceUid}/prepared`);
      const { frames, prepared, asStored, failed } = (await answer.json()) as Record<string, number>;
      if (frames === (prepared ?? 0) + (asStored ?? 0) + (failed ?? 0)) break;
      await delay(200);
    }
  }
}
