/** Keys, sealed values, password hashes, random tokens, SM2: all that is cryptography. It knows no database and no people. */
export {
  KeyError,
  keyRing,
  mainKey,
  parseEncryptionKey,
  type KeyPurpose,
  type KeyRing,
  type MainKey,
} from './keys.ts';
export { openKeys, type KeySources } from './openKeys.ts';
export { diskKeys, type DiskKeys } from './diskKeys.ts';
export { createSealer, SealedValueError, type SealedValueProblem, type Sealer } from './sealedValue.ts';
export { createBlindIndex, type BlindIndex } from './blindIndex.ts';
export {
  defaultPasswordCosts,
  longestPasswordBytes,
  PasswordError,
  PasswordHasher,
  type PasswordCosts,
} from './passwordHash.ts';
export { randomDigits, randomToken, tokenHash } from './randomToken.ts';
export { sameBytes, sameText } from './constantTime.ts';
export { defaultSm2Id, readSm2PublicKey, Sm2KeyError, verifySm2, type Sm2PublicKey } from './sm2.ts';
