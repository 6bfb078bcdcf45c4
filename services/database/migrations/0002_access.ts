import type { Migration } from 'kysely/migration';
import { statements } from './statements.ts';

/** Who may see what, and the number that rises when the answer may have changed. */
export const access: Migration = {
  up: (db) =>
    statements(
      db,
      `create table access_rule (
        id text primary key,
        name text not null,
        position int4 not null,
        effect text not null check (effect in ('allow', 'deny')),
        subjects jsonb not null,
        rights text[] not null,
        studies jsonb not null,
        circumstances jsonb not null,
        enabled bool not null default true,
        version int4 not null default 1,
        changed_by text not null,
        changed_at timestamptz not null default now()
      )`,
      'create index access_rule_position on access_rule (position)',
      `create table care_relation (
        person_id uuid not null references person (id) on delete cascade,
        patient_id text not null,
        patient_issuer text not null default '',
        source text not null,
        until timestamptz,
        primary key (person_id, patient_id, patient_issuer, source)
      )`,
      'create index care_relation_patient on care_relation (patient_id, patient_issuer)',
      `create table department_map (
        source text not null check (source in ('station', 'ae-title', 'institution')),
        value text not null,
        institution text not null,
        department text,
        primary key (source, value)
      )`,
      `create table break_glass (
        id uuid primary key,
        person_id uuid not null references person (id),
        study_uid text not null,
        patient_id text not null,
        reason text not null,
        began_at timestamptz not null default now(),
        until timestamptz not null,
        notified_at timestamptz,
        reviewed_by text
      )`,
      'create index break_glass_person on break_glass (person_id)',
      'create index break_glass_study on break_glass (study_uid)',
      `create table setting (
        name text primary key,
        value jsonb not null,
        version int4 not null default 1
      )`,
      // One row for ever: the key allows no other value.
      `create table epoch (
        one bool primary key default true check (one),
        policy int8 not null
      )`,
      'insert into epoch (policy) values (1)',
    ),
};
