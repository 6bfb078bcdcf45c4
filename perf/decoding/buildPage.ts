import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import viewer from '../../vite.config.ts';

/** Builds the page with the viewer's decode worker as the viewer itself is built, into `outDir`. */
export async function buildPage(outDir: string): Promise<void> {
  const root = fileURLToPath(new URL('.', import.meta.url));
  const { build: options, plugins = [], ...rest } = viewer;
  await build({
    ...rest,
    configFile: false,
    logLevel: 'error',
    root,
    // It wants libraries that only the whole viewer has.
    plugins: plugins.filter((one) => !(one && 'name' in one && one.name === 'library-styles')),
    build: { ...options, outDir },
  });
}
