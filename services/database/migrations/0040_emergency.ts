import type { Migration } from 'kysely/migration';
import { statements } from './statements.ts';

/** What access in an emergency is about beside the study, how it ended and who looked at it; what people are to be told. */
export const emergency: Migration = {
  up: (db) =>
    statements(
      db,
      `alter table break_glass
        add column institution text not null default '',
        add column patient_issuer text not null default '',
        add column stopped_at timestamptz,
        add column reviewed_at timestamptz,
        add column review_note text`,
      'create index break_glass_until on break_glass (until) where stopped_at is null',
      `create table notice (
        id uuid primary key,
        person_id uuid not null references person (id) on delete cascade,
        kind text not null,
        subject uuid not null,
        at timestamptz not null,
        read_at timestamptz
      )`,
      'create index notice_person on notice (person_id, read_at)',
    ),
};
