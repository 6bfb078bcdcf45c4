import { describe, expect, it } from 'vitest';
import { bodyRegions } from '../bodyRegions.ts';
import { rankPriors, type StudyFacts } from '../priors.ts';

const facts = (
  uid: string,
  studyDate: string,
  modality: string,
  { bodyPart, description }: { bodyPart?: string; description?: string } = {},
): StudyFacts => ({
  study: {
    studyInstanceUid: uid,
    studyDate,
    modalities: [modality, 'SR'],
    ...(description !== undefined && { description }),
  },
  series: [{ modality, ...(bodyPart !== undefined && { bodyPart }) }],
});

describe('rankPriors', () => {
  const current = facts('now', '20260701', 'CT', { bodyPart: 'CHEST' });

  it('lists newest first and marks what has the modality and the body part', () => {
    const ranked = rankPriors(current, [
      facts('old', '20240101', 'CT', { bodyPart: 'CHEST' }),
      facts('mr', '20260601', 'MR', { bodyPart: 'CHEST' }),
      facts('head', '20260501', 'CT', { bodyPart: 'HEAD' }),
      facts('trunk', '20251220', 'CT', { bodyPart: 'CHESTABDPELVIS' }),
    ]);
    expect(ranked.map(({ study }) => study.studyInstanceUid)).toEqual(['mr', 'head', 'trunk', 'old']);
    expect(ranked.filter(({ worth }) => worth).map(({ study }) => study.studyInstanceUid)).toEqual([
      'trunk',
      'old',
    ]);
    expect(ranked.filter(({ likely }) => likely).map(({ study }) => study.studyInstanceUid)).toEqual([
      'trunk',
    ]);
  });

  it('does not take a later study for a prior', () => {
    const ranked = rankPriors(current, [
      facts('after', '20260801', 'CT', { bodyPart: 'CHEST' }),
      facts('before', '20250801', 'CT', { bodyPart: 'CHEST' }),
    ]);
    expect(ranked.map(({ later, likely }) => [later, likely])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it('puts dates of before DICOM 3 where they belong', () => {
    const ranked = rankPriors(facts('now', '2026.07.01', 'CT', { bodyPart: 'CHEST' }), [
      facts('old', '20250801', 'CT', { bodyPart: 'CHEST' }),
      facts('after', '20260801', 'CT', { bodyPart: 'CHEST' }),
      facts('before', '2026.01.01', 'CT', { bodyPart: 'CHEST' }),
    ]);
    expect(ranked.map(({ study, later }) => [study.studyInstanceUid, later])).toEqual([
      ['after', true],
      ['before', false],
      ['old', false],
    ]);
  });

  it('goes by the description where no series names a body part', () => {
    const [prior] = rankPriors(current, [facts('old', '20240101', 'CT', { description: '胸部平扫' })]);
    expect(prior?.worth).toBe(true);
    const [other] = rankPriors(current, [facts('old', '20240101', 'CT', { description: '颅脑平扫' })]);
    expect(other?.worth).toBe(false);
  });

  it('compares CR with DX', () => {
    const [prior] = rankPriors(facts('now', '20260701', 'DX', { bodyPart: 'CHEST' }), [
      facts('old', '20240101', 'CR', { bodyPart: 'CHEST' }),
    ]);
    expect(prior?.likely).toBe(true);
  });
});

describe('bodyRegions', () => {
  it('knows compound terms, and does not take the cervical spine for the neck', () => {
    expect([...bodyRegions('CHESTABDPELVIS')]).toEqual(['chest', 'abdomen', 'pelvis']);
    expect([...bodyRegions('颈椎 MR')]).toEqual(['spine']);
    expect(bodyRegions('', undefined).size).toBe(0);
  });
});
