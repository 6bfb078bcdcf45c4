import { useState } from 'react';
import { DicomwebError } from '../../dicomweb/index.ts';
import { sendCode, signIn, type SignInAnswer } from '../../identity/index.ts';

/** Why signing in did not work, as far as who tries is told. */
export type SignInProblem =
  | { kind: 'refused' | 'wrongCode' | 'codeOver' | 'busy' | 'network' }
  /** Of the hospital's own sign-in. */
  | { kind: OidcProblem }
  /** No try before this time, milliseconds since 1970. */
  | { kind: 'tooMany'; until: number }
  | { kind: 'unexpected'; code: string };

const oidcProblems = {
  over: 'oidcOver',
  cancelled: 'oidcCancelled',
  refused: 'oidcRefused',
  'provider-refused': 'oidcProviderRefused',
  'provider-away': 'oidcAway',
  unavailable: 'busy',
  'too-many-tries': 'oidcTooMany',
} as const;

type OidcProblem = (typeof oidcProblems)[keyof typeof oidcProblems];

/** What the address says that has become of it, where the hospital's own sign-in has led back to. */
export function oidcProblemIn(query: URLSearchParams): SignInProblem | undefined {
  const told = query.get('problem');
  if (told === null) return undefined;
  return {
    kind: Object.hasOwn(oidcProblems, told)
      ? oidcProblems[told as keyof typeof oidcProblems]
      : 'oidcProviderRefused',
  };
}

/** What is asked for. */
export type SignInStep = { kind: 'password' } | Exclude<SignInAnswer, { state: 'signed-in' }>;

interface Attempt {
  step: SignInStep;
  problem: SignInProblem | undefined;
  working: boolean;
}

const begin: Attempt = { step: { kind: 'password' }, problem: undefined, working: false };

/** Seconds to wait where the server does not say. */
const defaultWaitSeconds = 60;

/** Signing in, step by step: password, then the code where one is asked for. */
export function useSignIn(onSignedIn: () => void) {
  const [attempt, setAttempt] = useState(begin);

  const take = async (asked: Promise<SignInAnswer>): Promise<void> => {
    const { step } = attempt;
    setAttempt({ step, problem: undefined, working: true });
    try {
      const answer = await asked;
      // What was signed in to takes the place of this: until then it goes on working.
      if (answer.state === 'signed-in') return onSignedIn();
      const problem = answer.wrong ? ({ kind: 'wrongCode' } as const) : undefined;
      setAttempt({ step: answer, problem, working: false });
    } catch (error) {
      const problem = problemOf(error, 'state' in step);
      setAttempt({ step: problem.kind === 'codeOver' ? begin.step : step, problem, working: false });
    }
  };

  return {
    ...attempt,
    withPassword: (login: string, password: string) => take(signIn(login, password)),
    withCode: (challenge: string, code: string) => take(sendCode(challenge, code)),
    again: () => setAttempt(begin),
  };
}

export function problemOf(error: unknown, atCode: boolean): SignInProblem {
  if (!(error instanceof DicomwebError)) return { kind: 'unexpected', code: String(error) };
  const { status, code, retryAfterSeconds = defaultWaitSeconds } = error;
  if (status === 0) return { kind: 'network' };
  if (status === 429) return { kind: 'tooMany', until: Date.now() + retryAfterSeconds * 1000 };
  if (status === 401) return { kind: atCode ? 'codeOver' : 'refused' };
  if (code === 'provider-away') return { kind: 'oidcAway' };
  if (status === 503) return { kind: 'busy' };
  return { kind: 'unexpected', code: `${status} ${code}` };
}
