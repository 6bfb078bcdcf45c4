import { isIP } from 'node:net';
import { create } from 'xmlbuilder2';
import type { RecordedEvent } from './AuditEvent.ts';
import { eventCodes, eventTypeCodes, objectIdCodes } from './dicomCodes.ts';

type Attributes = Record<string, string>;
type Element = ReturnType<typeof create>;

/**
 * XML 1.0 has no control characters, not even escaped; a reader must not be kept from the rest by them. The builder takes
 * what looks like a reference for one and leaves it: `&#1;` in a name would end in a document nobody can read.
 */
const printable = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;');

const clean = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, printable(value)]));

/** CodedValueType. */
const coded = ({ code, meaning }: { code: string; meaning: string }, scheme = 'DCM'): Attributes => ({
  'csd-code': code,
  codeSystemName: scheme,
  originalText: meaning,
});

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/**
 * An AuditMessage of PS3.15 A.5.1.
 * @param sourceId AuditSourceID: what this system is called at its site
 * @param part `message` without the declaration, for a document that holds several
 * @returns the document
 */
export function toXml(
  event: RecordedEvent,
  sourceId: string,
  part: 'document' | 'message' = 'document',
): string {
  const document = create({ version: '1.0', encoding: 'UTF-8' });
  const message = document.ele('AuditMessage');
  const identification = message.ele('EventIdentification', {
    EventActionCode: event.action,
    EventDateTime: event.at.toISOString(),
    EventOutcomeIndicator: `${event.outcome}`,
  });
  identification.ele('EventID', coded(eventCodes[event.event]));
  if (event.type) identification.ele('EventTypeCode', coded(eventTypeCodes[event.type]));
  addParticipants(message, event, sourceId);
  message
    .ele('AuditSourceIdentification', clean({ AuditSourceID: sourceId }))
    // Application server process tier
    .ele('AuditSourceTypeCode', { 'csd-code': '4' });
  addObjects(message, event);
  return document.end({ prettyPrint: true, headless: part === 'message' });
}

function addParticipants(message: Element, { actor, address }: RecordedEvent, sourceId: string): void {
  const network: Attributes = address
    ? // 2: an address, 1: a machine's name
      { NetworkAccessPointID: address, NetworkAccessPointTypeCode: isIP(address) === 0 ? '1' : '2' }
    : {};
  const name: Attributes = actor.name ? { UserName: actor.name } : {};
  message.ele(
    'ActiveParticipant',
    clean({ UserID: actor.id ?? actor.kind, ...name, UserIsRequestor: 'true', ...network }),
  );
  if (actor.kind !== 'system')
    message.ele('ActiveParticipant', clean({ UserID: sourceId, UserIsRequestor: 'false' }));
}

/** What was done upon: the study, the patient, the query, the trail itself. Their order is free. */
function addObjects(message: Element, event: RecordedEvent): void {
  const details = detailsOf(event);
  const addObject = (
    attributes: Attributes,
    { scheme, ...code }: (typeof objectIdCodes)[keyof typeof objectIdCodes],
    content: { element: 'ParticipantObjectName' | 'ParticipantObjectQuery'; text: string },
  ): void => {
    const object = message.ele('ParticipantObjectIdentification', clean(attributes));
    object.ele('ParticipantObjectIDTypeCode', coded(code, scheme));
    object.ele(content.element).txt(printable(content.text));
    // With the first, so that they are there once.
    for (const [type, value] of details.splice(0))
      object.ele('ParticipantObjectDetail', { type, value: base64(value) });
  };
  const { studyInstanceUid, patientIndex } = event;
  if (studyInstanceUid)
    addObject(
      {
        ParticipantObjectID: studyInstanceUid,
        ParticipantObjectTypeCode: '2',
        ParticipantObjectTypeCodeRole: '3',
      },
      objectIdCodes.studyInstanceUid,
      { element: 'ParticipantObjectName', text: 'Study' },
    );
  if (patientIndex)
    addObject(
      {
        ParticipantObjectID: patientIndex,
        ParticipantObjectTypeCode: '1',
        ParticipantObjectTypeCodeRole: '1',
      },
      objectIdCodes.patientNumber,
      { element: 'ParticipantObjectName', text: 'Patient, by index' },
    );
  if (event.event === 'query')
    addObject(
      {
        ParticipantObjectID: 'QIDO-RS',
        ParticipantObjectTypeCode: '2',
        ParticipantObjectTypeCodeRole: '24',
      },
      objectIdCodes.searchCriteria,
      { element: 'ParticipantObjectQuery', text: base64(JSON.stringify(event.detail ?? {})) },
    );
  if (event.event === 'auditLogUsed' || details.length > 0)
    addObject(
      {
        ParticipantObjectID: `urn:yunying:audit:${event.seq}`,
        ParticipantObjectTypeCode: '2',
        ParticipantObjectTypeCodeRole: '13',
      },
      objectIdCodes.uri,
      { element: 'ParticipantObjectName', text: 'Security Audit Log' },
    );
}

function detailsOf(event: RecordedEvent): [string, string][] {
  const { sessionId, rule, frames, bytes, detail = {} } = event;
  const all: [string, unknown][] = [
    ['SessionID', sessionId],
    ['Rule', rule],
    ['Frames', frames],
    ['Bytes', bytes],
    ...(event.event === 'query' ? [] : Object.entries(detail)),
  ];
  return all
    .filter(([, value]) => value !== undefined)
    .map(([type, value]) => [printable(type), typeof value === 'string' ? value : JSON.stringify(value)]);
}
