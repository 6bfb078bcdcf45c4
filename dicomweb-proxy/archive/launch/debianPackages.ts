import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { ArchiveProblem } from './ArchiveProblem.ts';

const policyPath = '/usr/sbin/policy-rc.d';
const policyMark = '# written by yunying while it installs packages';

/** Runs a command without input; resolves with exit code and the end of its output. */
function run(command: string, args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const leave = () => child.kill('SIGTERM');
    process.once('exit', leave);
    child.once('close', () => process.removeListener('exit', leave));
    let output = '';
    const keep = (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-8_192));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

/**
 * While `work` runs, packages may not start their services (Debian Policy 9.3.3.1: invoke-rc.d asks policy-rc.d).
 * A policy of the machine's own is left alone; one of ours left by a killed run is taken over.
 */
async function withoutServices<T>(work: () => Promise<T>): Promise<T> {
  if (existsSync(policyPath) && !policyIsOurs()) return work();
  writeFileSync(policyPath, `#!/bin/sh\n${policyMark}\nexit 101\n`, { mode: 0o755 });
  process.once('exit', forgetServicePolicy);
  try {
    return await work();
  } finally {
    process.removeListener('exit', forgetServicePolicy);
    forgetServicePolicy();
  }
}

function policyIsOurs(): boolean {
  return existsSync(policyPath) && readFileSync(policyPath, 'utf8').includes(policyMark);
}

/** Removes our policy, also one that a killed run has left: with it no package could ever start a service. */
export function forgetServicePolicy(): void {
  if (process.geteuid?.() === 0 && policyIsOurs()) rmSync(policyPath, { force: true });
}

function installed(name: string): boolean {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}', name], { encoding: 'utf8' });
  return stdout === 'installed';
}

/** Keeps the system's own Orthanc, which came with the package, from taking the ports at the next boot. */
async function disableService(service: string): Promise<void> {
  if (existsSync('/run/systemd/system')) await run('systemctl', ['disable', '--now', `${service}.service`]);
  else if (existsSync(`/etc/init.d/${service}`)) await run('update-rc.d', [service, 'disable']);
}

/** True where packages can be installed by this process. */
export function canInstallPackages(): boolean {
  return process.geteuid?.() === 0 && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
}

/**
 * Installs Debian packages as root; services named in `services` neither start now nor at the next boot
 * unless they were installed before. Throws ArchiveProblem with the end of what apt said.
 */
export async function installPackages(
  names: string[],
  services: string[],
  onProgress: (text: string) => void,
): Promise<void> {
  const fresh = services.filter((service) => !installed(service));
  const apt = (...args: string[]) => run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-q', ...args]);
  const install = () => apt('install', '-y', '--no-install-recommends', ...names);

  await withoutServices(async () => {
    onProgress('reading the package lists (apt-get update)');
    const update = await apt('update');
    onProgress(`installing ${names.join(', ')} (apt-get install)`);
    let result = await install();
    if (result.code !== 0) {
      // An installation cut short earlier blocks every later one until it is finished.
      await run('dpkg', ['--configure', '-a']);
      result = await install();
    }
    if (result.code !== 0) {
      const said = [update.code === 0 ? '' : update.output, result.output]
        .join('\n')
        .trim()
        .split('\n')
        .slice(-12);
      throw new ArchiveProblem(
        `The Debian packages ${names.join(', ')} could not be installed:\n${said.join('\n')}`,
        `Check the network and /etc/apt/sources.list, try "apt-get install ${names.join(' ')}" by hand, or set ORTHANC_URL.`,
      );
    }
  });
  for (const service of fresh) await disableService(service);
}
