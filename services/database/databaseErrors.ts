/** SQLSTATE of PostgreSQL, which both drivers put into `code`. */
const uniqueViolation = '23505';

/** Whether a value is there already that may be there once. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === uniqueViolation;
}

/** Classes and codes of SQLSTATE: connection exceptions, a server that ends, starts, or has no connection left. */
const awayStates = /^(08...|57P0.|53300)$/;
/** What the driver says of connections without giving a code. */
const awayTexts =
  /^(timeout exceeded when trying to connect|Connection terminated|Query read timeout|Client has encountered a connection error)/;

/** Whether an error says that the database cannot be reached now, rather than that a question to it was wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
  if (typeof code === 'string' && awayStates.test(code)) return true;
  return awayTexts.test(error.message) || isDatabaseAway(error.cause);
}
