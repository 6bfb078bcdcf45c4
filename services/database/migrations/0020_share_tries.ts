import type { Migration } from 'kysely/migration';
import { statements } from './statements.ts';

/** What holds for all processes: how often digits of an ID and a code of extraction were tried. */
export const shareTries: Migration = {
  up: (db) =>
    statements(
      db,
      'alter table share add column id_tries int4 not null default 0',
      'alter table share add column extraction_tries int4 not null default 0',
      'create index share_created_by on share (created_by)',
    ),
};
