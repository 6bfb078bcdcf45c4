/** Where somebody is who signs in. */
export type SignInState = 'password' | 'totp' | 'sms' | 'signed-in' | 'refused';

/** What becomes of one step: which second factor is still asked for depends on the person. */
export type SignInEvent =
  | 'right'
  | 'right-totp-next'
  | 'right-sms-next'
  | 'wrong'
  /** Locked out, or no longer with us: whatever was given. */
  | 'shut-out'
  /** Ten minutes are over, or the code is. */
  | 'too-late';

/**
 * Every step there is. What is not in it does not exist: no second factor leads back to a password, and nothing leads
 * from `refused` on; who is refused begins anew.
 */
export const signInSteps: Readonly<Record<SignInState, Partial<Record<SignInEvent, SignInState>>>> = {
  password: {
    right: 'signed-in',
    'right-totp-next': 'totp',
    'right-sms-next': 'sms',
    wrong: 'refused',
    'shut-out': 'refused',
  },
  totp: { right: 'signed-in', wrong: 'totp', 'shut-out': 'refused', 'too-late': 'refused' },
  sms: { right: 'signed-in', wrong: 'sms', 'shut-out': 'refused', 'too-late': 'refused' },
  'signed-in': {},
  refused: {},
};

/** @throws RangeError for a step that does not exist: a mistake of ours, never of who signs in */
export function nextSignInState(state: SignInState, event: SignInEvent): SignInState {
  const next = signInSteps[state][event];
  if (next === undefined) throw new RangeError(`sign-in: nothing follows ${event} in the state ${state}`);
  return next;
}
