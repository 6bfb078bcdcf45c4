/** What the choice of a series needs to know. */
export interface SeriesChoice {
  modality?: string | undefined;
  seriesNumber?: number | undefined;
  instanceCount?: number | undefined;
}

/** Modalities (PS3.3 C.7.3.1.1.1) whose instances have no pixels of their own to show. */
const withoutImages = new Set([
  'AU',
  'DOC',
  'ECG',
  'EPS',
  'FID',
  'HD',
  'KO',
  'PLAN',
  'PR',
  'REG',
  'RTPLAN',
  'RTSTRUCT',
  'RWV',
  'SR',
]);

/** They have pixels, but to be laid over other images, not to be paged through. */
const laidOverOthers = new Set(['SEG', 'RTDOSE']);

/** Modalities whose images are read over others: of two series as large, the anatomy opens first. */
const functional = new Set(['PT', 'NM']);

export const hasImages = (modality: string | undefined): boolean =>
  modality === undefined || !withoutImages.has(modality);

/** Whether the images of a series can be paged through. */
export const showsImages = ({ modality }: SeriesChoice): boolean =>
  hasImages(modality) && !laidOverOthers.has(modality ?? '');

/**
 * The series a study opens with: the one with the most images; of several as large the anatomy, then the lowest number.
 * Here because the proxy prepares the picture that the viewer opens with.
 */
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
