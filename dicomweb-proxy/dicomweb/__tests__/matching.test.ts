import { describe, expect, it } from 'vitest';
import type { Vr } from '../search/attributes.ts';
import { matcherFor, matchesWildcards } from '../search/matching.ts';

const matches = (vr: Vr, pattern: string, ...values: string[]): boolean => {
  const matcher = matcherFor(vr, pattern);
  if (typeof matcher !== 'function') throw new Error(`no matcher: ${JSON.stringify(matcher)}`);
  return matcher(values);
};

describe('matching, PS3.4 C.2.2.2', () => {
  it.each([
    ['*', '', true],
    ['a*c', 'abbc', true],
    ['a*c', 'abcd', false],
    ['?bc', 'abc', true],
    ['?', '', false],
    ['*a*b*c*', 'xxaxxbxxcxx', true],
    ['*a*b*c*', 'xxcxxbxxaxx', false],
    ['a**b', 'ab', true],
    ['', '', true],
    ['', 'a', false],
    ['a.c', 'abc', false],
  ])('%s against %s', (pattern, text, expected) => {
    expect(matchesWildcards(pattern, text)).toBe(expected);
  });

  it('takes no time over a pattern that would keep a regular expression busy for years', () => {
    expect(matchesWildcards(`${'*a'.repeat(60)}*b`, 'a'.repeat(4_000))).toBe(false);
  });

  it('finds names by any group, whatever the case, width or separators', () => {
    const name = 'Zhang^San=张^三=zhāng^sān';
    for (const pattern of [
      'zhang*',
      'ZHANG^SAN',
      'zhang san',
      '张*',
      '张^三',
      '张 三',
      '*三',
      'ｚｈａｎｇ*',
      name,
    ]) {
      expect([pattern, matches('PN', pattern, name)]).toEqual([pattern, true]);
    }
    for (const pattern of ['zhang', '三*', 'zhangsan', 'zhan?']) {
      expect([pattern, matches('PN', pattern, name)]).toEqual([pattern, false]);
    }
  });

  it.each([
    ['20260110', '20260110', true],
    ['20260110-', '20260109', false],
    ['20260110-20260112', '20260112', true],
    ['-20260112', '20260113', false],
  ])('dates: %s and %s', (range, date, expected) => {
    expect(matches('DA', range, date)).toBe(expected);
    expect(matches('DA', range)).toBe(false);
  });

  it('times: an end without seconds means all of them', () => {
    expect(matches('TM', '08-09', '095959.5')).toBe(true);
    expect(matches('TM', '08-09', '100000')).toBe(false);
    expect(matches('TM', '0930-', '09')).toBe(false);
    expect(matches('TM', '0900', '090000')).toBe(true);
  });

  it('lists of UIDs and codes mean any of them', () => {
    expect(matches('UI', '1.2,1.3', '1.3')).toBe(true);
    expect(matches('UI', '1.2\\1.3', '1.2')).toBe(true);
    expect(matches('UI', '1.2', '1.20')).toBe(false);
    expect(matches('CS', 'CT,PT', 'MR', 'PT')).toBe(true);
    expect(matches('IS', '2', '02')).toBe(true);
  });

  it('takes empty and several values where they are asked for', () => {
    const test = (value: string, options: object, values: string[]): unknown => {
      const matcher = matcherFor('LO', value, options);
      return typeof matcher === 'function' ? matcher(values) : matcher;
    };
    expect(test('""', { emptyValues: true }, [])).toBe(true);
    expect(test('""', { emptyValues: true }, ['a'])).toBe(false);
    expect(test('""', {}, [])).toBe(false);
    expect(test('a\\b*', { multipleValues: true }, ['bc'])).toBe(true);
    expect(test('a\\b*', { multipleValues: true }, ['cb'])).toBe(false);
  });

  it('compares numbers as numbers, old dates without their dots', () => {
    expect(matches('DS', '2.50', '2.5')).toBe(true);
    expect(matches('US', '512', '512')).toBe(true);
    expect(matches('DS', '0', '')).toBe(false);
    expect(matches('DA', '19930101-19931231', '1993.08.22')).toBe(true);
    expect(matches('DT', '2026-', '20260304101500.25+0800')).toBe(true);
    expect(matches('DT', '2025', '20260304101500')).toBe(false);
  });

  it('says what is allowed', () => {
    expect(matcherFor('DA', '2026-01-01')).toEqual({
      allowed: expect.stringContaining('YYYYMMDD') as string,
    });
    expect(matcherFor('DA', '-')).toHaveProperty('allowed');
    expect(matcherFor('IS', 'two')).toHaveProperty('allowed');
    expect(matcherFor('LO', '')).toBeUndefined();
    expect(matcherFor('PN', '*')).toBeUndefined();
  });
});
