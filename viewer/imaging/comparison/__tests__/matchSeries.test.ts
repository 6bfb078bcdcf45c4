import { describe, expect, it } from 'vitest';
import { matchSeries } from '../matchSeries.ts';
import { seriesFacts, type SeriesFacts } from '../seriesFacts.ts';
import { along, madeStack, text, type MadeStack } from './madeStack.ts';

const facts = (made: MadeStack): SeriesFacts => {
  const found = seriesFacts(madeStack(made));
  if (!found) throw new Error('no frames');
  return found;
};

const ct = (series: string, kernel: string, thicknessMm: number, more: object = {}) =>
  facts({
    series,
    thicknessMm,
    positions: along(Math.round(280 / thicknessMm), 0, thicknessMm),
    more: { '00181210': text(kernel), '00180015': text('CHEST'), ...more },
  });

const best = (wanted: SeriesFacts, ...candidates: SeriesFacts[]) =>
  matchSeries(wanted, candidates)?.seriesInstanceUid;

describe('the series of a prior that is compared', () => {
  it('has the same kernel, even if a series of the other kernel has the same thickness', () => {
    expect(best(ct('now', 'FC51', 2), ct('soft', 'FC13', 2), ct('sharp', 'FC52', 6))).toBe('sharp');
    expect(best(ct('now', 'B30f', 5), ct('lung', 'B70f', 5), ct('soft', 'B31f', 5))).toBe('soft');
  });

  it('has the nearest thickness among equals', () => {
    expect(best(ct('now', 'B30f', 2), ct('thick', 'B30f', 10), ct('thin', 'B30f', 1.5))).toBe('thin');
  });

  it('has contrast if the current one has', () => {
    const contrast = { '00180010': text('Ultravist') };
    expect(
      best(ct('now', 'B30f', 5, contrast), ct('plain', 'B30f', 5), ct('venous', 'B30f', 5, contrast)),
    ).toBe('venous');
  });

  it('lies in the same plane before anything else', () => {
    const coronal = facts({
      series: 'coronal',
      thicknessMm: 2,
      cosines: [1, 0, 0, 0, 0, -1],
      positions: Array.from({ length: 140 }, (_, index) => [0, index * 2, 0]),
      more: { '00181210': text('FC51'), '00180015': text('CHEST') },
    });
    expect(best(ct('now', 'FC51', 2), coronal, ct('axial', 'FC13', 6))).toBe('axial');
  });

  it('is no scout', () => {
    const scout = { '00080008': { vr: 'CS', Value: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] } };
    expect(best(ct('now', 'B30f', 5), ct('scout', 'B30f', 5, scout))).toBeUndefined();
  });

  it('is of the same sequence and plane in MR', () => {
    const mr = (series: string, description: string, cosines: number[]) =>
      facts({
        series,
        modality: 'MR',
        thicknessMm: 3,
        cosines,
        positions: along(20, 0, 3),
        more: { '0008103E': text(description), '00180015': text('PROSTATE') },
      });
    const [axial, sagittal] = [
      [1, 0, 0, 0, 1, 0],
      [0, 1, 0, 0, 0, -1],
    ];
    const candidates = [
      mr('dwi', 'ep2d_diff_tra', axial as number[]),
      mr('adc', 'ep2d_diff_tra_ADC', axial as number[]),
      mr('t2sag', 't2_tse_sag', sagittal as number[]),
      mr('t2tra', 't2_tse_tra', axial as number[]),
    ];
    expect(best(mr('now', 'T2 TSE TRA', axial as number[]), ...candidates)).toBe('t2tra');
    expect(best(mr('now', 'T2 TSE SAG', sagittal as number[]), ...candidates)).toBe('t2sag');
    expect(best(mr('now', 'ADC', axial as number[]), ...candidates)).toBe('adc');
  });

  it('shows the same breast from the same side', () => {
    const mg = (series: string, side: string, view: string) =>
      facts({
        series,
        modality: 'MG',
        more: { '00200062': { vr: 'CS', Value: [side] }, '00185101': { vr: 'CS', Value: [view] } },
      });
    expect(
      best(mg('now', 'L', 'MLO'), mg('rmlo', 'R', 'MLO'), mg('lcc', 'L', 'CC'), mg('lmlo', 'L', 'MLO')),
    ).toBe('lmlo');
    expect(best(mg('now', 'L', 'MLO'), mg('rmlo', 'R', 'MLO'))).toBeUndefined();
  });
});
