import { createHmac } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { Schema } from '../../database/index.ts';
import type { AuditEvent, ChainKey } from '../index.ts';

export const key: ChainKey = {
  id: 'test',
  sign: (bytes) => createHmac('sha256', 'a key of tests').update(bytes).digest(),
};

export const keyOf = (id: string): ChainKey | undefined => (id === key.id ? key : undefined);

export const login = (id: string, change: Partial<AuditEvent> = {}): AuditEvent => ({
  event: 'userAuthentication',
  type: 'login',
  action: 'E',
  outcome: 0,
  actor: { kind: 'person', id, name: '王^小东' },
  address: '10.0.0.7',
  ...change,
});

/** What somebody who owns the tables can do. */
export async function byHand(db: Kysely<Schema>, ...statements: string[]): Promise<void> {
  for (const text of [
    'alter table audit_event disable trigger all',
    ...statements,
    'alter table audit_event enable trigger all',
  ])
    await sql.raw(text).execute(db);
}
