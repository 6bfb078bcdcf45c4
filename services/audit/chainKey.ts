import { createHmac, createSecretKey } from 'node:crypto';
import type { ChainKey } from './chain.ts';

/** What is needed of a main key of services/crypto. */
export interface ChainKeySource {
  readonly id: string;
  derive(purpose: 'audit-chain', bytes: number, hash?: 'sha256' | 'sm3'): Buffer;
}

type Hash = 'sha256' | 'sm3';

/** @param hash `sm3`: HMAC-SM3 (GB/T 32905), where national algorithms are wanted */
export function chainKey(source: ChainKeySource, hash: Hash = 'sha256'): ChainKey {
  const key = createSecretKey(source.derive('audit-chain', 32, hash));
  return {
    // The hash is named too, so that rows of both kinds can be verified in one chain.
    id: `${hash}.${source.id}`,
    sign: (bytes) => createHmac(hash, key).update(bytes).digest(),
  };
}

/** The key a row names, of those at hand. @param byId gives a main key by its id */
export function chainKeyById(
  id: string,
  byId: (id: string) => ChainKeySource | undefined,
): ChainKey | undefined {
  const [, hash, keyId = ''] = /^(sha256|sm3)\.(.+)$/.exec(id) ?? [];
  const source = byId(keyId);
  return source && hash ? chainKey(source, hash as Hash) : undefined;
}
