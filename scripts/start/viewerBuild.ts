import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { precompress } from './precompress.ts';
import { StartProblem } from './StartProblem.ts';

/** What the viewer is made of. */
export const sources = [
  'viewer',
  'embed',
  'scripts/build',
  'pixels',
  'vite.config.ts',
  'tsconfig.json',
  'package-lock.json',
];

function filesBelow(root: string, path: string): string[] {
  if (!existsSync(join(root, path))) return [];
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('__tests__'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

/** SHA-256 over names and contents of everything the viewer is built from: times of files say nothing after a clone. */
export function viewerSourceHash(root: string): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((path) => filesBelow(root, path)).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

const stampOf = (root: string) => join(root, 'dist', 'viewer.sources');

/** True when dist/viewer is whole and was built from the sources as they are now. */
export function viewerIsBuilt(root: string): boolean {
  return (
    existsSync(join(root, 'dist', 'viewer', 'index.html')) &&
    existsSync(stampOf(root)) &&
    readFileSync(stampOf(root), 'utf8') === viewerSourceHash(root)
  );
}

/** Builds the viewer into dist/viewer, with .br and .gz beside what compresses. Throws StartProblem with Vite's words. */
export async function buildViewer(root: string, signal: AbortSignal): Promise<void> {
  const hash = viewerSourceHash(root);
  rmSync(stampOf(root), { force: true });
  const { code, output } = await new Promise<{ code: number | null; output: string }>((resolve) => {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let output = '';
    const keep = (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-4096));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => resolve({ code: -1, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
  if (code !== 0) {
    throw new StartProblem(
      `The viewer could not be built (exit code ${code}):\n${output.trim()}`,
      'Undo the last change below viewer/, or try "npm run build" to see everything the build says.',
    );
  }
  await precompress(join(root, 'dist', 'viewer'));
  writeFileSync(stampOf(root), hash);
}
