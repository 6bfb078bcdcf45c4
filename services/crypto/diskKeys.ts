import { hkdfSync } from 'node:crypto';
import { keyRing, mainKey, parseEncryptionKey } from './keys.ts';

/** Keys of files on the disk, one for each file. */
export interface DiskKeys {
  /** Of the main key that new files are sealed with. */
  readonly id: string;
  /**
   * @param salt random, of the file
   * @param id of the main key it was sealed with; default: the current one
   * @returns 32 bytes; undefined where that main key is not at hand
   */
  fileKey(salt: Uint8Array, id?: string): Buffer | undefined;
}

/** @throws KeyError where a key is not one */
export function diskKeys(keys: { encryptionKey: string; previousKeys?: readonly string[] }): DiskKeys {
  const previous = (keys.previousKeys ?? []).map((text) =>
    mainKey(parseEncryptionKey(text, 'ENCRYPTION_KEY_PREVIOUS')),
  );
  const ring = keyRing([mainKey(parseEncryptionKey(keys.encryptionKey)), ...previous]);
  const { id } = ring.current;
  return {
    id,
    fileKey(salt, keyId = id) {
      const main = ring.byId(keyId)?.derive('frames', 32);
      return main && Buffer.from(hkdfSync('sha256', main, salt, 'yunying file', 32));
    },
  };
}
