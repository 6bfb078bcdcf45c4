import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { embedClient } from './scripts/build/embedClient.ts';
import { leaveOut } from './scripts/build/leaveOut.ts';
import { libraryStyles } from './scripts/build/libraryStyles.ts';
import { pdfjsFiles } from './scripts/build/pdfjsFiles.ts';

/** The viewer: everything below viewer/, built into dist/viewer. Also used in middleware mode by `npm run dev`. */
export default defineConfig({
  root: fileURLToPath(new URL('./viewer', import.meta.url)),
  plugins: [react(), pdfjsFiles(), leaveOut(), libraryStyles(), embedClient()],
  worker: { format: 'es' },
  resolve: {
    // vtk.js pulls in xmlbuilder2, which wants Node's `events`; Vite's empty stand-in for it breaks the page.
    alias: { events: fileURLToPath(new URL('./node_modules/events/events.js', import.meta.url)) },
  },
  // Found by the dev server only once a worker imports them, which would reload the page in the middle of a test.
  optimizeDeps: {
    include: [
      '@cornerstonejs/codec-charls/decodewasmjs',
      '@cornerstonejs/codec-openjph/wasmjs',
      '@cornerstonejs/codec-openjpeg/decodewasmjs',
      '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs',
      'jpeg-lossless-decoder-js',
    ],
  },
  build: {
    outDir: fileURLToPath(new URL('./dist/viewer', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      output: {
        // Scripts that are put together import one another in circles: without it one may use what another has not made yet.
        strictExecutionOrder: true,
        // What scripts share is few files, not one for each set of scripts that need it: sixty requests took longer than their bytes.
        codeSplitting: {
          groups: [
            { name: 'boot', tags: ['$initial'], priority: 1 },
            { name: 'shared', entriesAware: true, entriesAwareMergeThreshold: 20_000, minShareCount: 2 },
          ],
        },
        // Else they are named after all that share them.
        chunkFileNames: ({ name }) => `assets/${shortName(name)}-[hash].js`,
        assetFileNames: ({ names }) => `assets/${shortName(names[0])}-[hash][extname]`,
      },
      treeshake: {
        // What an index only passes on is no reason to be in the chunk of whoever uses that index: the first script stays small.
        moduleSideEffects: [{ test: /viewer\/[^?]*\/index\.tsx?$/, sideEffects: false }],
      },
    },
  },
});

function shortName(name = '[name]'): string {
  return name.startsWith('shared~') ? 'shared' : '[name]';
}
