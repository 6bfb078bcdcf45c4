/**
 * The keys that what lies on the disk is sealed with. They come from who starts the proxy, which knows nothing of where
 * they are from.
 */
export interface DiskKeys {
  /** 8 hexadecimal digits that name the key new files are sealed with, and say nothing of it. */
  readonly id: string;
  /**
   * The key of one file: 32 bytes for AES-256.
   * @param salt 16 bytes that the file begins with, random
   * @param id of the main key; default: the one new files are sealed with
   * @returns undefined where that main key is not at hand
   */
  fileKey(salt: Uint8Array, id?: string): Buffer | undefined;
}
