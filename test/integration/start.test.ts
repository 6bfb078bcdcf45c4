import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, parseIdentity } from '../../dicomweb-proxy/index.ts';

const bootstrap = fileURLToPath(new URL('../../scripts/bootstrap.mjs', import.meta.url));
/** long enough for a first run, which also builds the viewer */
const patience = { timeout: 180_000 };

/** `npm start`, without npm: in a process group of its own, as a terminal would have it. */
class StartedProgram {
  readonly process: ChildProcess;
  output = '';
  readonly ended: Promise<number | null>;

  constructor(env: Record<string, string>) {
    this.process = spawn(process.execPath, [bootstrap, 'start'], {
      detached: true,
      env: { ...process.env, HOST: '127.0.0.1', PORT: '0', DICOM_PORT: '0', DEMO: '0', AUTH: 'none', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString('utf8')));
    }
    this.ended = once(this.process, 'exit').then(([code]) => code as number | null);
  }

  /** Ctrl-C and kill -9 as a terminal and a supervisor send them: to everybody at once. */
  signalAll(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.process.pid!, signal);
    } catch {
      // all of them have ended
    }
  }

  /** Where it says it can be opened. */
  async address(): Promise<string> {
    for (;;) {
      const found = /is running, open (http:\S+)/.exec(this.output);
      if (found?.[1]) return found[1];
      if (this.process.exitCode !== null) throw new Error(`it ended:\n${this.output}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}

describe('npm start', () => {
  let dataDir = '';
  const programs: StartedProgram[] = [];
  beforeEach(() => void (dataDir = mkdtempSync(join(tmpdir(), 'yunying-test-'))));
  afterEach(async () => {
    for (const program of programs.splice(0)) {
      if (program.process.exitCode === null && program.process.signalCode === null)
        program.signalAll('SIGTERM');
      await program.ended;
    }
    rmSync(dataDir, { recursive: true, force: true });
  });

  const start = (env: Record<string, string> = {}) => {
    const program = new StartedProgram({ DATA_DIR: dataDir, ...env });
    programs.push(program);
    return program;
  };
  const orthanc = () => {
    const file = JSON.parse(readFileSync(join(dataDir, 'orthanc/orthanc.pid'), 'utf8')) as {
      archive: unknown;
    };
    return parseIdentity(file.archive)!;
  };

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'serves, refuses to run twice, and ends everything at %s',
    patience,
    async (signal) => {
      const program = start();
      const url = await program.address();
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      expect(await (await fetch(url)).text()).toContain('<!doctype html>');

      const second = start();
      expect(await second.ended).toBe(1);
      expect(second.output).toContain(`already running with DATA_DIR=${dataDir} at ${url}`);

      const archive = orthanc();
      expect(isAlive(archive)).toBe(true);
      if (signal === 'SIGINT') program.signalAll(signal);
      else program.process.kill(signal);
      expect(await program.ended).toBe(0);
      expect(isAlive(archive)).toBe(false);
      expect(existsSync(join(dataDir, 'yunying.pid'))).toBe(false);
      expect(program.output.match(/open http/g)).toHaveLength(1);
    },
  );

  it('shows the link of the first administrator on the terminal, and nowhere else', patience, async () => {
    // As somebody starts it who has set nothing.
    const program = start({ AUTH: '' });
    const url = await program.address();
    const [link = '', token = ''] = /http:\S+\/setup#([\w-]{43})/.exec(program.output) ?? [];
    expect(link).toBe(`${url}/setup#${token}`);
    expect((await fetch(`${url}/dicom-web/studies`)).status).toBe(401);
    const setUp = await fetch(`${url}/api/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, login: 'admin', name: '管理员', password: 'correct horse battery' }),
    });
    expect(setUp.status).toBe(200);
    program.signalAll('SIGTERM');
    expect(await program.ended).toBe(0);
    const log = readFileSync(join(dataDir, 'logs', 'yunying.log'), 'utf8');
    expect(log).toContain('server is listening');
    for (const secret of [token, 'correct horse', setUp.headers.get('set-cookie')?.slice(8, 51) ?? '?'])
      expect(log).not.toContain(secret);
    // There is one now.
    const again = start({ AUTH: '' });
    await again.address();
    expect(again.output).not.toContain('/setup');
  });

  it('starts again after everything was killed outright', patience, async () => {
    const killed = start();
    await killed.address();
    const archive = orthanc();
    killed.signalAll('SIGKILL');
    await killed.ended;
    const next = start();
    expect((await fetch(`${await next.address()}/readyz`)).status).toBe(200);
    expect(isAlive(archive)).toBe(false);
  });

  it('ends in order when what started it is killed', patience, async () => {
    const program = start();
    const url = await program.address();
    const archive = orthanc();
    program.process.kill('SIGKILL'); // the bootstrap alone
    await expect.poll(() => existsSync(join(dataDir, 'yunying.pid')), { timeout: 20_000 }).toBe(false);
    expect(isAlive(archive)).toBe(false);
    await expect(fetch(url)).rejects.toThrow();
  });

  describe('says what is wrong and what to do, and leaves nothing running', () => {
    const failure = async (env: Record<string, string>) => {
      const program = start(env);
      expect(await program.ended).toBe(1);
      expect(program.output).not.toMatch(/^ {4}at /m); // no stack for what the user can repair
      expect(existsSync(join(dataDir, 'yunying.pid'))).toBe(false);
      return program.output;
    };
    const takenPort = async (host: string) => {
      const server = createServer().listen(0, host);
      await once(server, 'listening');
      return { port: String((server.address() as AddressInfo).port), free: () => server.close() };
    };

    it('the port is taken', async () => {
      const { port, free } = await takenPort('127.0.0.1');
      const output = await failure({ PORT: port });
      free();
      expect(output).toContain(`Port ${port} on 127.0.0.1 is taken`);
      expect(output).toMatch(/What to do: Set PORT to another one, for example: PORT=\d+ npm start/);
    });

    it('the DICOM port is taken', patience, async () => {
      const { port, free } = await takenPort('0.0.0.0');
      const output = await failure({ DICOM_PORT: port });
      free();
      expect(output).toContain(`The DICOM port ${port} is taken`);
      expect(output).toMatch(/What to do:.*DICOM_PORT/);
    });

    it('DATA_DIR cannot be written', async () => {
      const output = await failure({ DATA_DIR: '/proc/yunying' });
      expect(output).toContain('DATA_DIR=/proc/yunying cannot be written');
      expect(output).toContain('What to do: Give this user write access');
    });

    it('the configuration is wrong: all of it at once', async () => {
      const output = await failure({ PORT: '123456', DICOM_AET: 'A_TITLE_LONGER_THAN_16' });
      expect(output).toContain('PORT=123456');
      expect(output).toContain('DICOM_AET=A_TITLE_LONGER_THAN_16');
    });

    it('the archive at ORTHANC_URL does not answer', patience, async () => {
      const { port, free } = await takenPort('127.0.0.1');
      free();
      const output = await failure({ ORTHANC_URL: `http://127.0.0.1:${port}` });
      expect(output).toContain(`ORTHANC_URL=http://127.0.0.1:${port} does not answer`);
    });
  });
});
