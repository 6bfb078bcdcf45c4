import { isUidAsFound } from '../../pixels/index.ts';
import { badParameter, type HttpProblem } from './problems.ts';

const uid = /^[0-9.]{1,64}$/;
const names = { study: 'StudyInstanceUID', series: 'SeriesInstanceUID', instance: 'SOPInstanceUID' } as const;
export type Level = keyof typeof names;

/** A UID of the parameters of a path, as it may be in the archive. @throws HttpProblem 400 naming it */
export function uidIn(parameters: Readonly<Record<string, unknown>>, level: Level): string {
  const value = parameters[level];
  if (typeof value === 'string' && isUidAsFound(value)) return value;
  throw badUid(level, value);
}

export const isUid = (value: string): boolean => uid.test(value) && /[0-9]/.test(value);

export const badUid = (level: Level, value: unknown): HttpProblem =>
  badParameter(names[level], value, 'digits and dots, at most 64 of them');
