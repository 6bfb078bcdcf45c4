import { join } from 'node:path';
import { createBlindIndex, createSealer, openKeys } from './crypto/index.ts';
import { openDatabase, resealColumns, type Resealed } from './database/index.ts';
import type { ServicesConfig } from './config.ts';

/**
 * Seals the database's columns with the current key; ENCRYPTION_KEY_PREVIOUS opens what is there. An embedded database is
 * to be had by one process only: the server has to be stopped.
 * @throws KeyError, FolderTaken, SealedValueError; Error where the server of the database does not answer
 */
export async function reseal(
  config: Pick<
    ServicesConfig,
    'dataDir' | 'databaseUrl' | 'encryptionKey' | 'previousKeys' | 'nationalCrypto'
  >,
): Promise<Resealed> {
  const { dataDir, databaseUrl, encryptionKey, previousKeys, nationalCrypto: national = false } = config;
  const keys = await openKeys({ encryptionKey, previousKeys, folder: join(dataDir, 'keys') });
  const database = await openDatabase({ databaseUrl, folder: join(dataDir, 'database') });
  try {
    return await resealColumns(database.db, {
      sealer: createSealer(keys, { national }),
      blindIndex: createBlindIndex(keys, { national }),
      keyId: keys.current.id,
    });
  } finally {
    await database.close();
  }
}
