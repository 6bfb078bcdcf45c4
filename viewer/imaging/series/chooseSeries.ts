/** What the choice of a series needs to know. */
export interface SeriesChoice {
  modality?: string | undefined;
  seriesNumber?: number | undefined;
  instanceCount?: number | undefined;
}

/** Modalities whose objects are no pictures to page through (PS3.3 C.7.3.1.1.1). */
const withoutImages = new Set([
  'SR',
  'PR',
  'KO',
  'SEG',
  'RTSTRUCT',
  'RTPLAN',
  'RTDOSE',
  'RWV',
  'REG',
  'DOC',
  'ECG',
  'FID',
  'AU',
  'PLAN',
]);

/** Modalities whose images are read over others: of two series as large, the anatomy opens first. */
const functional = new Set(['PT', 'NM']);

export const showsImages = (series: SeriesChoice): boolean => !withoutImages.has(series.modality ?? '');

/** The series a study opens with: the one with the most images; of several as large the anatomy, then the lowest number. */
export function chooseSeries<T extends SeriesChoice>(series: readonly T[]): T | undefined {
  return series
    .filter(showsImages)
    .toSorted(
      (a, b) =>
        (b.instanceCount ?? 0) - (a.instanceCount ?? 0) ||
        Number(functional.has(a.modality ?? '')) - Number(functional.has(b.modality ?? '')) ||
        (a.seriesNumber ?? Infinity) - (b.seriesNumber ?? Infinity),
    )[0];
}
