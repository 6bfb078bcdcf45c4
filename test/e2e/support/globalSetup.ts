import { startSystemProcess } from './startSystemProcess.ts';

/** One system with the demo studies for all tests that only read; its address is in YUNYING_E2E_URL. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const system = await startSystemProcess({ demo: true });
  process.env.YUNYING_E2E_URL = system.url;
  return () => system.close();
}
