import type { SeriesSummary } from '../../dicomweb/index.ts';

/** What is read by itself before what only speaks of other objects. */
const order = ['SR', 'DOC', 'OT', 'ECG', 'HD', 'EPS', 'KO'];

/** The series that a study without images opens with; the first one of those that are worth most by themselves. */
export function openingObjects(series: readonly SeriesSummary[]): SeriesSummary | undefined {
  const rank = ({ modality }: SeriesSummary): number => {
    const place = order.indexOf(modality ?? '');
    return place < 0 ? order.length : place;
  };
  return series.toSorted((a, b) => rank(a) - rank(b))[0];
}
