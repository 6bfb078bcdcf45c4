/** What is used of it; the package ships no types. */
declare module 'dicom-character-set' {
  /**
   * Decodes a value with code extensions (ISO 2022, PS3.5 6.1.2.5).
   * @param specificCharacterSet Defined Terms of (0008,0005), separated by backslashes
   * @throws Error for terms and escape sequences that it does not know
   */
  export function convertBytes(
    specificCharacterSet: string,
    bytes: Uint8Array,
    options?: { vr?: string },
  ): string;
}
