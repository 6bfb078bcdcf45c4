/** SQLSTATE of PostgreSQL, which both drivers put into `code`. */
const uniqueViolation = '23505';

/** Whether a value is there already that may be there once. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === uniqueViolation;
}
