import type { Migration } from 'kysely/migration';
import { statements } from './statements.ts';

/**
 * The audit trail, which can be added to and nothing else. The triggers hinder the server itself and whoever works with its
 * rights; who owns the tables can take them off, and is found by the chain. Rows leave through audit_retire alone, none
 * before 180 days.
 */
export const audit: Migration = {
  up: (db) =>
    statements(
      db,
      `create table audit_event (
        seq int8 primary key,
        at timestamptz not null,
        event_code text not null,
        event_type text,
        action text not null check (action in ('C', 'R', 'U', 'D', 'E')),
        outcome int4 not null check (outcome in (0, 4, 8, 12)),
        actor_kind text not null,
        actor_id text,
        actor_name text,
        session_id text,
        address text,
        study_uid text,
        patient_ix text,
        detail text,
        rule text,
        frames int8,
        bytes int8,
        previous bytea not null,
        mac bytea not null,
        key_id text not null
      )`,
      'create index audit_event_at on audit_event (at)',
      'create index audit_event_actor on audit_event (actor_id, at)',
      'create index audit_event_study on audit_event (study_uid, at)',
      'create index audit_event_patient on audit_event (patient_ix, at)',
      'create index audit_event_code on audit_event (event_code, at)',
      `create table audit_head (
        one bool primary key default true check (one),
        seq int8 not null,
        mac bytea not null
      )`,
      `insert into audit_head (seq, mac) values (0, '')`,
      `create function audit_kept() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' and current_setting('yunying.audit_retire', true) = 'on'
          and old.at < now() - interval '180 days' then
          return old;
        end if;
        raise exception 'audit_event can only be added to' using errcode = 'insufficient_privilege';
      end $$`,
      `create trigger audit_event_rows before update or delete on audit_event
        for each row execute function audit_kept()`,
      `create trigger audit_event_truncate before truncate on audit_event
        for each statement execute function audit_kept()`,
      // With its owner's rights, so that the server's own role needs no right to delete.
      `create function audit_retire(up_to int8) returns int8 language plpgsql security definer
        set search_path from current as $$
      declare
        removed int8;
      begin
        perform set_config('yunying.audit_retire', 'on', true);
        delete from audit_event where seq <= up_to;
        get diagnostics removed = row_count;
        perform set_config('yunying.audit_retire', '', true);
        return removed;
      end $$`,
    ),
};
