import { isIP } from 'node:net';
import { z } from 'zod';

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
  auth: 'none';
  /** Whose X-Forwarded-* headers count, as Express' `trust proxy`: a number of hops, or addresses; false: nobody's. */
  trustProxy: number | readonly string[] | false;
  /** Origins whose pages may use DICOMweb, for example `https://his.hospital.example`. */
  corsOrigins: readonly string[];
  /** Where several proxies meet that serve the same archive; undefined: there is only this one. */
  redisUrl?: string | undefined;
  /** What prepared frames may take on the disk, in bytes; undefined: 20 GB, or half of what is free if that is less. */
  cacheMaxBytes?: number | undefined;
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

const secrets = new Set(['ORTHANC_PASSWORD', 'DATABASE_URL', 'REDIS_URL']);

/** An empty variable is one that is not set, as in compose files. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

const portNumber = (fallback: number) =>
  optional(
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine((port) => port <= 65_535)
      .default(fallback),
  );

const isHttpUrl = (text: string): boolean => /^https?:$/.test(URL.parse(text)?.protocol ?? '');
const isRedisUrl = (text: string): boolean => /^rediss?:$/.test(URL.parse(text)?.protocol ?? '');
const isHost = (text: string): boolean =>
  isIP(text) !== 0 || /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text);

/** Scheme, host and port as browsers send them. `*` would let any page a reader visits read the images. */
const isOrigin = (text: string): boolean => isHttpUrl(text) && URL.parse(text)?.origin === text;

/** Names of ranges that Express knows. */
const addressRanges = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** An address, a subnet as 10.0.0.0/8, or the name of a range. */
function isAddressRange(text: string): boolean {
  if (addressRanges.has(text)) return true;
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  const bits =
    prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
  return version !== 0 && bits && rest.length === 0;
}

const allowed: Readonly<Record<string, string>> = {
  HOST: 'an address or name of this machine, for example 127.0.0.1 or 0.0.0.0',
  PORT: 'a port number, 0 for a free one',
  DATA_DIR: 'a folder',
  ORTHANC_URL: 'an http or https URL without credentials, for example http://127.0.0.1:8042',
  ORTHANC_USERNAME: 'a user name of the Orthanc at ORTHANC_URL',
  ORTHANC_PASSWORD: 'the password that goes with ORTHANC_USERNAME',
  DICOM_PORT: 'a port number, 0 for a free one',
  DICOM_AET: 'an application entity title: 1 to 16 printable ASCII characters without backslash',
  AUTH: 'none; other kinds of sign-in do not exist yet',
  TRUST_PROXY:
    'a number of proxies in front (0 to 10), or a list of their addresses, for example loopback or 10.0.0.2,10.1.0.0/16',
  CORS_ORIGINS:
    'a list of origins as browsers send them (* is not one), for example https://his.hospital.example,http://10.0.0.5:8080',
  REDIS_URL: 'a redis or rediss URL, for example redis://:password@127.0.0.1:6379',
  DEMO: '1 (load demo studies on the first run) or 0 (do not)',
  CACHE_MAX_BYTES: 'a number of bytes, at least 100000000, for example 20000000000 (20 GB)',
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
  AUTH: optional(z.literal('none').default('none')),
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
  LOG_LEVEL: optional(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info')),
});

/** @throws ConfigError naming everything that is wrong at once */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(env);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        const value = secrets.has(name) ? '***' : (env[name] ?? '');
        return `${name}=${value} is not allowed: ${allowed[name] ?? issue.message}`;
      });
  if (parsed.success) problems.push(...contradictions(parsed.data));
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
    trustProxy: data.TRUST_PROXY === 0 ? false : data.TRUST_PROXY,
    corsOrigins: data.CORS_ORIGINS,
    redisUrl: data.REDIS_URL,
    cacheMaxBytes: data.CACHE_MAX_BYTES,
    demo: data.DEMO === '1',
    logLevel: data.LOG_LEVEL,
  };
}

/** What each variable allows and all together do not. */
function contradictions(data: z.infer<typeof environment>): string[] {
  const problems: string[] = [];
  if (data.AUTH === 'none' && !isLoopback(data.HOST)) {
    problems.push(
      `HOST=${data.HOST} is not allowed with AUTH=none: without sign-in only this machine may see the images. ` +
        'Set HOST to 127.0.0.1, or put a proxy with sign-in in front of it',
    );
  }
  if (data.ORTHANC_PASSWORD !== undefined && data.ORTHANC_USERNAME === undefined) {
    problems.push(`ORTHANC_USERNAME is missing: ${allowed.ORTHANC_USERNAME}`);
  }
  return problems;
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
