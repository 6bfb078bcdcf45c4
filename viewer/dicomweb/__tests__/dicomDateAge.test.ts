import { describe, expect, it } from 'vitest';
import { ageAt, formatAge, formatAgeAtStudy, parseAge } from '../dicomDateAge.ts';

describe('parseAge', () => {
  it.each([
    ['018M', { value: 18, unit: 'M' }], // PS3.5 6.2: "018M" is an age of 18 months
    ['045Y', { value: 45, unit: 'Y' }],
    ['3D', { value: 3, unit: 'D' }],
    ['006W ', { value: 6, unit: 'W' }],
  ])('%s', (as, age) => {
    expect(parseAge(as)).toEqual(age);
  });

  it.each([undefined, '', '045', '45 years', 'Y45', '-01Y'])('is undefined for %s', (as) => {
    expect(parseAge(as)).toBeUndefined();
  });
});

describe('ageAt', () => {
  it.each([
    ['19800702', '20260701', { value: 45, unit: 'Y' }],
    ['19800701', '20260701', { value: 46, unit: 'Y' }],
    ['20240702', '20260701', { value: 23, unit: 'M' }],
    ['20240701', '20260701', { value: 2, unit: 'Y' }],
    ['20260601', '20260701', { value: 1, unit: 'M' }],
    ['20260602', '20260701', { value: 29, unit: 'D' }],
    ['20260131', '20260228', { value: 1, unit: 'M' }],
    ['20240229', '20250228', { value: 12, unit: 'M' }],
    ['20260701', '20260701', { value: 0, unit: 'D' }],
  ])('born %s, on %s', (birth, day, age) => {
    expect(ageAt(birth, day)).toEqual(age);
  });

  it.each([
    ['20260702', '20260701'],
    ['19000000', '20260701'],
    ['17890101', '20190604'],
    [undefined, '20260701'],
    ['19800101', undefined],
  ])('is undefined for born %s, on %s', (birth, day) => {
    expect(ageAt(birth, day)).toBeUndefined();
  });
});

describe('age as text', () => {
  it('is in the words of the language', () => {
    expect(formatAge({ value: 45, unit: 'Y' }, 'zh-CN')).toBe('45岁');
    expect(formatAge({ value: 3, unit: 'M' }, 'zh-CN')).toBe('3个月');
    expect(formatAge({ value: 45, unit: 'Y' }, 'en')).toBe('45 y');
  });

  it('believes the study first, then computes, else shows what is there', () => {
    expect(
      formatAgeAtStudy({ patientAge: '046Y', patientBirthDate: '19800702', studyDate: '20260701' }, 'en'),
    ).toBe('46 y');
    expect(formatAgeAtStudy({ patientBirthDate: '19800702', studyDate: '20260701' }, 'zh-CN')).toBe('45岁');
    expect(formatAgeAtStudy({ patientAge: 'adult' }, 'zh-CN')).toBe('adult');
    expect(formatAgeAtStudy({}, 'zh-CN')).toBe('');
  });
});
