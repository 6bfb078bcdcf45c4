import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/**
 * The least that Node can do: `node memoryServer.ts <folder> <file with one path per line> <Content-Type>` answers for these
 * paths below the folder with bytes from memory, on a free port that it prints, and ends with its standard input.
 */
const [folder = '', pathsFile = '', contentType = ''] = process.argv.slice(2);
const paths = (await readFile(pathsFile, 'utf8')).trim().split('\n');
const files = new Map(
  await Promise.all(paths.map(async (path) => [path, await readFile(join(folder, path))] as const)),
);
const server = createServer((request, response) => {
  const bytes = files.get(request.url ?? '');
  if (!bytes) {
    response.statusCode = 404;
    return response.end();
  }
  response.setHeader('content-type', contentType);
  response.setHeader('content-length', bytes.length);
  return response.end(bytes);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
process.stdin.resume().once('end', () => process.exit(0));
