import type { EventName, EventTypeName } from './dicomCodes.ts';

/** What happened: who, when, from where, what, why allowed, with what result. PS3.15 A.5. */
export interface AuditEvent {
  event: EventName;
  type?: EventTypeName | undefined;
  /** EventActionCode: create, read, update, delete, execute */
  action: 'C' | 'R' | 'U' | 'D' | 'E';
  /** EventOutcomeIndicator: 0 success, 4 minor failure (a denial), 8 serious, 12 major */
  outcome: 0 | 4 | 8 | 12;
  actor: AuditActor;
  sessionId?: string | undefined;
  /** IP address */
  address?: string | undefined;
  studyInstanceUid?: string | undefined;
  /** blind index of the patient in hexadecimal digits, by which the events are found */
  patientIndex?: string | undefined;
  /** the rule by which it was allowed or denied */
  rule?: string | undefined;
  frames?: number | undefined;
  bytes?: number | undefined;
  /** What else is to be known; kept sealed, as the actor's name. */
  detail?: Readonly<Record<string, unknown>> | undefined;
}

export interface AuditActor {
  kind: 'person' | 'service' | 'his' | 'share' | 'anonymous' | 'system';
  id?: string | undefined;
  name?: string | undefined;
}

/** An event as it is kept. */
export interface RecordedEvent extends AuditEvent {
  /** place in the chain, from 1 */
  seq: number;
  at: Date;
}

/** Hides what names people in the rows; `createSealer` of services/crypto is one. */
export interface TextSealer {
  /** @param context where the text belongs; it opens there only */
  seal(text: string, context: string): string;
  open(sealed: string, context: string): string;
}

/** Where nothing is sealed. */
export const openText: TextSealer = { seal: (text) => text, open: (text) => text };
