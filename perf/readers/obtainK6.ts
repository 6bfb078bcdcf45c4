import { execFile, spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { OptionError } from '../first-image/options.ts';
import { findProgram } from '../frames/debianProgram.ts';

const run = promisify(execFile);
/** The first that runs TypeScript and asyncRequest as the scenario is written. */
const leastMajor = 1;

/**
 * The k6 to use: K6_PATH, the PATH, or where Go puts programs; where only Go is there it is built, one compiler at a
 * time and politely. Throws OptionError saying where to get it.
 */
export async function obtainK6(env: NodeJS.ProcessEnv): Promise<{ path: string; version: string }> {
  if (env.K6_PATH) return checked(env.K6_PATH);
  const go = findProgram('go', `${env.PATH ?? ''}:/usr/local/go/bin`);
  const goFolder = env.GOBIN || join(go ? await goPath(go) : join(homedir(), 'go'), 'bin');
  const found = findProgram('k6', `${env.PATH ?? ''}:${goFolder}`);
  if (found) return checked(found);
  if (go) {
    console.log('building k6 with Go, once (go install go.k6.io/k6@latest): some minutes');
    const child = spawn('nice', ['-n', '10', go, 'install', 'go.k6.io/k6@latest'], {
      stdio: 'inherit',
      env: { ...env, GOFLAGS: '-p=1' },
    });
    await once(child, 'exit');
    const built = findProgram('k6', goFolder);
    if (built) return checked(built);
  }
  throw new OptionError(
    'k6 is needed: put its program on the PATH or name it in K6_PATH. It is at https://github.com/grafana/k6/releases; ' +
      'with Go: go install go.k6.io/k6@latest',
  );
}

async function goPath(go: string): Promise<string> {
  return (await run(go, ['env', 'GOPATH'])).stdout.trim().split(':')[0] ?? '';
}

async function checked(path: string): Promise<{ path: string; version: string }> {
  const answer = await run(path, ['version']).catch((error: unknown) => {
    throw new OptionError(`${path} is no k6 that runs: ${String(error)}`);
  });
  const [, version = '', major = ''] = /v((\d+)\.\S+)/.exec(answer.stdout) ?? [];
  if (Number(major) < leastMajor) {
    throw new OptionError(`${path} is k6 ${version || answer.stdout.trim()}: 1.0 or newer is needed`);
  }
  return { path, version };
}
