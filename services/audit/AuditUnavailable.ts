/** What must be audited cannot be, so it must not happen. */
export class AuditUnavailable extends Error {
  override readonly name = 'AuditUnavailable';
  /** for the answer, with status 503 */
  readonly code = 'audit-unavailable';

  constructor(reason: string, cause?: unknown) {
    super(`The audit trail cannot be written: ${reason}`, { cause });
  }
}
