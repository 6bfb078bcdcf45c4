import type { DiskKeys } from '../dicomweb-proxy/index.ts';
import type { Config } from './config.ts';

/** What the proxy's files are sealed with: only where the configuration names a key, as it costs a little of every read. */
export async function openDiskKeys({
  encryptionKey,
  previousKeys,
}: Pick<Config, 'encryptionKey' | 'previousKeys'>): Promise<DiskKeys | undefined> {
  if (encryptionKey === undefined) return undefined;
  // Database and people are not loaded for it where nobody signs in.
  const { diskKeys } = await import('../services/index.ts');
  return diskKeys({ encryptionKey, previousKeys });
}
