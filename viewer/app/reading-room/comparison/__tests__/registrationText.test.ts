import { describe, expect, it } from 'vitest';
import type { Alignment, AlignmentProgress } from '../../../../imaging/index.ts';
import { followText, registrationHint, registrationKind } from '../registrationText.ts';

const way = (quality: Alignment['quality'], method: Alignment['method'] = 'rigid'): Alignment => ({
  matrix: [],
  quality,
  reasons: quality === 'poor' ? ['unlike'] : [],
  method,
  seconds: 0,
});
const progress = (change: Partial<AlignmentProgress> = {}): AlignmentProgress => ({
  searching: false,
  fault: undefined,
  accepted: false,
  found: undefined,
  ...change,
});
const manual = way('manual', 'manual');

describe('registrationHint', () => {
  const hint = (found: Alignment | undefined, about: AlignmentProgress) =>
    registrationHint(registrationKind(found, about), about);

  it('says why a registration is not followed, or that the reader took it', () => {
    const poor = way('poor');
    expect(hint(poor, progress({ found: poor }))).toBe('poor');
    expect(hint(poor, progress({ found: poor, accepted: true }))).toBe('accepted');
    expect(hint(undefined, progress())).toBe('none');
    expect(hint(way('good'), progress())).toBeUndefined();
  });

  it('says of a link by hand why the automatic one did not do', () => {
    expect(hint(manual, progress({ found: way('poor') }))).toBe('manualPoor');
    expect(hint(manual, progress({ fault: { code: 'no-volume', message: '' } }))).toBe('manualNone');
    expect(hint(manual, progress({ found: way('good') }))).toBe('manual');
  });
});

describe('followText', () => {
  it('tells a viewport that stays from one that goes along by hand or by a doubtful registration', () => {
    expect(followText('no-registration', way('poor'), false)).toBe('poor');
    expect(followText('no-registration', undefined, false)).toBe('no-registration');
    expect(followText('following', manual, false)).toBe('manual');
    expect(followText('following', way('poor'), true)).toBe('accepted');
    expect(followText('following', way('good'), false)).toBeUndefined();
    expect(followText('outside', manual, false)).toBe('outside');
  });
});
