import { createReadStream, existsSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

const MEDIA_TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/**
 * Serves the files below `site`, the `.br` or `.gz` sibling when the browser takes it; any other path without a file
 * name extension is index.html (OHIF routes in the browser). `replaced` holds contents that stand for files.
 */
export async function serveSite(
  site: string,
  replaced: Map<string, Buffer>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const pathname = path.posix.normalize(
    decodeURIComponent(new URL(request.url ?? '/', 'http://site').pathname),
  );
  const name = path.posix.extname(pathname) === '' ? '/index.html' : pathname;
  const type = MEDIA_TYPES[path.posix.extname(name)] ?? 'application/octet-stream';
  const content = replaced.get(name);
  if (content) {
    response.writeHead(200, { 'Content-Type': type, 'Content-Length': content.length }).end(content);
    return;
  }
  const file = path.join(site, name);
  if (!file.startsWith(site + path.sep) || !existsSync(file) || statSync(file).isDirectory()) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found\n');
    return;
  }
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const encoding = [
    { name: 'br', suffix: '.br' },
    { name: 'gzip', suffix: '.gz' },
  ].find((each) => new RegExp(`\\b${each.name}\\b`).test(accepted) && existsSync(file + each.suffix));
  const served = file + (encoding?.suffix ?? '');
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Length': statSync(served).size,
    Vary: 'Accept-Encoding',
    ...(encoding ? { 'Content-Encoding': encoding.name } : {}),
  });
  await pipeline(createReadStream(served), response);
}
