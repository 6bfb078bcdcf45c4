import { describe, expect, it } from 'vitest';
import { nextSignInState, signInSteps, type SignInEvent, type SignInState } from '../index.ts';

const events: SignInEvent[] = ['right', 'right-totp-next', 'right-sms-next', 'wrong', 'shut-out', 'too-late'];

describe('the steps of signing in', () => {
  /** Written down from what must be so, not from the table. */
  const expected: [SignInState, SignInEvent, SignInState | 'none'][] = [
    ['password', 'right', 'signed-in'],
    ['password', 'right-totp-next', 'totp'],
    ['password', 'right-sms-next', 'sms'],
    ['password', 'wrong', 'refused'],
    ['password', 'shut-out', 'refused'],
    ['password', 'too-late', 'none'],
    ['totp', 'right', 'signed-in'],
    ['totp', 'right-totp-next', 'none'],
    ['totp', 'right-sms-next', 'none'],
    ['totp', 'wrong', 'totp'],
    ['totp', 'shut-out', 'refused'],
    ['totp', 'too-late', 'refused'],
    ['sms', 'right', 'signed-in'],
    ['sms', 'right-totp-next', 'none'],
    ['sms', 'right-sms-next', 'none'],
    ['sms', 'wrong', 'sms'],
    ['sms', 'shut-out', 'refused'],
    ['sms', 'too-late', 'refused'],
  ];

  it.each(expected)('from %s by %s lead to %s', (state, event, next) => {
    if (next === 'none') expect(() => nextSignInState(state, event)).toThrow(RangeError);
    else expect(nextSignInState(state, event)).toBe(next);
  });

  it('end at signed in and refused', () => {
    for (const event of events)
      for (const state of ['signed-in', 'refused'] as const)
        expect(() => nextSignInState(state, event)).toThrow(RangeError);
  });

  it('lead to signed in by what is right alone', () => {
    for (const steps of Object.values(signInSteps))
      for (const [event, next] of Object.entries(steps))
        if (next === 'signed-in') expect(event).toBe('right');
  });
});
