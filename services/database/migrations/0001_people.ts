import type { Migration } from 'kysely/migration';
import { statements } from './statements.ts';

/** People, their sessions, codes that are used once, keys of programs. */
export const people: Migration = {
  up: (db) =>
    statements(
      db,
      `create table person (
        id uuid primary key,
        login text not null,
        name text not null,
        phone text,
        phone_ix bytea,
        role text not null,
        institutions text[] not null default '{}',
        departments text[] not null default '{}',
        external_ids jsonb not null default '[]',
        password_hash text,
        totp_secret text,
        totp_last_step int8,
        failed int4 not null default 0,
        locked_until timestamptz,
        disabled_at timestamptz,
        created_at timestamptz not null default now(),
        version int4 not null default 1
      )`,
      'create unique index person_login on person (lower(login))',
      'create index person_phone on person (phone_ix)',
      'create index person_external on person using gin (external_ids jsonb_path_ops)',
      `create table session (
        id uuid primary key,
        token_hash bytea not null unique,
        kind text not null check (kind in ('browser', 'embed', 'share', 'key')),
        person_id uuid references person (id) on delete cascade,
        his_id uuid,
        share_id uuid,
        "grant" jsonb,
        address text not null,
        user_agent text not null,
        created_at timestamptz not null default now(),
        last_seen_at timestamptz not null default now(),
        expires_at timestamptz not null,
        idle_ms int8 not null,
        revoked_at timestamptz,
        revoked_by text
      )`,
      'create index session_person on session (person_id, revoked_at)',
      'create index session_share on session (share_id)',
      'create index session_expires on session (expires_at)',
      `create table one_time (
        id uuid primary key,
        purpose text not null,
        subject text not null,
        code_hmac bytea not null,
        tries int4 not null default 0,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        used_at timestamptz
      )`,
      'create index one_time_subject on one_time (purpose, subject)',
      'create index one_time_expires on one_time (expires_at)',
      `create table api_key (
        id uuid primary key,
        name text not null,
        prefix text not null unique,
        secret_hash bytea not null,
        role text not null default 'service',
        rule_ids text[] not null default '{}',
        ip_ranges text[] not null default '{}',
        created_at timestamptz not null default now(),
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz
      )`,
    ),
};
