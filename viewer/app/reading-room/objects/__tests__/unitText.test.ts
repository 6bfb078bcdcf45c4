import { describe, expect, it } from 'vitest';
import { explanationOf } from '../other/explanationOf.ts';
import { unitText } from '../report/valueTexts.ts';

describe('unitText', () => {
  it.each([
    ['mm[Hg]', 'mmHg'],
    ['cm2', 'cm²'],
    ['mm3', 'mm³'],
    ['mGy.cm', 'mGy·cm'],
    ['Gy.m2', 'Gy·m²'],
    ['uV', 'µV'],
    ['um', 'µm'],
    ['deg', '°'],
    ['1', ''],
    ['%', '%'],
    ['{pixels}', 'pixels'],
    ['{SUVbw}g/ml', 'g/ml {SUVbw}'],
    ["[hnsf'U]", "hnsf'U"],
  ])('%s is written %s', (value, written) => {
    expect(unitText({ value, scheme: 'UCUM', meaning: 'as the object words it' })).toBe(written);
  });

  it('words units of other schemes as the object does', () => {
    expect(unitText({ value: 'X1', scheme: '99ACME', meaning: 'acmes' })).toBe('acmes');
  });
});

describe('explanationOf', () => {
  it.each([
    ['1.2.840.10008.5.1.4.1.1.66', 'raw'],
    ['1.2.840.10008.5.1.4.1.1.66.1', 'registration'],
    ['1.2.840.10008.5.1.4.1.1.67', 'valueMap'],
    ['1.2.840.10008.5.1.4.1.1.481.5', 'plan'],
    ['1.2.840.10008.5.1.4.1.1.11.8', 'presentation'],
    ['1.2.840.10008.5.1.4.38.1', 'unknown'],
    ['1.2.840.10008.5.1.4.1.1.6', 'unknown'],
  ])('%s: %s', (uid, explanation) => {
    expect(explanationOf(uid)).toBe(explanation);
  });
});
