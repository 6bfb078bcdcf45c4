import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing, MainKey } from './keys.ts';
import { openSm4Hmac, sealSm4Hmac, type Sm4HmacKeys } from './sm4Hmac.ts';

/** Why a sealed value does not open. */
export type SealedValueProblem = 'not-sealed' | 'unknown-key' | 'changed';

export class SealedValueError extends Error {
  override readonly name = 'SealedValueError';
  readonly problem: SealedValueProblem;

  constructor(problem: SealedValueProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

/** Hides values of columns, and notices when they were changed or put elsewhere. */
export interface Sealer {
  /**
   * @param clear any text
   * @param context where the value belongs, for example `person.phone <id>`: it opens there only
   * @returns `v1.<algorithm>.<key id>.<nonce>.<bytes>`, the last two as base64url
   */
  seal(clear: string, context: string): string;
  /** @throws SealedValueError where it is no such value, its key is not at hand, or it was changed or moved */
  open(sealed: string, context: string): string;
  /** Whether sealing it anew would change key or algorithm. */
  isOutdated(sealed: string): boolean;
}

/** `a256gcm`: AES-256-GCM (NIST SP 800-38D). `sm4hsm3`: SM4-CTR and HMAC-SM3. Each opens whatever is configured. */
type Algorithm = 'a256gcm' | 'sm4hsm3';

const gcmNonceBytes = 12;
const gcmTagBytes = 16;
const shape = /^v1\.(a256gcm|sm4hsm3)\.([0-9a-f]{8})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;

/** @param national seal with SM4 and HMAC-SM3 rather than AES */
export function createSealer(keys: KeyRing, { national = false }: { national?: boolean } = {}): Sealer {
  const algorithm: Algorithm = national ? 'sm4hsm3' : 'a256gcm';
  const head = `v1.${algorithm}.${keys.current.id}`;
  return {
    seal(clear, context) {
      const { nonce, sealed } = suites[algorithm].seal(
        keys.current,
        Buffer.from(clear, 'utf8'),
        associatedBytes(head, context),
      );
      return `${head}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
    },

    open(text, context) {
      const [, name, keyId = '', nonce = '', sealed = ''] = shape.exec(text) ?? [];
      if (name !== 'a256gcm' && name !== 'sm4hsm3')
        throw new SealedValueError('not-sealed', `the value of ${context} is not a sealed one`);
      const key = keys.byId(keyId);
      if (!key)
        throw new SealedValueError(
          'unknown-key',
          `the value of ${context} was sealed with the key ${keyId}, which is not at hand; ENCRYPTION_KEY_PREVIOUS takes earlier keys`,
        );
      const clear = suites[name].open(
        key,
        Buffer.from(nonce, 'base64url'),
        Buffer.from(sealed, 'base64url'),
        associatedBytes(`v1.${name}.${keyId}`, context),
      );
      if (!clear)
        throw new SealedValueError('changed', `the value of ${context} was changed, or belongs elsewhere`);
      return clear.toString('utf8');
    },

    isOutdated: (text) => !text.startsWith(`${head}.`),
  };
}

const associatedBytes = (head: string, context: string): Buffer => Buffer.from(`${head}\n${context}`, 'utf8');

interface Suite {
  seal(key: MainKey, clear: Buffer, associated: Buffer): { nonce: Buffer; sealed: Buffer };
  open(key: MainKey, nonce: Buffer, sealed: Buffer, associated: Buffer): Buffer | undefined;
}

const suites: Readonly<Record<Algorithm, Suite>> = {
  a256gcm: {
    seal(key, clear, associated) {
      const nonce = randomBytes(gcmNonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key.secret('sealed-values', 32), nonce);
      cipher.setAAD(associated);
      const hidden = Buffer.concat([cipher.update(clear), cipher.final()]);
      return { nonce, sealed: Buffer.concat([hidden, cipher.getAuthTag()]) };
    },
    open(key, nonce, sealed, associated) {
      if (nonce.length !== gcmNonceBytes || sealed.length < gcmTagBytes) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key.secret('sealed-values', 32), nonce, {
        authTagLength: gcmTagBytes,
      });
      decipher.setAAD(associated);
      decipher.setAuthTag(sealed.subarray(sealed.length - gcmTagBytes));
      const clear = decipher.update(sealed.subarray(0, sealed.length - gcmTagBytes));
      try {
        decipher.final();
        return clear;
      } catch {
        return undefined;
      }
    },
  },
  sm4hsm3: {
    seal: (key, clear, associated) => sealSm4Hmac(sm4Keys(key), clear, associated),
    open: (key, nonce, sealed, associated) => openSm4Hmac(sm4Keys(key), nonce, sealed, associated),
  },
};

function sm4Keys(key: MainKey): Sm4HmacKeys {
  const both = key.derive('sealed-values', 48, 'sm3');
  return { cipher: both.subarray(0, 16), mac: both.subarray(16) };
}
