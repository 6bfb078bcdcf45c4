import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import viewer from '../../vite.config.ts';

/** Builds the page with the viewer's decode worker as the viewer itself is built, into `outDir`. */
export async function buildPage(outDir: string): Promise<void> {
  const root = fileURLToPath(new URL('.', import.meta.url));
  const { build: options, ...rest } = viewer;
  await build({
    ...rest,
    configFile: false,
    logLevel: 'error',
    root,
    build: { ...options, outDir },
  });
}
