import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

export interface PageServer {
  url: string;
  close(): void;
}

/** Serves a folder of files and, below /frames/, encoded frames; on a free port of the loopback address. */
export async function serve(folder: string, frames: ReadonlyMap<string, Uint8Array>): Promise<PageServer> {
  const server = createServer((request, response) => {
    const path = normalize(request.url ?? '/');
    const frame = frames.get(path);
    const bytes = frame ?? readFile(join(folder, path === '/' ? 'index.html' : path));
    Promise.resolve(bytes).then(
      (body) => {
        response.setHeader(
          'Content-Type',
          mediaTypes[extname(path) || '.html'] ?? 'application/octet-stream',
        );
        response.end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
