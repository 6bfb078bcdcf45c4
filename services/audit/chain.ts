import { timingSafeEqual } from 'node:crypto';
import type { Row } from '../database/index.ts';

export type AuditRow = Row<'audit_event'>;

/** The key of the chain: HMAC-SHA-256 or HMAC-SM3 over the bytes. */
export interface ChainKey {
  /** kept with each row, to know the key when there are several */
  id: string;
  sign(bytes: Uint8Array): Buffer;
}

/** Every column but the MAC, in an order that never changes; the first word names that order. */
function canonical(row: Omit<AuditRow, 'mac'>): Buffer {
  const fields = [
    'yunying-audit-1',
    row.previous.toString('hex'),
    row.seq,
    row.at.toISOString(),
    row.event_code,
    row.event_type,
    row.action,
    row.outcome,
    row.actor_kind,
    row.actor_id,
    row.actor_name,
    row.session_id,
    row.address,
    row.study_uid,
    row.patient_ix,
    row.detail,
    row.rule,
    row.frames,
    row.bytes,
    row.key_id,
  ];
  return Buffer.from(JSON.stringify(fields), 'utf8');
}

/** Who can write the table but has no key can make no row that passes. */
export const macOf = (row: Omit<AuditRow, 'mac'>, key: ChainKey): Buffer => key.sign(canonical(row));

/** Whether the row is as it was written. */
export function isGenuine(row: AuditRow, key: ChainKey): boolean {
  const mac = macOf(row, key);
  return mac.length === row.mac.length && timingSafeEqual(mac, row.mac);
}
