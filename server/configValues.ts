import { isIP } from 'node:net';
import { z } from 'zod';

/** An empty variable is one that is not set, as in compose files. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

export const portNumber = (fallback: number) =>
  optional(
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine((port) => port <= 65_535)
      .default(fallback),
  );

export const wholeNumber = (least: number, most: number, fallback: number) =>
  optional(
    z
      .string()
      .regex(/^\d{1,6}$/)
      .transform(Number)
      .refine((number) => number >= least && number <= most)
      .default(fallback),
  );

/** As libpq takes it: also without a host, which a query may name as a folder of sockets. */
export const isPostgresUrl = (text: string): boolean => /^postgres(ql)?:\/\/\S+$/.test(text);

/** 32 bytes as hexadecimal digits or base64, as `parseEncryptionKey` of services/ reads them. */
export const isEncryptionKey = (text: string): boolean =>
  /^([0-9a-f]{64}|[A-Za-z0-9+/_-]{43}=?)$/i.test(text.trim());

export function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const isHttpUrl = (text: string): boolean => /^https?:$/.test(URL.parse(text)?.protocol ?? '');
export const isRedisUrl = (text: string): boolean => /^rediss?:$/.test(URL.parse(text)?.protocol ?? '');
export const isHost = (text: string): boolean =>
  isIP(text) !== 0 || /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i.test(text);

/** Scheme, host and port as browsers send them. `*` would let any page a reader visits read the images. */
export const isOrigin = (text: string): boolean => isHttpUrl(text) && URL.parse(text)?.origin === text;

/** Names of ranges that Express knows. */
const addressRanges = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** An address, a subnet as 10.0.0.0/8, or the name of a range. */
export function isAddressRange(text: string): boolean {
  if (addressRanges.has(text)) return true;
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  const bits =
    prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
  return version !== 0 && bits && rest.length === 0;
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
