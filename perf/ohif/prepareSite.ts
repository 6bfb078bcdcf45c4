import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { minify } from 'vite';

const brotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

const COMPRESSIBLE = /\.(js|css|html|json|jsonc|svg|wasm|webmanifest|webapp|xml)$/;
/** Source maps and the segmentation networks' runtime: no part of showing an image, 90 MB. */
const LEFT_OUT = /(\.map$|(^|\/)ort\/|LICENSE\.txt$)/;

/**
 * A copy of OHIF's dist beside it, each file with `.br` (quality 11) and `.gz` (level 9) siblings: what a careful
 * deployment serves. With `minified`, its scripts are minified as well, which the published package is not.
 * Made once and kept.
 */
export async function prepareSite(dist: string, minified: boolean): Promise<string> {
  const site = path.join(path.dirname(dist), minified ? 'site-minified' : 'site');
  if (existsSync(site)) return site;
  console.log(`preparing ${site} (once; a few minutes) ...`);
  const work = `${site}.unfinished`;
  await rm(work, { recursive: true, force: true });
  const files = (await readdir(dist, { recursive: true })).filter((file) => !LEFT_OUT.test(file));
  let next = 0;
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let file = files[next++]; file !== undefined; file = files[next++]) {
      await prepareFile(path.join(dist, file), path.join(work, file), minified);
      done += 1;
      if (process.stdout.isTTY) process.stdout.write(`\r${done}/${files.length} `);
    }
  };
  // zlib works in libuv's threads: two at once keep a small machine usable
  await Promise.all([worker(), worker()]);
  if (process.stdout.isTTY) process.stdout.write('\n');
  await rename(work, site);
  return site;
}

async function prepareFile(source: string, target: string, minified: boolean): Promise<void> {
  if ((await stat(source)).isDirectory()) return;
  await mkdir(path.dirname(target), { recursive: true });
  if (!COMPRESSIBLE.test(source)) return cp(source, target);
  let content: Uint8Array = await readFile(source);
  if (minified && source.endsWith('.js')) content = await minifyScript(source, content);
  await writeFile(target, content);
  if (content.length < 1024) return;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  await writeFile(`${target}.br`, await brotli(content, { params }));
  await writeFile(`${target}.gz`, await compressGzip(content, { level: 9 }));
}

async function minifyScript(file: string, content: Uint8Array): Promise<Uint8Array> {
  const result = await minify(path.basename(file), Buffer.from(content).toString('utf8'));
  // a file the minifier does not understand is served as it was published
  return result.errors.length > 0 ? content : Buffer.from(result.code);
}
