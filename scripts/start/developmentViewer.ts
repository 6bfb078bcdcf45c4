import { readFile } from 'node:fs/promises';
import type { RequestHandler } from 'express';
import { createServer } from 'vite';

/** The viewer straight from its sources, with hot reload: Vite as a middleware of the server. */
export async function developmentViewer(
  root: string,
): Promise<{ middleware: RequestHandler; page(): Promise<string>; close(): Promise<void> }> {
  const vite = await createServer({
    configFile: `${root}/vite.config.ts`,
    server: { middlewareMode: true },
    appType: 'spa',
  });
  return {
    middleware: vite.middlewares as unknown as RequestHandler,
    page: async () =>
      vite.transformIndexHtml('/index.html', await readFile(`${root}/viewer/index.html`, 'utf8')),
    close: () => vite.close(),
  };
}
