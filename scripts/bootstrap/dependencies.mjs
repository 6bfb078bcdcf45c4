import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const read = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};

export function packagedNode(root) {
  return join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
}

/** npm writes this file as the last act of an installation, so an interrupted one has none. */
const recordOfInstallation = (root) => join(root, 'node_modules', '.package-lock.json');

/** Packages for another machine and optional peers may be absent; everything else must be there as locked. */
const mayBeAbsent = (entry) => entry.optional || entry.devOptional || entry.peer || entry.link;

function nodeWorks(root, version) {
  const { status, stdout } = spawnSync(packagedNode(root), ['--version'], { encoding: 'utf8' });
  return status === 0 && stdout.trim() === `v${version}`;
}

export function dependencyState(root) {
  const locked = read(join(root, 'package-lock.json'));
  if (!locked) return { ready: false, reason: 'package-lock.json is missing or damaged' };
  if (!existsSync(join(root, 'node_modules'))) return { ready: false, reason: 'not installed yet' };
  const installed = read(recordOfInstallation(root));
  if (!installed) return { ready: false, reason: 'an earlier installation was interrupted' };
  for (const [path, entry] of Object.entries(locked.packages)) {
    if (path === '') continue;
    const there = installed.packages[path];
    if (!there && mayBeAbsent(entry)) continue;
    if (there?.version !== entry.version || (entry.integrity && there.integrity !== entry.integrity)) {
      return { ready: false, reason: 'package-lock.json has changed since the last installation' };
    }
    if (!path.includes('/node_modules/') && !existsSync(join(root, path, 'package.json'))) {
      return { ready: false, reason: `${path} is missing` };
    }
  }
  if (!nodeWorks(root, locked.packages['node_modules/node'].version)) {
    return { ready: false, reason: 'the packaged Node does not run' };
  }
  return { ready: true };
}

function run(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => (output = (output + chunk).slice(-4096));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => resolve({ code: -1, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

const withoutStack = (output) =>
  output
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(npm error)? +at |^npm error *$/.test(line))
    .join('\n');

/** The npm that runs us, else the one on the PATH. */
function npm(args, root) {
  const env = { ...process.env, NODE_ENV: 'development' };
  const cli = process.env.npm_execpath;
  return cli && /\.c?js$/.test(cli)
    ? run(process.execPath, [cli, ...args], { cwd: root, env })
    : run('npm', args, { cwd: root, env });
}

export async function installDependencies(root, onProgress) {
  // Should this be interrupted, the next start must not take the rest for a whole installation.
  rmSync(recordOfInstallation(root), { force: true });
  const common = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await npm(['ci', ...common], root);
  if (code !== 0) throw new Error(`npm ci ended with exit code ${code}:\n${withoutStack(output)}`);

  const version = read(join(root, 'package-lock.json')).packages['node_modules/node'].version;
  if (nodeWorks(root, version)) return;
  // An npm that refuses install scripts leaves the package "node" without its binary: run its script by hand.
  onProgress(`fetching Node ${version}`);
  const folder = join(root, 'node_modules', 'node');
  const script = await run(process.execPath, ['installArchSpecificPackage.js'], {
    cwd: folder,
    env: process.env,
  });
  // npm makes no link to a file that is not there yet.
  if (!existsSync(packagedNode(root))) {
    rmSync(packagedNode(root), { force: true });
    symlinkSync(join('..', 'node', 'bin', 'node'), packagedNode(root));
  }
  if (!nodeWorks(root, version)) {
    throw new Error(
      `Node ${version} could not be installed from the npm registry:\n${withoutStack(script.output)}`,
    );
  }
}
