import type { Request } from 'express';
import { badParameter } from './problems.ts';

const uid = /^[0-9.]{1,64}$/;
const names = { study: 'StudyInstanceUID', series: 'SeriesInstanceUID', instance: 'SOPInstanceUID' } as const;

/** A UID of the path. @throws HttpProblem 400 naming it */
export function uidOf(request: Request, level: keyof typeof names): string {
  const value = request.params[level];
  if (typeof value === 'string' && uid.test(value) && /[0-9]/.test(value)) return value;
  throw badParameter(names[level], value, 'digits and dots, at most 64 of them');
}
