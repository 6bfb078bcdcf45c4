import { z } from 'zod';
import { HttpProblem } from '../dicomweb-proxy/index.ts';
import {
  AuditUnavailable,
  EmergencyError,
  HisError,
  isDatabaseAway,
  OidcError,
  PasswordError,
  PersonError,
  RetentionChanged,
  RuleError,
  ShareError,
  SmsError,
  type ShareProblem,
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

const hisStatus: Readonly<Record<HisError['problem'], number>> = {
  'issuer-taken': 409,
  'changed-meanwhile': 409,
  'not-found': 404,
  'no-such-person': 422,
  key: 422,
};

const shareStatus: Readonly<Record<ShareProblem, number>> = {
  'no-such-share': 404,
  // That it was there, and is no more, is what who holds the link is to be told.
  'share-expired': 410,
  'share-withdrawn': 410,
  'share-used-up': 410,
  'share-locked': 403,
  'share-not-yet': 403,
  'share-refused': 401,
  'extraction-refused': 401,
  'extraction-expired': 410,
  'not-allowed': 422,
  'sms-not-configured': 409,
};
/** Status and code. */
const rulesProblems = {
  'not-found': [404, 'no-such-rule'],
  'changed-meanwhile': [409, 'changed-meanwhile'],
  'built-in': [409, 'built-in-rule'],
  'locks-out': [409, 'locks-out'],
} as const satisfies Record<RuleError['problem'], readonly [number, string]>;

const emergencyProblems = {
  'not-found': [404, 'no-such-emergency'],
  'changed-meanwhile': [409, 'changed-meanwhile'],
  readable: [409, 'readable'],
  own: [409, 'own-emergency'],
  reviewed: [409, 'reviewed'],
} as const satisfies Record<EmergencyError['problem'], readonly [number, string]>;

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
    const text = problem === 'password' ? `The password is not taken: ${message}` : message;
    return new HttpProblem(personStatus[problem], problem, text);
  }
  if (error instanceof HisError)
    return new HttpProblem(hisStatus[error.problem], error.problem, error.message);
  if (error instanceof ShareError)
    return new HttpProblem(shareStatus[error.problem], error.problem, error.message);
  if (error instanceof RetentionChanged) return new HttpProblem(409, 'changed-meanwhile', error.message);
  if (error instanceof RuleError) return told(rulesProblems[error.problem], error);
  if (error instanceof EmergencyError) return told(emergencyProblems[error.problem], error);
  if (error instanceof PasswordError) {
    if (error.problem === 'busy') return new HttpProblem(503, 'busy', error.message, retrySoon);
    if (error.problem === 'too-long')
      return new HttpProblem(422, 'password', 'The password is not taken: too-long');
    return undefined;
  }
  if (error instanceof SmsError)
    return new HttpProblem(503, 'sms-unavailable', 'The code cannot be sent at the moment', retrySoon);
  if (error instanceof OidcError)
    return new HttpProblem(503, 'provider-away', 'The hospital’s sign-in does not answer now', retrySoon);
  if (error instanceof z.ZodError) {
    const text = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    return new HttpProblem(422, 'not-allowed', text);
  }
  return isDatabaseAway(error) ? databaseAway() : undefined;
}

const told = ([status, code]: readonly [number, string], { message }: Error): HttpProblem =>
  new HttpProblem(status, code, message);
