import { createBlindIndex, createSealer, keyRing, mainKey, PasswordHasher } from '../../crypto/index.ts';
import type { Database } from '../../database/index.ts';
import { OneTimeCodes, People, SignIn, type SignInTools, type SmsMessage } from '../index.ts';

/** Everything of identity on one database, with hashes that cost little and an SMS provider that keeps what it sends. */
export function identityTools(database: Database, some: Partial<SignInTools> = {}) {
  const keys = keyRing([mainKey(Buffer.alloc(32, 7))]);
  const sealer = createSealer(keys);
  const hasher = new PasswordHasher({ memoryKiB: 64, passes: 1, lanes: 1 });
  const people = new People({ database, sealer, blindIndex: createBlindIndex(keys), hasher });
  const codes = new OneTimeCodes(database.db, keys);
  const sent: SmsMessage[] = [];
  const sms = { name: 'kept', send: async (message: SmsMessage) => void sent.push(message) };
  const signIn = new SignIn({ database, hasher, sealer, codes, sms, ...some });
  return { keys, sealer, hasher, people, codes, sent, signIn };
}

export const password = 'correct horse battery';
