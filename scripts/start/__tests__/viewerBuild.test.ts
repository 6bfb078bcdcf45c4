import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { precompress } from '../precompress.ts';
import { viewerIsBuilt, viewerSourceHash } from '../viewerBuild.ts';

describe('the built viewer', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'yunying-test-'));
    mkdirSync(join(root, 'viewer/app/__tests__'), { recursive: true });
    writeFileSync(join(root, 'viewer/app/main.tsx'), 'render()');
    writeFileSync(join(root, 'vite.config.ts'), 'export default {}');
    mkdirSync(join(root, 'dist/viewer'), { recursive: true });
    writeFileSync(join(root, 'dist/viewer/index.html'), '<!doctype html>');
    writeFileSync(join(root, 'dist/viewer.sources'), viewerSourceHash(root));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('stays when only times or tests change, and after a copy elsewhere', () => {
    utimesSync(join(root, 'viewer/app/main.tsx'), 0, 0);
    writeFileSync(join(root, 'viewer/app/__tests__/main.test.ts'), 'it()');
    expect(viewerIsBuilt(root)).toBe(true);
    const copy = mkdtempSync(join(tmpdir(), 'yunying-test-'));
    cpSync(root, copy, { recursive: true });
    expect(viewerIsBuilt(copy)).toBe(true);
    rmSync(copy, { recursive: true });
  });

  it.each<[string, (root: string) => void]>([
    ['a source changes', (at) => writeFileSync(join(at, 'viewer/app/main.tsx'), 'render(1)')],
    ['a source is added', (at) => writeFileSync(join(at, 'viewer/app/more.ts'), '')],
    ['a source goes', (at) => rmSync(join(at, 'viewer/app/main.tsx'))],
    ['the dependencies change', (at) => writeFileSync(join(at, 'package-lock.json'), '{}')],
    ['the build was cut short', (at) => rmSync(join(at, 'dist/viewer.sources'))],
    ['it was deleted', (at) => rmSync(join(at, 'dist/viewer'), { recursive: true })],
  ])('is made again when %s', (_, change) => {
    change(root);
    expect(viewerIsBuilt(root)).toBe(false);
  });

  it('gets compressed neighbours that hold the same bytes', async () => {
    const text = 'export const window = { center: 40, width: 400 };\n'.repeat(100);
    writeFileSync(join(root, 'dist/viewer/a.js'), text);
    writeFileSync(join(root, 'dist/viewer/small.js'), 'a');
    writeFileSync(join(root, 'dist/viewer/image.png'), text);
    await precompress(join(root, 'dist/viewer'));
    const read = (name: string) => readFileSync(join(root, 'dist/viewer', name));
    expect(brotliDecompressSync(read('a.js.br')).toString()).toBe(text);
    expect(gunzipSync(read('a.js.gz')).toString()).toBe(text);
    expect(
      ['small.js.br', 'image.png.br'].filter((name) => existsSync(join(root, 'dist/viewer', name))),
    ).toEqual([]);
  });
});
