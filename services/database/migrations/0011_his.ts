import type { Migration } from 'kysely/migration';
import { statements } from './statements.ts';

/** What it takes to administrate the systems that embed the viewer, and whom their sessions are for. */
export const his: Migration = {
  up: (db) =>
    statements(
      db,
      'alter table his add column sm2_algorithm text',
      'alter table his add column version int4 not null default 1',
      'alter table his add column created_at timestamptz not null default now()',
      'alter table session add column subject text',
      'create index session_his on session (his_id)',
    ),
};
