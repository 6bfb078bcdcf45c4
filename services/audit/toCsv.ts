import { stringify } from 'csv-stringify/sync';
import type { RecordedEvent } from './AuditEvent.ts';
import { eventCodes, eventTypeCodes } from './dicomCodes.ts';

const columns = {
  seq: ({ seq }) => seq,
  time: ({ at }) => at.toISOString(),
  event: ({ event }) => eventCodes[event].meaning,
  type: ({ type }) => (type ? eventTypeCodes[type].meaning : ''),
  action: ({ action }) => action,
  outcome: ({ outcome }) => outcome,
  actorKind: ({ actor }) => actor.kind,
  actorId: ({ actor }) => actor.id,
  actorName: ({ actor }) => actor.name,
  session: ({ sessionId }) => sessionId,
  address: ({ address }) => address,
  studyInstanceUid: ({ studyInstanceUid }) => studyInstanceUid,
  patientIndex: ({ patientIndex }) => patientIndex,
  rule: ({ rule }) => rule,
  frames: ({ frames }) => frames,
  bytes: ({ bytes }) => bytes,
  detail: ({ detail }) => (detail ? JSON.stringify(detail) : ''),
} satisfies Record<string, (event: RecordedEvent) => string | number | undefined>;

/**
 * A table for spreadsheets: RFC 4180, with a BOM so that Excel takes it as UTF-8. What a spreadsheet would take as a formula
 * begins with an apostrophe.
 * @param part `rest` for the pages after the first: neither BOM nor names of the columns
 */
export function toCsv(events: readonly RecordedEvent[], part: 'first' | 'rest' = 'first'): string {
  const rows = events.map((event) => Object.values(columns).map((column) => column(event)));
  return stringify(rows, {
    bom: part === 'first',
    header: part === 'first',
    columns: Object.keys(columns),
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}
