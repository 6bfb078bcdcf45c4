/**
 * `npm run perf:ohif`: serves OHIF beside ours, on the same archive, to be measured against. See perf/README.md.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { appConfig } from './appConfig.ts';
import { OHIF_VERSION, obtainPackage } from './obtainPackage.ts';
import { OptionError, readOptions } from './options.ts';
import { passToArchive } from './passToArchive.ts';
import { prepareSite } from './prepareSite.ts';
import { serveSite } from './serveSite.ts';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  const site = await prepareSite(await obtainPackage(options.cacheDir, options.tarball), options.minify);
  const config = appConfig(await readFile(path.join(site, 'app-config.js'), 'utf8'));
  const replaced = new Map([['/app-config.js', Buffer.from(config)]]);

  const server = createServer((request, response) => {
    const handled = request.url?.startsWith('/dicom-web/')
      ? passToArchive(options.dicomweb, request, response)
      : serveSite(site, replaced, request, response);
    handled.catch((error: unknown) => {
      if (response.destroyed) return;
      console.error(`${request.method} ${request.url}: ${String(error)}`);
      if (response.headersSent) response.destroy();
      else response.writeHead(502, { 'Content-Type': 'text/plain' }).end('the archive does not answer\n');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const kind = options.minify ? 'scripts minified here' : 'as published';
  console.log(`OHIF ${OHIF_VERSION} (${kind}) on ${options.dicomweb.url}: http://127.0.0.1:${port}/viewer`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof OptionError ? error.message : error);
  process.exitCode = 1;
});
