import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import express from 'express';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rewritePages, viewerFiles } from '../viewerFiles.ts';

const script = 'console.log("hello")';
let folder: string;
let server: Server;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'viewer-'));
  const root = join(folder, 'dist');
  await mkdir(join(root, 'assets'), { recursive: true });
  await writeFile(join(root, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  const main = join(root, 'assets', 'main-AbCd1234.js');
  await writeFile(main, script);
  await writeFile(`${main}.br`, brotliCompressSync(script));
  await writeFile(`${main}.gz`, gzipSync(script));
  server = createServer(express().use(rewritePages, viewerFiles(root)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true, force: true });
});

async function get(path: string, encoding = 'identity') {
  const { statusCode, headers, body } = await request(url + path, {
    headers: { 'accept-encoding': encoding },
  });
  return { status: statusCode, headers, bytes: Buffer.from(await body.arrayBuffer()) };
}

describe('viewerFiles', () => {
  it.each([
    ['br', brotliCompressSync(script)],
    ['gzip', gzipSync(script)],
    ['identity', Buffer.from(script)],
  ])('sends what was compressed beforehand: %s', async (encoding, expected) => {
    const { headers, bytes } = await get('/assets/main-AbCd1234.js?x=1', encoding);
    expect(headers['content-encoding'] ?? 'identity').toBe(encoding);
    expect(headers['content-type']).toContain('text/javascript');
    expect(headers['cache-control']).toContain('immutable');
    expect(headers.vary).toBe('Accept-Encoding');
    expect(bytes.equals(expected)).toBe(true);
  });

  it.each(['/', '/viewer', '/viewer?StudyInstanceUIDs=1.2'])(
    'sends the page for %s, to be asked again',
    async (path) => {
      const { status, headers, bytes } = await get(path, 'br');
      expect([status, headers['cache-control']]).toEqual([200, 'no-cache']);
      expect(bytes.toString()).toContain('<title>page</title>');
    },
  );

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/nothing.js', '/assets'])(
    'has no %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );
});
