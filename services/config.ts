import type { OidcConfig } from './identity/index.ts';

/** What services need to be told; server/ reads it from the environment. */
export interface ServicesConfig {
  /** DATA_DIR: PGlite's files, keys and the audit's journal go below it. */
  dataDir: string;
  /** A PostgreSQL server; undefined: PGlite in DATA_DIR/database. */
  databaseUrl?: string | undefined;
  /** 32 bytes as hexadecimal digits or base64; undefined: a key in DATA_DIR/keys, made at the first start. */
  encryptionKey?: string | undefined;
  /** Earlier ones, which only open. */
  previousKeys?: readonly string[] | undefined;
  /** SM4 and HMAC-SM3 for what is sealed, found and chained, instead of AES and HMAC-SHA-256. */
  nationalCrypto?: boolean | undefined;
  /** A session ends when nothing was asked for so long, in ms. */
  sessionIdleMs: number;
  /** It ends then, whatever was asked, in ms. */
  sessionLifeMs: number;
  sms: SmsConfig;
  /** The hospital's own sign-in. */
  oidc?: OidcConfig | undefined;
  /** Of the hospital, an IANA name: hours and days in rules are meant there. */
  timeZone: string;
  /** From where programs of this machine come: addresses and ranges. */
  localAddresses: readonly string[];
}

export type SmsConfig =
  | { readonly kind: 'none' }
  /** For trying things out: into DATA_DIR/outbox/sms.jsonl and the log. */
  | { readonly kind: 'outbox' }
  | { readonly kind: 'http'; readonly url: string; readonly token?: string | undefined };
