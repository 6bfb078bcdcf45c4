import { DicomwebError } from '../../dicomweb/index.ts';

const problems = ['too-short', 'too-long', 'too-simple'] as const;

/** Why a new password was not taken. `different`: it was typed in two ways; `other`: the server says something not known here. */
export type PasswordProblem = (typeof problems)[number] | 'different' | 'other';

/** What the server says of a new password; undefined where it is about something else. */
export function passwordProblemOf(error: unknown): PasswordProblem | undefined {
  if (!(error instanceof DicomwebError) || error.code !== 'password') return undefined;
  return problems.find((problem) => error.message.includes(problem)) ?? 'other';
}
