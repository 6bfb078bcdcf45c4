import { defineConfig } from 'vitest/config';

/** `unit`: beside the code, no servers. `integration`: a real Orthanc process behind the real proxy. `cluster`: all of docker/. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{viewer,server,dicomweb-proxy,services,pixels,scripts,perf,test}/**/__tests__/*.test.{ts,tsx}',
          ],
          // Nothing is measured by it: a busy machine may take its time.
          testTimeout: 30_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/{integration,conformance}/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'cluster',
          include: ['test/cluster/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
