import { isIP } from 'node:net';
import type { ServicesConfig } from '../services/index.ts';
import type { Config } from './config.ts';

/** What services/ need of the configuration. */
export const servicesConfig = (config: Config): ServicesConfig => ({
  dataDir: config.dataDir,
  databaseUrl: config.databaseUrl,
  encryptionKey: config.encryptionKey,
  previousKeys: config.previousKeys,
  nationalCrypto: config.nationalCrypto,
  sessionIdleMs: config.sessionIdleMs,
  sessionLifeMs: config.sessionLifeMs,
  sms: config.sms,
  oidc: config.oidc,
  timeZone: config.timeZone,
  // Of a server that answers on one address of this machine, its own programs come from that one.
  localAddresses: ['127.0.0.0/8', '::1', ...(isOwnAddress(config.host) ? [config.host] : [])],
});

const isOwnAddress = (host: string): boolean => isIP(host) !== 0 && host !== '0.0.0.0' && host !== '::';
