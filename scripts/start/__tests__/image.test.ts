import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** What the image of docker/ is built from. */
const inImage = read('docker/Dockerfile.dockerignore')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

/** Vite is there for development only. */
const developmentOnly = 'scripts/start/developmentViewer.ts';

/** Modules that a file needs when it runs: types are gone by then. */
function modulesOf(path: string): string[] {
  const statements =
    /(?:^|\n)(?:import|export) (?!type )[^;]*?from '([^']+)'|import\('([^']+)'\)|(?:^|\n)import '([^']+)'|new URL\('(\.[^']+)', import\.meta\.url\)/g;
  return [...read(path).matchAll(statements)].flatMap((found) => found.slice(1).filter(Boolean));
}

/** All files that the commands get to, and packages with who wants them. */
function reached(): { files: Set<string>; packages: Map<string, string> } {
  const commands = readdirSync(join(root, 'scripts')).filter(
    (name) => name.endsWith('.ts') && name !== 'test.ts',
  );
  const waiting = commands.map((name) => `scripts/${name}`);
  const files = new Set<string>();
  const packages = new Map<string, string>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path) || path === developmentOnly) continue;
    files.add(path);
    if (!/\.m?ts$|\.mjs$/.test(path)) continue;
    for (const module of modulesOf(path)) {
      if (module.startsWith('.')) {
        const file = relative(root, resolve(root, dirname(path), module));
        // Else what is made later, as dist/.
        if (existsSync(join(root, file)) && /\.\w+$/.test(file)) waiting.push(file);
      } else if (!module.startsWith('node:')) {
        packages.set(module.split('/', module.startsWith('@') ? 2 : 1).join('/'), path);
      }
    }
  }
  return { files, packages };
}

it("the container's image has every file and package that its commands need", () => {
  const { files, packages } = reached();
  expect(files).toContain('services/createServices.ts');
  expect([...files].filter((file) => !inImage.includes(file.split('/')[0] ?? ''))).toEqual([]);
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
  expect(packages.has('kysely') && packages.has('@redis/client')).toBe(true);
  expect([...packages].filter(([name]) => !(name in dependencies))).toEqual([]);
});

it('the viewer is built in the image from the same files as here', async () => {
  const { sources } = await import('../viewerBuild.ts');
  expect(sources.filter((path) => !inImage.includes(path.split('/')[0] ?? ''))).toEqual([]);
});
