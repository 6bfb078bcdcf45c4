import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { connect } from 'node:net';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Agent, fetch } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnEngines } from '../../support/engines.ts';
import { startSystem } from '../../support/startSystem.ts';
import { password, startSignInSystem, type SignInSystem } from './support/signInSystem.ts';

const run = promisify(execFile);

describeOnEngines('with a certificate of its own', (engine) => {
  let system: SignInSystem;
  let ca: string;
  let agent: Agent;
  beforeAll(async () => {
    system = await startSignInSystem(engine, { TLS: '1' });
    ca = await readFile(join(system.dataDir, 'tls', 'certificate.pem'), 'utf8');
    agent = new Agent({ connect: { ca } });
  });
  afterAll(async () => {
    await agent.close();
    await system.close();
  });

  const ask = (
    path: string,
    options: { method?: string; body?: string; headers?: Record<string, string> } = {},
  ) => fetch(system.url + path, { dispatcher: agent, ...options });

  it('is asked for by https, with a certificate for this machine and a key that only its owner reads', async () => {
    expect(system.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const certificate = new X509Certificate(ca);
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkHost('localhost')).toBe('localhost');
    expect(certificate.checkHost('hospital.example')).toBeUndefined();
    expect(certificate.ca).toBe(false);
    const { mode } = await stat(join(system.dataDir, 'tls', 'key.pem'));
    expect(mode & 0o777).toBe(0o600);
    expect((await ask('/healthz')).status).toBe(200);
    // Who does not know it is not to talk to it.
    await expect(fetch(`${system.url}/healthz`)).rejects.toThrow();
  });

  it('speaks TLS 1.2 and 1.3, as openssl sees it, and nothing older', async () => {
    const { port } = new URL(system.url);
    const handshake = async (...options: string[]): Promise<string> => {
      const verify = ['-CAfile', join(system.dataDir, 'tls', 'certificate.pem'), '-verify_return_error'];
      const work = run('openssl', [
        's_client',
        '-connect',
        `127.0.0.1:${port}`,
        '-verify_ip',
        '127.0.0.1',
        ...verify,
        ...options,
      ]);
      work.child.stdin?.end();
      return work.then(
        ({ stdout }) => stdout,
        (error: { stdout: string }) => error.stdout,
      );
    };
    expect(await handshake('-tls1_3')).toMatch(/Cipher is TLS_AES_\d+_(GCM|CCM)|Cipher is TLS_CHACHA20/);
    expect(await handshake('-tls1_2')).toMatch(/Cipher is ECDHE-/);
    expect(await handshake('-tls1_3')).toMatch(/Verify return code: 0 \(ok\)/);
    expect(await handshake('-tls1_1', '-cipher', 'ALL:@SECLEVEL=0')).toMatch(/Cipher is \(NONE\)/);
  });

  it('lets the first administrator in, with a cookie for TLS alone', async () => {
    const link = await system.server.setupLink();
    expect(link).toMatch(/^https:/);
    const reply = await ask('/api/setup', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: system.url },
      body: JSON.stringify({ token: link?.split('#')[1], login: 'admin', name: '管理员', password }),
    });
    expect(reply.status).toBe(200);
    const cookie = reply.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-yunying=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    const headers = { cookie: cookie.split(';', 1)[0] ?? '' };
    expect((await ask('/dicom-web/studies', { headers })).status).toBe(200);
    expect((await ask('/dicom-web/studies')).status).toBe(401);
    // A page of the same host by http is another site.
    const other = {
      ...headers,
      origin: system.url.replace('https:', 'http:'),
      'content-type': 'application/json',
    };
    expect((await ask('/api/session', { method: 'DELETE', headers: other })).status).toBe(403);
  });

  it('answers nothing in clear', async () => {
    const { port } = new URL(system.url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (bytes) => (text += bytes.toString('latin1')));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(text));
    });
    expect(answer).not.toMatch(/HTTP\/1\.1/);
  });
});

it('takes the certificate it is given, and says which file is wrong', { timeout: 60_000 }, async () => {
  const first = await startSystem({ env: { TLS: '1' } });
  try {
    const [cert, key] = ['certificate.pem', 'key.pem'].map((name) => join(first.dataDir, 'tls', name));
    if (!cert || !key) throw new Error('two files');
    const second = await startSystem({ env: { TLS_CERT: cert, TLS_KEY: key } });
    try {
      const agent = new Agent({ connect: { ca: await readFile(cert, 'utf8') } });
      const page = await fetch(`${second.url}/no-such-page`, { dispatcher: agent });
      // Browsers are told to stay with it; of a certificate of our own they would not know whether to.
      expect(page.headers.get('strict-transport-security')).toBe('max-age=31536000');
      const own = await fetch(`${first.url}/no-such-page`, { dispatcher: agent });
      expect(own.headers.get('strict-transport-security')).toBeNull();
      await agent.close();
    } finally {
      await second.close();
    }
    await expect(startSystem({ env: { TLS_CERT: key, TLS_KEY: key } })).rejects.toThrow(
      /TLS_CERT=.*no certificate/,
    );
    await expect(startSystem({ env: { TLS_CERT: cert, TLS_KEY: '/no/such/file' } })).rejects.toThrow(
      /TLS_KEY=\/no\/such\/file cannot be read/,
    );
  } finally {
    await first.close();
  }
});
