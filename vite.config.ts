import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/**
 * Has the browser fetch and compile the engine's chunk at low priority while the first image is being shown, so
 * that the import that runs it later waits for nothing.
 */
function preloadEngine(): Plugin {
  return {
    name: 'preload-engine',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const engine = Object.values(bundle ?? {}).find((output) => output.name === 'engineRoom');
        if (!engine) return [];
        const href = `/${engine.fileName}`;
        return [
          {
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, fetchpriority: 'low', href },
            injectTo: 'head',
          },
        ];
      },
    },
  };
}

/** The viewer: everything below viewer/, built into dist/viewer. Also used in middleware mode by `npm run dev`. */
export default defineConfig({
  root: fileURLToPath(new URL('./viewer', import.meta.url)),
  plugins: [react(), preloadEngine()],
  worker: { format: 'es' },
  resolve: {
    // vtk.js pulls in xmlbuilder2, which wants Node's `events`; Vite's empty stand-in for it breaks the page.
    alias: { events: fileURLToPath(new URL('./node_modules/events/events.js', import.meta.url)) },
  },
  build: {
    outDir: fileURLToPath(new URL('./dist/viewer', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
  },
});
