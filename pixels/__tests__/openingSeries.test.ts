import { describe, expect, it } from 'vitest';
import { chooseSeries } from '../openingSeries.ts';

describe('chooseSeries', () => {
  it('opens with the series that has the most images', () => {
    const scout = { modality: 'CT', seriesNumber: 1, instanceCount: 2 };
    const chest = { modality: 'CT', seriesNumber: 2, instanceCount: 143 };
    expect(chooseSeries([scout, chest])).toBe(chest);
  });

  it('takes the lower number of two as large', () => {
    const late = { modality: 'CT', seriesNumber: 4, instanceCount: 60 };
    const early = { modality: 'CT', seriesNumber: 3, instanceCount: 60 };
    expect(chooseSeries([late, early])).toBe(early);
  });

  it('takes the CT of a PET/CT', () => {
    const pet = { modality: 'PT', seriesNumber: 1, instanceCount: 135 };
    const ct = { modality: 'CT', seriesNumber: 3, instanceCount: 135 };
    expect(chooseSeries([pet, ct])).toBe(ct);
  });

  it('never opens what shows no images', () => {
    expect(chooseSeries([{ modality: 'SR', seriesNumber: 1, instanceCount: 500 }])).toBeUndefined();
  });
});
