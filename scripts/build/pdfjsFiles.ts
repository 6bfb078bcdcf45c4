import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const folders = ['cmaps', 'standard_fonts', 'wasm', 'iccs'];
const root = dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')));

/**
 * What pdf.js fetches by name when a PDF needs it (character maps of CJK fonts, the standard fonts, decoders), below `pdfjs/` of the
 * built viewer, and of the development server.
 */
export function pdfjsFiles(): Plugin {
  return {
    name: 'pdfjs-files',
    generateBundle() {
      for (const folder of folders)
        for (const name of readdirSync(join(root, folder)))
          this.emitFile({
            type: 'asset',
            fileName: `pdfjs/${folder}/${name}`,
            source: readFileSync(join(root, folder, name)),
          });
    },
    configureServer({ middlewares }) {
      middlewares.use('/pdfjs', (request, response, next) => {
        const [, folder = '', name = ''] = /^\/(\w+)\/([\w.-]+)$/.exec(request.url ?? '') ?? [];
        const path = join(root, folder, name);
        if (!folders.includes(folder) || !existsSync(path)) return next();
        createReadStream(path).pipe(response);
      });
    },
  };
}
