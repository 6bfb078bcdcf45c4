import { describe, expect, it, vi } from 'vitest';
import { DicomwebError } from '../../../dicomweb/index.ts';
import { passwordProblemOf } from '../passwordProblem.ts';
import { problemOf } from '../useSignIn.ts';

describe('problemOf', () => {
  it.each([
    [new DicomwebError(401, 'sign-in-refused', ''), false, { kind: 'refused' }],
    [new DicomwebError(401, 'sign-in-refused', ''), true, { kind: 'codeOver' }],
    [new DicomwebError(503, 'busy', ''), false, { kind: 'busy' }],
    [new DicomwebError(0, 'network', ''), true, { kind: 'network' }],
    [new DicomwebError(500, 'internal', ''), false, { kind: 'unexpected', code: '500 internal' }],
    [new Error('x'), false, { kind: 'unexpected', code: 'Error: x' }],
  ])('%s, at the code: %s', (error, atCode, problem) => {
    expect(problemOf(error, atCode)).toEqual(problem);
  });

  it('says until when not to try, as the server does', () => {
    vi.useFakeTimers({ now: 1_000_000 });
    expect(problemOf(new DicomwebError(429, 'too-many-tries', '', 90), false)).toEqual({
      kind: 'tooMany',
      until: 1_090_000,
    });
    vi.useRealTimers();
  });
});

describe('passwordProblemOf', () => {
  it.each([
    [new DicomwebError(422, 'password', 'too-short'), 'too-short'],
    [new DicomwebError(422, 'password', 'the password is too-simple'), 'too-simple'],
    [new DicomwebError(422, 'password', 'no'), 'other'],
    [new DicomwebError(422, 'wrong-code', 'too-short'), undefined],
    [new Error('too-short'), undefined],
  ])('%s: %s', (error, problem) => {
    expect(passwordProblemOf(error)).toBe(problem);
  });
});
