import type { Migration } from 'kysely/migration';
import { statements } from './statements.ts';

/** Hospital information systems that embed the viewer, and the tokens of theirs that were used. */
export const embedding: Migration = {
  up: (db) =>
    statements(
      db,
      `create table his (
        id uuid primary key,
        name text not null,
        issuer text not null unique,
        algorithm text not null,
        key text not null,
        sm2_id text,
        audience text not null,
        origins text[] not null,
        institution text,
        scope jsonb not null,
        default_role text not null,
        person_mapping jsonb not null default '{}',
        enabled bool not null default true
      )`,
      `create table used_token (
        his_id uuid not null references his (id) on delete cascade,
        jti_hash bytea not null,
        expires_at timestamptz not null,
        primary key (his_id, jti_hash)
      )`,
      'create index used_token_expires on used_token (expires_at)',
      'alter table session add foreign key (his_id) references his (id) on delete cascade',
    ),
};
