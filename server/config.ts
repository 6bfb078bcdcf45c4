import { z } from 'zod';
import type { OidcConfig, SmsConfig } from '../services/index.ts';
import {
  isAddressRange,
  isEncryptionKey,
  isHost,
  isHttpUrl,
  isLoopback,
  isOrigin,
  isPostgresUrl,
  isRedisUrl,
  isTimeZone,
  optional,
  portNumber,
  wholeNumber,
} from './configValues.ts';
import {
  authWays,
  oidcAllowed,
  oidcConfig,
  oidcContradictions,
  oidcEnvironment,
  type Auth,
} from './oidcConfig.ts';
import { withSecretFiles } from './secretFiles.ts';

/** Everything that can be set, DESIGN.md 6. */
export interface Config {
  host: string;
  /** 0: a free one */
  port: number;
  dataDir: string;
  orthancUrl?: string | undefined;
  orthancUsername?: string | undefined;
  orthancPassword?: string | undefined;
  /** 0: a free one */
  dicomPort: number;
  dicomAet: string;
  /** `local`: people have accounts here. `oidc`: they sign in at the hospital's own provider. */
  auth: Auth;
  oidc?: OidcConfig | undefined;
  /** What people know the provider as. */
  oidcName?: string | undefined;
  /** What TLS is spoken with: a certificate of our own, or files in PEM; false: whoever is in front ends it, or nobody. */
  tls: false | 'own' | { cert: string; key: string };
  /** A PostgreSQL server for people, rules and the audit trail; undefined: an embedded one in DATA_DIR. */
  databaseUrl?: string | undefined;
  /** 32 bytes; undefined: a key in DATA_DIR. */
  encryptionKey?: string | undefined;
  /** Earlier ones, which only open what is sealed with them. */
  previousKeys: readonly string[];
  /** SM4 and SM3 instead of AES and SHA-256, for what is sealed and chained in the database. */
  nationalCrypto: boolean;
  /** A session ends when nothing was asked for so long. */
  sessionIdleMs: number;
  /** It ends then, whatever was asked. */
  sessionLifeMs: number;
  /** How codes get to telephones. */
  sms: SmsConfig;
  /** IANA name */
  timeZone: string;
  /** Whose X-Forwarded-* headers count, as Express' `trust proxy`: a number of hops, or addresses; false: nobody's. */
  trustProxy: number | readonly string[] | false;
  /** Where people open it, where that is not where it answers: for links that are shown on the terminal. */
  publicUrl?: string | undefined;
  /** Origins whose pages may use DICOMweb, for example `https://his.hospital.example`. */
  corsOrigins: readonly string[];
  /** Where several proxies meet that serve the same archive; undefined: there is only this one. */
  redisUrl?: string | undefined;
  /** What prepared frames may take on the disk, in bytes; undefined: 20 GB, or half of what is free if that is less. */
  cacheMaxBytes?: number | undefined;
  /** What one request with files may carry. */
  uploadMaxBytes: number;
  /** load the demo studies on the first run */
  demo: boolean;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

/** What is wrong with the configuration: every variable with its value and what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

const secrets = new Set([
  'ORTHANC_PASSWORD',
  'DATABASE_URL',
  'REDIS_URL',
  'ENCRYPTION_KEY',
  'ENCRYPTION_KEY_PREVIOUS',
  'SMS_PROVIDER',
  'SMS_TOKEN',
  'OIDC_CLIENT_SECRET',
]);

const allowed: Readonly<Record<string, string>> = {
  HOST: 'an address or name of this machine, for example 127.0.0.1 or 0.0.0.0',
  PORT: 'a port number, 0 for a free one',
  DATA_DIR: 'a folder',
  ORTHANC_URL: 'an http or https URL without credentials, for example http://127.0.0.1:8042',
  ORTHANC_USERNAME: 'a user name of the Orthanc at ORTHANC_URL',
  ORTHANC_PASSWORD: 'the password that goes with ORTHANC_USERNAME',
  DICOM_PORT: 'a port number, 0 for a free one',
  DICOM_AET: 'an application entity title: 1 to 16 printable ASCII characters without backslash',
  AUTH: 'none (nobody signs in, this machine only), local (people have accounts here), oidc (they sign in at OIDC_ISSUER) or local,oidc',
  ...oidcAllowed,
  TLS: '1 (speak TLS, with TLS_CERT and TLS_KEY or a certificate of its own) or 0 (do not)',
  TLS_CERT: 'a file with a certificate and its chain in PEM',
  TLS_KEY: 'a file with the key of TLS_CERT in PEM',
  DATABASE_URL: 'a PostgreSQL URL, for example postgres://yunying:password@127.0.0.1:5432/yunying',
  ENCRYPTION_KEY:
    '32 random bytes as 64 hexadecimal digits or as base64, for example from: openssl rand -hex 32',
  ENCRYPTION_KEY_PREVIOUS: 'keys as ENCRYPTION_KEY takes them, separated by commas',
  NATIONAL_CRYPTO: '1 (SM4 and SM3) or 0 (AES and SHA-256)',
  SESSION_IDLE_MINUTES: 'a number of minutes, 1 to 1440',
  SESSION_HOURS: 'a number of hours, 1 to 168',
  SMS_PROVIDER:
    'none, outbox (into a file, for trying things out) or the http or https URL of an SMS gateway',
  SMS_TOKEN: 'what the gateway at SMS_PROVIDER wants as Authorization: Bearer',
  TIME_ZONE: 'an IANA name, for example Asia/Shanghai',
  TRUST_PROXY:
    'a number of proxies in front (0 to 10), or a list of their addresses, for example loopback or 10.0.0.2,10.1.0.0/16',
  CORS_ORIGINS:
    'a list of origins as browsers send them (* is not one), for example https://his.hospital.example,http://10.0.0.5:8080',
  REDIS_URL: 'a redis or rediss URL, for example redis://:password@127.0.0.1:6379',
  DEMO: '1 (load demo studies on the first run) or 0 (do not)',
  CACHE_MAX_BYTES: 'a number of bytes, at least 100000000, for example 20000000000 (20 GB)',
  UPLOAD_MAX_BYTES: 'a number of bytes, at least 1000000, for example 20000000000 (20 GB)',
  LOG_LEVEL: 'fatal, error, warn, info, debug, trace or silent',
};

const environment = z.object({
  HOST: optional(z.string().refine(isHost).default('127.0.0.1')),
  PORT: portNumber(3000),
  DATA_DIR: optional(
    z
      .string()
      .refine((path) => !path.includes('\0'))
      .default('./data'),
  ),
  ORTHANC_URL: optional(
    z
      .string()
      .refine((text) => isHttpUrl(text) && !URL.parse(text)?.username)
      .optional(),
  ),
  ORTHANC_USERNAME: optional(z.string().optional()),
  ORTHANC_PASSWORD: optional(z.string().optional()),
  DICOM_PORT: portNumber(4242),
  DICOM_AET: optional(
    z
      .string()
      .regex(/^(?=.*[^ ])[ -[\]-~]{1,16}$/)
      .default('YUNYING'),
  ),
  AUTH: authWays,
  ...oidcEnvironment,
  TLS: optional(z.enum(['0', '1']).optional()),
  TLS_CERT: optional(z.string().optional()),
  TLS_KEY: optional(z.string().optional()),
  DATABASE_URL: optional(z.string().refine(isPostgresUrl).optional()),
  ENCRYPTION_KEY: optional(z.string().refine(isEncryptionKey).optional()),
  ENCRYPTION_KEY_PREVIOUS: optional(
    z
      .string()
      .transform((text) => text.split(',').map((one) => one.trim()))
      .refine((keys) => keys.every(isEncryptionKey))
      .default([]),
  ),
  NATIONAL_CRYPTO: optional(z.enum(['0', '1']).default('0')),
  SESSION_IDLE_MINUTES: wholeNumber(1, 1440, 30),
  SESSION_HOURS: wholeNumber(1, 168, 12),
  SMS_PROVIDER: optional(
    z
      .string()
      .refine((text) => text === 'none' || text === 'outbox' || isHttpUrl(text))
      .default('none'),
  ),
  SMS_TOKEN: optional(z.string().optional()),
  TIME_ZONE: optional(
    z
      .string()
      .refine(isTimeZone)
      .default(() => Intl.DateTimeFormat().resolvedOptions().timeZone),
  ),
  TRUST_PROXY: optional(
    z
      .string()
      .transform((text) => (/^\d+$/.test(text) ? Number(text) : text.split(',').map((one) => one.trim())))
      .refine((value) => (typeof value === 'number' ? value <= 10 : value.every(isAddressRange)))
      .default(0),
  ),
  CORS_ORIGINS: optional(
    z
      .string()
      .transform((text) => text.split(',').map((one) => one.trim()))
      .refine((origins) => origins.every(isOrigin))
      .default([]),
  ),
  REDIS_URL: optional(z.string().refine(isRedisUrl).optional()),
  DEMO: optional(z.enum(['0', '1']).default('1')),
  CACHE_MAX_BYTES: optional(
    z
      .string()
      .regex(/^\d{9,15}$/)
      .transform(Number)
      .refine((bytes) => bytes >= 100_000_000)
      .optional(),
  ),
  UPLOAD_MAX_BYTES: optional(
    z
      .string()
      .regex(/^\d{7,15}$/)
      .transform(Number)
      .refine((bytes) => bytes >= 1_000_000)
      .default(20_000_000_000),
  ),
  LOG_LEVEL: optional(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info')),
});

/** @throws ConfigError naming everything that is wrong at once */
export function loadConfig(given: Readonly<Record<string, string | undefined>>): Config {
  const { env, problems: unread } = withSecretFiles(given, secrets);
  const parsed = environment.safeParse(env);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        const value = secrets.has(name) ? '***' : (env[name] ?? '');
        return `${name}=${value} is not allowed: ${allowed[name] ?? issue.message}`;
      });
  if (parsed.success) problems.push(...contradictions(parsed.data));
  problems.push(...unread);
  if (!parsed.success || problems.length > 0) throw new ConfigError([...new Set(problems)]);
  const { data } = parsed;
  return {
    host: data.HOST,
    port: data.PORT,
    dataDir: data.DATA_DIR,
    orthancUrl: data.ORTHANC_URL,
    orthancUsername: data.ORTHANC_USERNAME,
    orthancPassword: data.ORTHANC_PASSWORD,
    dicomPort: data.DICOM_PORT,
    dicomAet: data.DICOM_AET,
    auth: data.AUTH,
    oidc: oidcConfig(data.AUTH, data),
    oidcName: data.OIDC_NAME,
    tls: tlsConfig(data),
    databaseUrl: data.DATABASE_URL,
    encryptionKey: data.ENCRYPTION_KEY,
    previousKeys: data.ENCRYPTION_KEY_PREVIOUS,
    nationalCrypto: data.NATIONAL_CRYPTO === '1',
    sessionIdleMs: data.SESSION_IDLE_MINUTES * 60_000,
    sessionLifeMs: data.SESSION_HOURS * 3_600_000,
    sms: smsConfig(data.SMS_PROVIDER, data.SMS_TOKEN),
    timeZone: data.TIME_ZONE,
    trustProxy: data.TRUST_PROXY === 0 ? false : data.TRUST_PROXY,
    publicUrl: data.PUBLIC_URL,
    corsOrigins: data.CORS_ORIGINS,
    redisUrl: data.REDIS_URL,
    cacheMaxBytes: data.CACHE_MAX_BYTES,
    uploadMaxBytes: data.UPLOAD_MAX_BYTES,
    demo: data.DEMO === '1',
    logLevel: data.LOG_LEVEL,
  };
}

