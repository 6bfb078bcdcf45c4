import { z } from 'zod';
import { HttpProblem } from '../dicomweb-proxy/index.ts';
import {
  AuditUnavailable,
  isDatabaseAway,
  PasswordError,
  PersonError,
  RetentionChanged,
  SmsError,
} from '../services/index.ts';
import { databaseAway } from './identify.ts';

const retrySoon = { 'retry-after': '2' };

const personStatus: Readonly<Record<PersonError['problem'], number>> = {
  'login-taken': 409,
  'changed-meanwhile': 409,
  'last-administrator': 409,
  'not-found': 404,
  password: 422,
};

/** How an error of services/ is told to the client; undefined for what is none of theirs. */
export function serviceProblem(error: unknown): HttpProblem | undefined {
  if (error instanceof AuditUnavailable)
    return new HttpProblem(
      503,
      error.code,
      'What is done here has to be written down, and cannot be at the moment',
      retrySoon,
    );
  if (error instanceof PersonError) {
    const { problem, message } = error;
    const told = problem === 'password' ? `The password is not taken: ${message}` : message;
    return new HttpProblem(personStatus[problem], problem, told);
  }
  if (error instanceof RetentionChanged) return new HttpProblem(409, 'changed-meanwhile', error.message);
  if (error instanceof PasswordError) {
    if (error.problem === 'busy') return new HttpProblem(503, 'busy', error.message, retrySoon);
    if (error.problem === 'too-long')
      return new HttpProblem(422, 'password', 'The password is not taken: too-long');
    return undefined;
  }
  if (error instanceof SmsError)
    return new HttpProblem(503, 'sms-unavailable', 'The code cannot be sent at the moment', retrySoon);
  if (error instanceof z.ZodError) {
    const told = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    return new HttpProblem(422, 'not-allowed', told);
  }
  return isDatabaseAway(error) ? databaseAway() : undefined;
}
