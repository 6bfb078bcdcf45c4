import { describe, expect, it } from 'vitest';
import {
  formatDate,
  formatDateAndTime,
  formatDateTime,
  formatTime,
  parseDate,
  parseTime,
  toDa,
} from '../dicomDate.ts';

describe('dates', () => {
  it.each([
    ['20260701', '2026-07-01', '01 Jul 2026'],
    ['1993.08.22', '1993-08-22', '22 Aug 1993'], // PS3.5 6.2: the form of ACR-NEMA
    ['20240229', '2024-02-29', '29 Feb 2024'],
    [' 19931231 ', '1993-12-31', '31 Dec 1993'],
  ])('%s', (da, chinese, english) => {
    expect(formatDate(da, 'zh-CN')).toBe(chinese);
    expect(formatDate(da, 'en')).toBe(english);
  });

  it.each(['20230229', '20261301', '2026-07-01', '202607', '00000000', 'unknown', '1993.0822'])(
    'shows %s as it is, because it is no date',
    (da) => {
      expect(parseDate(da)).toBeUndefined();
      expect(formatDate(da, 'zh-CN')).toBe(da);
    },
  );

  it('shows nothing for nothing', () => {
    expect(formatDate(undefined, 'en') + formatTime(undefined, 'en') + formatDateTime(undefined, 'en')).toBe(
      '',
    );
  });
});

describe('times', () => {
  // 070907.0705, 1010 and 021 (invalid) stand in PS3.5 table 6.2-1.
  it.each([
    ['070907.0705', '07:09', '07:09:07'],
    ['1010', '10:10', '10:10'],
    ['235960', '23:59', '23:59:60'],
    ['14', '14时', '14时'],
    ['10:11:12', '10:11', '10:11:12'],
  ])('%s', (tm, short, long) => {
    expect(formatTime(tm, 'zh-CN')).toBe(short);
    expect(formatTime(tm, 'zh-CN', { seconds: true })).toBe(long);
  });

  it.each(['021', '2500', '1260', '120061', '12:5', 'noon'])('shows %s as it is', (tm) => {
    expect(parseTime(tm)).toBeUndefined();
    expect(formatTime(tm, 'en')).toBe(tm);
  });

  it('joins date and time, either may be missing', () => {
    expect(formatDateAndTime('20260701', '140530', 'zh-CN')).toBe('2026-07-01 14:05');
    expect(formatDateAndTime('20260701', undefined, 'en')).toBe('01 Jul 2026');
    expect(formatDateAndTime(undefined, '09', 'en')).toBe('09h');
  });
});

describe('date times', () => {
  it.each([
    ['1953082711', '1953-08-27 11时'],
    ['20260701140530.123456+0800', '2026-07-01 14:05 +08:00'],
    ['20260701', '2026-07-01'],
    ['202607', '2026-07'],
    ['2026', '2026'],
    ['20261401', '20261401'],
    ['2026070199', '2026070199'],
    ['soon', 'soon'],
  ])('%s: %s', (dt, shown) => {
    expect(formatDateTime(dt, 'zh-CN')).toBe(shown);
  });

  it('names the month in English', () => {
    expect(formatDateTime('202607-0500', 'en')).toBe('Jul 2026 -05:00');
  });
});

describe('toDa', () => {
  it('is the day in the local time zone', () => {
    expect(toDa(new Date(2026, 0, 5, 23, 59))).toBe('20260105');
    expect(toDa(new Date(2026, 0, 5, 0, 0))).toBe('20260105');
  });
});
