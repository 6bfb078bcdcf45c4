import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../config.ts';

const problems = (env: Record<string, string>): readonly string[] => {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe('loadConfig', () => {
  it('has a default for everything', () => {
    expect(loadConfig({ PATH: '/bin', PORT: '', ORTHANC_URL: '' })).toEqual({
      host: '127.0.0.1',
      port: 3000,
      dataDir: './data',
      orthancUrl: undefined,
      orthancUsername: undefined,
      orthancPassword: undefined,
      dicomPort: 4242,
      dicomAet: 'YUNYING',
      auth: 'local',
      tls: false,
      databaseUrl: undefined,
      encryptionKey: undefined,
      previousKeys: [],
      nationalCrypto: false,
      sessionIdleMs: 1_800_000,
      sessionLifeMs: 43_200_000,
      sms: { kind: 'none' },
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      trustProxy: false,
      corsOrigins: [],
      cacheMaxBytes: undefined,
      uploadMaxBytes: 20_000_000_000,
      demo: true,
      logLevel: 'info',
    });
  });

  it('reads what is set', () => {
    const config = loadConfig({
      HOST: '::1',
      PORT: '0',
      DICOM_AET: 'CT SCAN',
      DEMO: '0',
      ORTHANC_URL: 'http://o:8042',
    });
    expect(config).toMatchObject({
      host: '::1',
      port: 0,
      dicomAet: 'CT SCAN',
      demo: false,
      orthancUrl: 'http://o:8042',
    });
  });

  it('names everything that is wrong at once, with its value', () => {
    const found = problems({
      PORT: '70000',
      DICOM_PORT: 'x',
      DICOM_AET: 'A'.repeat(17),
      ORTHANC_URL: 'ftp://x',
      DEMO: 'yes',
      HOST: 'not a host',
    });
    expect(found).toHaveLength(6);
    expect(found.join('\n')).toMatch(/PORT=70000.*\n?/);
    for (const text of [
      'DICOM_PORT=x',
      'ORTHANC_URL=ftp://x',
      'DEMO=yes',
      'HOST=not a host',
      'DICOM_AET=AAA',
    ]) {
      expect(found.some((problem) => problem.startsWith(text))).toBe(true);
    }
  });

  it('refuses to serve others without sign-in', () => {
    expect(problems({ AUTH: 'none', HOST: '0.0.0.0' })[0]).toContain('AUTH=none');
    expect(problems({ AUTH: 'none', HOST: '127.0.0.1.evil.example' })[0]).toContain('AUTH=none');
    for (const HOST of ['127.0.0.1', '127.8.9.1', '::1', 'localhost'])
      expect(problems({ AUTH: 'none', HOST })).toEqual([]);
  });

  it('takes the number or the addresses of proxies to trust', () => {
    const trusted = (TRUST_PROXY: string) => loadConfig({ TRUST_PROXY }).trustProxy;
    expect([trusted(''), trusted('0'), trusted('2')]).toEqual([false, false, 2]);
    expect(trusted('loopback, 10.0.0.2,10.1.0.0/16,fd00::/8')).toEqual([
      'loopback',
      '10.0.0.2',
      '10.1.0.0/16',
      'fd00::/8',
    ]);
    for (const TRUST_PROXY of ['true', '11', 'nginx', '10.0.0.0/33', '10.0.0.1,', '10.0.0.1/8/8']) {
      expect([TRUST_PROXY, problems({ TRUST_PROXY })[0]]).toEqual([
        TRUST_PROXY,
        expect.stringContaining(`TRUST_PROXY=${TRUST_PROXY} is not allowed`),
      ]);
    }
  });

  it('takes the address of a Redis, and does not print its password', () => {
    const url = 'rediss://user:secret@redis.example:6380/2';
    expect([loadConfig({ REDIS_URL: url }).redisUrl, loadConfig({ REDIS_URL: '' }).redisUrl]).toEqual([
      url,
      undefined,
    ]);
    expect(problems({ REDIS_URL: 'http://:secret@redis' })[0]).toMatch(/^REDIS_URL=\*\*\* is not allowed/);
  });

  it('takes origins as browsers send them', () => {
    const origins = 'https://his.hospital.example, http://10.0.0.5:8080';
    expect(loadConfig({ CORS_ORIGINS: origins }).corsOrigins).toEqual([
      'https://his.hospital.example',
      'http://10.0.0.5:8080',
    ]);
    expect(loadConfig({ PUBLIC_URL: 'https://pacs.example:8443' }).publicUrl).toBe(
      'https://pacs.example:8443',
    );
    expect(problems({ PUBLIC_URL: 'https://pacs.example/' })).toEqual([
      expect.stringContaining('PUBLIC_URL=https://pacs.example/ is not allowed'),
    ]);
    for (const CORS_ORIGINS of [
      '*',
      'null',
      'https://a.example/',
      'a.example',
      'https://a.example,',
      'ftp://a',
    ]) {
      expect([CORS_ORIGINS, problems({ CORS_ORIGINS })[0]]).toEqual([
        CORS_ORIGINS,
        expect.stringContaining(`CORS_ORIGINS=${CORS_ORIGINS} is not allowed`),
      ]);
    }
  });

  it('takes sign-in, and refuses passwords that would pass the network in clear', () => {
    expect(loadConfig({}).auth).toBe('local');
    const open = { AUTH: 'local', HOST: '0.0.0.0' };
    expect(problems(open)).toEqual([expect.stringMatching(/^HOST=0\.0\.0\.0 is not allowed.*TRUST_PROXY/)]);
    expect(problems({ ...open, TRUST_PROXY: '1' })).toEqual([]);
    expect(problems({ ...open, AUTH: 'none', TRUST_PROXY: '1' })[0]).toContain('AUTH=none');
  });

  it('takes what goes with sign-in, and prints none of its secrets', () => {
    const key = 'ab'.repeat(32);
    expect(
      loadConfig({
        ...{ AUTH: 'local', DATABASE_URL: 'postgres://u:p@db/yunying', ENCRYPTION_KEY: key },
        ...{ ENCRYPTION_KEY_PREVIOUS: `${'cd'.repeat(32)}, ${'ef'.repeat(32)}`, NATIONAL_CRYPTO: '1' },
        ...{ SESSION_IDLE_MINUTES: '15', SESSION_HOURS: '8', TIME_ZONE: 'Asia/Shanghai' },
        ...{ SMS_PROVIDER: 'https://sms.example/send', SMS_TOKEN: 'secret' },
      }),
    ).toMatchObject({
      ...{ databaseUrl: 'postgres://u:p@db/yunying', encryptionKey: key, nationalCrypto: true },
      previousKeys: ['cd'.repeat(32), 'ef'.repeat(32)],
      ...{ sessionIdleMs: 900_000, sessionLifeMs: 28_800_000, timeZone: 'Asia/Shanghai' },
      sms: { kind: 'http', url: 'https://sms.example/send', token: 'secret' },
    });
    expect(loadConfig({ SMS_PROVIDER: 'outbox' }).sms).toEqual({ kind: 'outbox' });
    const wrong = {
      ...{
        DATABASE_URL: 'mysql://u:secret@db',
        ENCRYPTION_KEY: 'secret',
        ENCRYPTION_KEY_PREVIOUS: `${key},secret`,
      },
      ...{
        SESSION_IDLE_MINUTES: '0',
        SESSION_HOURS: '169',
        TIME_ZONE: 'Mars/Olympus',
        SMS_PROVIDER: 'ftp://secret',
      },
    };
    const found = problems(wrong);
    expect(found.map((problem) => problem.split('=', 1)[0]).sort()).toEqual(Object.keys(wrong).sort());
    expect(found.join('\n')).not.toContain('secret');
  });

  it('refuses other kinds of sign-in for now, and an aet of spaces or with a backslash', () => {
    expect(problems({ AUTH: 'oidc' })[0]).toContain('AUTH=oidc');
    expect(problems({ DICOM_AET: '   ' })).toHaveLength(1);
    expect(problems({ DICOM_AET: 'A\\B' })).toHaveLength(1);
  });

  it('lets people sign in from elsewhere by TLS only, ours or that of who stands in front', () => {
    const base = { AUTH: 'local', HOST: '0.0.0.0' };
    expect(problems(base)[0]).toMatch(/^HOST=0\.0\.0\.0 is not allowed with AUTH=local/);
    expect(problems({ ...base, TLS: '0', TLS_CERT: 'a', TLS_KEY: 'b' })).toHaveLength(1);
    expect(loadConfig({ ...base, TLS: '1' }).tls).toBe('own');
    expect(loadConfig({ ...base, TLS_CERT: 'a', TLS_KEY: 'b' }).tls).toEqual({ cert: 'a', key: 'b' });
    expect(loadConfig({ ...base, TRUST_PROXY: '1' }).tls).toBe(false);
    // Nobody signs in: TLS or not, images are for this machine alone.
    expect(problems({ AUTH: 'none', HOST: '0.0.0.0', TLS: '1' })[0]).toMatch(/with AUTH=none/);
    expect(problems({ TLS_CERT: 'a' })).toEqual([expect.stringMatching(/^TLS_KEY is missing/)]);
  });

  it('reads what is secret from files, and says what it cannot', () => {
    const folder = mkdtempSync(join(tmpdir(), 'yunying-config-'));
    try {
      const file = join(folder, 'key');
      writeFileSync(file, `${'ab'.repeat(32)}\n`);
      expect(loadConfig({ ENCRYPTION_KEY_FILE: file }).encryptionKey).toBe('ab'.repeat(32));
      expect(problems({ ENCRYPTION_KEY_FILE: file, ENCRYPTION_KEY: 'cd'.repeat(32) })).toEqual([
        'ENCRYPTION_KEY and ENCRYPTION_KEY_FILE are both set: one of them has to go',
      ]);
      expect(problems({ DATABASE_URL_FILE: join(folder, 'none') })[0]).toMatch(
        /^DATABASE_URL_FILE=.*none cannot be read: ENOENT/,
      );
      writeFileSync(file, 'short');
      const [problem = ''] = problems({ ENCRYPTION_KEY_FILE: file });
      expect(problem).toMatch(/^ENCRYPTION_KEY=\*\*\* is not allowed/);
      // An ordinary variable is none: nobody's files are read by a slip.
      expect(loadConfig({ DATA_DIR_FILE: file }).dataDir).toBe('./data');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
