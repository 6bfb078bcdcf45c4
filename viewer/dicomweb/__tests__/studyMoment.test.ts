import { describe, expect, it } from 'vitest';
import { isLater, momentOf } from '../studyMoment.ts';

const at = (studyDate?: string, studyTime?: string) => ({
  ...(studyDate !== undefined && { studyDate }),
  ...(studyTime !== undefined && { studyTime }),
});

describe('isLater', () => {
  it('compares day, then time; a study without a date is never later', () => {
    expect(isLater(at('20260702'), at('20260701', '235959'))).toBe(true);
    expect(isLater(at('20260701', '0930'), at('20260701', '0800'))).toBe(true);
    expect(isLater(at('20260701', '0800'), at('20260701', '0930'))).toBe(false);
    expect(isLater(at(), at('20260701'))).toBe(false);
    expect(isLater(at('20260701'), at())).toBe(true);
    expect(isLater(at('', '2359'), at('20260701', '0001'))).toBe(false);
  });

  it('knows dates and times of before DICOM 3', () => {
    // As texts `2026.…` would be before `20250101`, as `.` is before every digit.
    expect(isLater(at('2026.07.01'), at('20250101'))).toBe(true);
    expect(isLater(at('20250101'), at('2026.07.01'))).toBe(false);
    expect(isLater(at('2026.07.01', '09:30:00'), at('20260701', '093001'))).toBe(false);
    expect(isLater(at('20260701', '093001'), at('2026.07.01', '09:30:00'))).toBe(true);
  });
});

describe('momentOf', () => {
  it('is one text for one moment', () => {
    expect(momentOf(at('2026.07.01', '09:30'))).toBe('202607010930');
    expect(momentOf(at('20260701 ', '0930 '))).toBe('202607010930');
    expect(momentOf(at(undefined, '0930'))).toBe('        0930');
  });
});
