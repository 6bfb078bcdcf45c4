import { createHash, randomUUID } from 'node:crypto';
import type { OrthancSeries } from './orthancTypes.ts';

/** A series as the archive has told of it; several where it came under several patient ids. */
export interface SeriesEntry {
  readonly source: Omit<OrthancSeries, 'Instances'>;
  readonly instances: ReadonlySet<string>;
  /** Of the change that was seen, never the same twice: tells apart changes within one second. */
  readonly revision: number;
  /** When it was put into the table. */
  readonly putAtMs: number;
}

/** Other processes count their revisions too. */
const thisProcess = randomUUID();
const settledAfterMs = 2_500;

/**
 * Whether no other change can hide behind its time stamp: by the archive's clock, or where that one is ahead by ours.
 * @param heardAtMs until when all changes of the archive are known
 */
export function hasSettled({ source, putAtMs }: SeriesEntry, heardAtMs: number): boolean {
  return heardAtMs - Math.min(parseTime(source.LastUpdate), putAtMs) > settledAfterMs;
}

/** Names the same contents the same in every process, after a restart too. */
export const settledVersionOf = (parts: readonly SeriesEntry[]): string =>
  digestOf(
    parts.flatMap(({ source, instances }) => [source.ID, source.LastUpdate, ...[...instances].sort()]),
  );

/** Names the changes that this process has seen. */
export const unsettledVersionOf = (parts: readonly SeriesEntry[]): string =>
  digestOf([thisProcess, ...parts.map(({ revision }) => String(revision))]);

function digestOf(parts: readonly string[]): string {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(`${part} `);
  return digest.digest('hex').slice(0, 24);
}

function parseTime(lastUpdate: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/.exec(lastUpdate) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) || 0;
}
