import type { Migration } from 'kysely/migration';
import { statements } from './statements.ts';

/** Studies are shared with people who have an account as well: consulting experts. */
export const sharePerson: Migration = {
  up: (db) =>
    statements(
      db,
      'alter table share add column person_id uuid references person (id)',
      'create index share_person on share (person_id, valid_until)',
    ),
};
