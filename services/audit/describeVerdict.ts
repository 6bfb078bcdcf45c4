import type { AuditVerdict } from './verifyAudit.ts';

/** So many are named one by one. */
const mostNamed = 20;

/** What a person is told, in lines; the first bad event first. */
export function describeVerdict({ rows, first, last, problems }: AuditVerdict): string {
  const range =
    rows === 0 ? 'The audit trail is empty' : `${rows} events of the audit trail, ${first} to ${last}`;
  const [bad] = problems;
  if (!bad) return `${range}: whole.`;
  const named = problems.slice(0, mostNamed).map(({ seq, what }) => `  event ${seq}: ${what}`);
  const more = problems.length - named.length;
  return [
    `${range}: NOT whole, from event ${bad.seq} on.`,
    ...named,
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n');
}
