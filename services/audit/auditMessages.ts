import type { RecordedEvent } from './AuditEvent.ts';
import { toCsv } from './toCsv.ts';
import { toXml } from './toXml.ts';

/**
 * Events as one text, piece by piece. `xml`: PS3.15 A.5.1 knows documents of one message only, so they stand in an element
 * `AuditMessages` of ours, each of them whole. `csv`: for spreadsheets.
 */
export async function* auditMessages(
  pages: AsyncIterable<readonly RecordedEvent[]>,
  form: 'csv' | 'xml',
  sourceId: string,
): AsyncGenerator<string> {
  yield form === 'csv' ? toCsv([]) : '<?xml version="1.0" encoding="UTF-8"?>\n<AuditMessages>\n';
  for await (const events of pages)
    yield form === 'csv'
      ? toCsv(events, 'rest')
      : events.map((event) => `${toXml(event, sourceId, 'message')}\n`).join('');
  if (form === 'xml') yield '</AuditMessages>\n';
}
