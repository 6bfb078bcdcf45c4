import type { AuditEvent, RecordedEvent, TextSealer } from './AuditEvent.ts';
import { macOf, type AuditRow, type ChainKey } from './chain.ts';
import { eventCodes, eventOf, eventTypeCodes, eventTypeOf } from './dicomCodes.ts';

const nameContext = (seq: number): string => `audit_event.actor_name ${seq}`;
const detailContext = (seq: number): string => `audit_event.detail ${seq}`;

/** PostgreSQL's text has no NUL and no half of a pair. Who sends one must not thereby hinder that it is written down. */
const storable = (text: string | undefined): string | null =>
  text?.toWellFormed().replaceAll('\0', '\uFFFD') ?? null;

/** The row that follows `head`. */
export function nextRow(
  { event, at }: { event: AuditEvent; at: Date },
  head: { seq: number; mac: Buffer },
  key: ChainKey,
  sealer: TextSealer,
): AuditRow {
  const seq = head.seq + 1;
  const name = storable(event.actor.name);
  const row = {
    seq,
    at,
    event_code: eventCodes[event.event].code,
    event_type: event.type ? eventTypeCodes[event.type].code : null,
    action: event.action,
    outcome: event.outcome,
    actor_kind: event.actor.kind,
    actor_id: storable(event.actor.id),
    actor_name: name === null ? null : sealer.seal(name, nameContext(seq)),
    session_id: storable(event.sessionId),
    address: storable(event.address),
    study_uid: storable(event.studyInstanceUid),
    patient_ix: storable(event.patientIndex),
    detail: event.detail ? sealer.seal(JSON.stringify(event.detail), detailContext(seq)) : null,
    rule: storable(event.rule),
    frames: event.frames ?? null,
    bytes: event.bytes ?? null,
    previous: head.mac,
    key_id: key.id,
  };
  return { ...row, mac: macOf(row, key) };
}

/** @throws what the sealer throws when a text does not open */
export function eventOfRow(row: AuditRow, sealer: TextSealer): RecordedEvent {
  const { seq } = row;
  return {
    seq,
    at: row.at,
    event: eventOf(row.event_code),
    type: row.event_type === null ? undefined : eventTypeOf(row.event_type),
    action: row.action,
    outcome: row.outcome,
    actor: {
      kind: row.actor_kind as RecordedEvent['actor']['kind'],
      id: row.actor_id ?? undefined,
      name: row.actor_name === null ? undefined : sealer.open(row.actor_name, nameContext(seq)),
    },
    sessionId: row.session_id ?? undefined,
    address: row.address ?? undefined,
    studyInstanceUid: row.study_uid ?? undefined,
    patientIndex: row.patient_ix ?? undefined,
    rule: row.rule ?? undefined,
    frames: row.frames ?? undefined,
    bytes: row.bytes ?? undefined,
    detail:
      row.detail === null
        ? undefined
        : (JSON.parse(sealer.open(row.detail, detailContext(seq))) as Record<string, unknown>),
  };
}
