import { sql, type RawBuilder } from 'kysely';

/** Numbers PostgreSQL knows its types by (pg_type.oid); they are the same in every version. */
const oid = { bytea: 17, int8: 20 } as const;

/** int8 as a number. @throws RangeError beyond 2^53: a count that is silently rounded is worse than none */
export function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number`);
  return value;
}

/** bytea as PostgreSQL writes it in text: \x and hexadecimal digits. */
export const parseBytea = (text: string): Buffer => Buffer.from(text.slice(2), 'hex');

/**
 * What both engines make of columns: int8 a number, bytea a Buffer. The rest they agree on: timestamptz a Date, jsonb what
 * it says, text[] strings, uuid a string.
 */
export const columnParsers: Readonly<Record<number, (text: string) => unknown>> = {
  [oid.int8]: parseInt8,
  [oid.bytea]: parseBytea,
};

/**
 * A value for a jsonb column. Given as it is, `pg` would send an array as PostgreSQL's array and PGlite would not: every
 * jsonb that is written passes here.
 */
export function json<T>(value: T): RawBuilder<T> {
  return sql<T>`cast(cast(${JSON.stringify(value)} as text) as jsonb)`;
}
