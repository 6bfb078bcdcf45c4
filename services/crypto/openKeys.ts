import { readOrMakeKeyFile } from './keyFile.ts';
import { keyRing, mainKey, parseEncryptionKey, type KeyRing } from './keys.ts';

export interface KeySources {
  /** ENCRYPTION_KEY */
  encryptionKey?: string | undefined;
  /** ENCRYPTION_KEY_PREVIOUS: keys that only open, newest first. */
  previousKeys?: readonly string[] | undefined;
  /** Where a key is made and kept if the environment has none, for example DATA_DIR/keys. */
  folder: string;
}

/**
 * The key of the environment; else one in a file of the folder (mode 0600), made at the first start. What was sealed
 * with the file's key before ENCRYPTION_KEY was set still opens, as long as the file is there.
 * @throws KeyError where a key is not one, or the file cannot be read or made
 */
export async function openKeys({ encryptionKey, previousKeys = [], folder }: KeySources): Promise<KeyRing> {
  const previous = previousKeys.map((text) => mainKey(parseEncryptionKey(text, 'ENCRYPTION_KEY_PREVIOUS')));
  if (encryptionKey === undefined)
    return keyRing([mainKey(await readOrMakeKeyFile(folder, { make: true })), ...previous]);
  const current = mainKey(parseEncryptionKey(encryptionKey));
  const kept = await readOrMakeKeyFile(folder, { make: false });
  return keyRing([current, ...previous, ...(kept ? [mainKey(kept)] : [])]);
}