function smsConfig(provider: string, token: string | undefined): SmsConfig {
  if (provider === 'none' || provider === 'outbox') return { kind: provider };
  return { kind: 'http', url: provider, token };
}

/** Files that are named are to be used, unless TLS=0 says otherwise. */
function tlsConfig({ TLS, TLS_CERT: cert, TLS_KEY: key }: z.infer<typeof environment>): Config['tls'] {
  if (TLS === '0') return false;
  if (cert !== undefined && key !== undefined) return { cert, key };
  return TLS === '1' ? 'own' : false;
}

/** What each variable allows and all together do not. */
function contradictions(data: z.infer<typeof environment>): string[] {
  const problems = oidcContradictions(data.AUTH, data);
  if (data.AUTH === 'none' && !isLoopback(data.HOST)) {
    problems.push(
      `HOST=${data.HOST} is not allowed with AUTH=none: without sign-in only this machine may see the images. ` +
        'Set HOST to 127.0.0.1, or AUTH to local',
    );
  }
  const hasTls = tlsConfig(data) !== false;
  if (data.AUTH !== 'none' && !isLoopback(data.HOST) && data.TRUST_PROXY === 0 && !hasTls) {
    problems.push(
      `HOST=${data.HOST} is not allowed with AUTH=${data.AUTH} and TRUST_PROXY=0: passwords would pass the network in clear. ` +
        'Start with --tls, put a server that ends TLS in front of it and name it in TRUST_PROXY, or set HOST to 127.0.0.1',
    );
  }
  if ((data.TLS_CERT === undefined) !== (data.TLS_KEY === undefined)) {
    const missing = data.TLS_CERT === undefined ? 'TLS_CERT' : 'TLS_KEY';
    problems.push(`${missing} is missing: ${allowed[missing]}`);
  }
  if (data.ORTHANC_PASSWORD !== undefined && data.ORTHANC_USERNAME === undefined) {
    problems.push(`ORTHANC_USERNAME is missing: ${allowed.ORTHANC_USERNAME}`);
  }
  return problems;
}
