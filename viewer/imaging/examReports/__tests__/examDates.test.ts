import { describe, expect, it } from 'vitest';
import type { StudySummary } from '../../../dicomweb/index.ts';
import type { Prior } from '../../comparison/index.ts';
import type { OpenStudy } from '../../reader/readerState.ts';
import { examDates } from '../examDates.ts';

const study = (studyInstanceUid: string, studyDate?: string, studyTime?: string): StudySummary => ({
  studyInstanceUid,
  modalities: ['CT'],
  ...(studyDate !== undefined && { studyDate }),
  ...(studyTime !== undefined && { studyTime }),
});

const open = (summary: StudySummary): OpenStudy => ({
  studyInstanceUid: summary.studyInstanceUid,
  status: 'ready',
  study: summary,
  series: [],
  error: undefined,
});

const prior = (summary: StudySummary, later = false): Prior => ({
  study: summary,
  bodyParts: [],
  later,
  worth: false,
  likely: false,
});

const told = (open: OpenStudy[], priors: Prior[]) =>
  examDates(open, priors).map(({ studyInstanceUid, relation }) => `${studyInstanceUid} ${relation}`);

describe('examDates', () => {
  const current = open(study('now', '20260701', '101500'));

  it('lists the newest first, the current study between later and earlier ones', () => {
    const priors = [
      prior(study('b', '20251220')),
      prior(study('after', '20260801'), true),
      prior(study('a', '20240101')),
    ];
    expect(told([current], priors)).toEqual(['after later', 'now current', 'b prior', 'a prior']);
  });

  it('takes in what is open and no known prior, each study once', () => {
    const beside = [open(study('b', '20251220')), open(study('same day', '20260701', '1530'))];
    expect(told([current, ...beside], [prior(study('b', '20251220'))])).toEqual([
      'same day later',
      'now current',
      'b prior',
    ]);
  });

  it('puts a study without a date last, and none before the current one whose date is not known', () => {
    expect(told([current], [prior(study('undated')), prior(study('a', '20240101'))])).toEqual([
      'now current',
      'a prior',
      'undated prior',
    ]);
    const unlisted: OpenStudy = { ...current, study: undefined, status: 'loading' };
    expect(told([unlisted, open(study('b', '20251220'))], [])).toEqual(['now current', 'b prior']);
  });

  it('is empty while no study is open', () => {
    expect(told([], [])).toEqual([]);
  });
});
