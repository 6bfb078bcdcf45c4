import type { Migration } from 'kysely/migration';
import { statements } from './statements.ts';

/** Links by which somebody without an account sees a study. */
export const sharing: Migration = {
  up: (db) =>
    statements(
      db,
      `create table share (
        id uuid primary key,
        public_id text not null unique,
        created_by uuid not null references person (id),
        created_at timestamptz not null default now(),
        study_uid text not null,
        patient jsonb not null,
        history bool not null,
        report bool not null,
        download bool not null,
        phone text,
        phone_ix bytea,
        id_digits text,
        valid_from timestamptz not null,
        valid_until timestamptz not null,
        max_openings int4,
        openings int4 not null default 0,
        extraction_hash text,
        extraction_until timestamptz,
        revoked_at timestamptz,
        revoked_by text
      )`,
      'create index share_study on share (study_uid)',
      'create index share_phone on share (phone_ix)',
      'create index share_valid on share (valid_until)',
      'alter table session add foreign key (share_id) references share (id) on delete cascade',
    ),
};
