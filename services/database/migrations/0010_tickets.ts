import type { Migration } from 'kysely/migration';
import { statements } from './statements.ts';

/** Addresses that a page may name to its browser, where no header can be sent with them. */
export const tickets: Migration = {
  up: (db) =>
    statements(
      db,
      `create table ticket (
        ticket_hash bytea primary key,
        session_id uuid not null references session (id) on delete cascade,
        path text not null,
        expires_at timestamptz not null
      )`,
      'create index ticket_session on ticket (session_id)',
      'create index ticket_expires on ticket (expires_at)',
    ),
};
