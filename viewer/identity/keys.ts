import { ask, call } from './call.ts';

/** A key of a program; times are ISO 8601. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** What is shown of it. */
  readonly prefix: string;
  readonly ruleIds: readonly string[];
  readonly addresses: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}

export interface ApiKeyInput {
  name: string;
  ruleIds: string[];
  addresses: string[];
  expiresAt: string | null;
}

/** @throws DicomwebError */
export const listKeys = (signal?: AbortSignal): Promise<ApiKey[]> => ask('/api/keys', { signal });
/** @returns with its text, which cannot be had again @throws DicomwebError `not-allowed` */
export const createKey = (input: ApiKeyInput): Promise<ApiKey & { text: string }> =>
  ask('/api/keys', { method: 'POST', body: input });
/** At once, everywhere. @throws DicomwebError */
export async function revokeKey(id: string): Promise<void> {
  await call(`/api/keys/${encodeURIComponent(id)}`, { method: 'DELETE' });
}
