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
    for (const PUBLIC_URL of ['https://pacs.example:8443', 'https://pacs.example:8443/'])
      expect(loadConfig({ PUBLIC_URL }).publicUrl).toBe('https://pacs.example:8443');
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

  it('takes the hospital’s own sign-in, alone or beside accounts, and names what is missing or not safe', () => {
    const oidc = {
      ...{ OIDC_ISSUER: 'https://login.hospital.example/realms/staff', OIDC_CLIENT_ID: 'yunying' },
      ...{ OIDC_CLIENT_SECRET: 's3cret-text', PUBLIC_URL: 'https://yunying.hospital.example/' },
    };
    expect(loadConfig({ ...oidc, AUTH: 'oidc' })).toMatchObject({
      auth: 'oidc',
      oidc: {
        ...{ issuer: oidc.OIDC_ISSUER, clientId: 'yunying', clientSecret: 's3cret-text' },
        redirectUrl: 'https://yunying.hospital.example/api/session/oidc/callback',
        ...{ scopes: 'openid profile', institutions: [] },
      },
    });
    expect(loadConfig({ ...oidc, AUTH: ' oidc , local' }).auth).toBe('local,oidc');
    // What is there and not asked for is not used.
    expect(loadConfig({ ...oidc, AUTH: 'local' }).oidc).toBeUndefined();
    const more = {
      ...{ OIDC_ROLE_CLAIM: 'realm_access.roles', OIDC_ROLES: 'it=administrator, a=b=consulting expert' },
      ...{ OIDC_INSTITUTIONS: '市第一人民医院, 县医院', OIDC_LOGOUT: '1', OIDC_NAME: '统一身份认证' },
    };
    expect(loadConfig({ ...oidc, ...more, AUTH: 'oidc' }).oidc).toMatchObject({
      roles: {
        claim: 'realm_access.roles',
        roles: [
          { value: 'it', role: 'administrator' },
          { value: 'a=b', role: 'consulting expert' },
        ],
      },
      institutions: ['市第一人民医院', '县医院'],
      signedOutUrl: 'https://yunying.hospital.example/sign-in',
    });

    const first = (env: Record<string, string>) => problems({ ...oidc, AUTH: 'oidc', ...env });
    expect(problems({ AUTH: 'oidc' }).map((text) => text.split(' ', 1)[0])).toEqual([
      ...['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'PUBLIC_URL'],
    ]);
    for (const AUTH of ['none,oidc', 'oidc;local', 'ldap'])
      expect(first({ AUTH })[0]).toContain(`AUTH=${AUTH} is not allowed`);
    for (const [name, value] of [
      ['OIDC_ISSUER', 'http://login.hospital.example'],
      ['OIDC_ISSUER', 'https://user:pw@login.hospital.example'],
      ['OIDC_ISSUER', 'https://login.hospital.example?x=1'],
      ['OIDC_ISSUER', 'http://127.0.0.1.evil.example'],
      ['PUBLIC_URL', 'http://yunying.hospital.example'],
      ['PUBLIC_URL', 'https://yunying.hospital.example/path'],
      ['OIDC_SCOPES', 'profile'],
      ['OIDC_LOGOUT', 'yes'],
    ] as const)
      expect([name, first({ [name]: value })]).toEqual([
        ...[name, [expect.stringContaining(`${name}=${value} is not allowed`)]],
      ]);
    for (const OIDC_ROLES of ['it=root', 'it=none', 'it', '=administrator', 'a=service'])
      expect(first({ OIDC_ROLES, OIDC_ROLE_CLAIM: 'groups' })).toEqual([
        expect.stringContaining(`OIDC_ROLES=${OIDC_ROLES} is not allowed`),
      ]);
    expect(first({ OIDC_ROLES: 'it=administrator' })[0]).toMatch(/^OIDC_ROLE_CLAIM is missing/);
    expect(first({ OIDC_ROLE_CLAIM: 'groups' })[0]).toMatch(/^OIDC_ROLES is missing/);
    expect(first({ OIDC_ISSUER: 'http://[::1]:8080/realm', PUBLIC_URL: 'http://localhost:3000' })).toEqual(
      [],
    );
    // Sessions would pass the network in clear.
    expect(first({ HOST: '0.0.0.0' })[0]).toMatch(/^HOST=0\.0\.0\.0 is not allowed with AUTH=oidc/);
    expect(first({ OIDC_CLIENT_SECRET: 'x'.repeat(1001) }).join()).not.toContain('xx');
  });

  it('refuses an aet of spaces or with a backslash', () => {
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
