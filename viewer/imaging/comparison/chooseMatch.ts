import type { SeriesSummary } from '../../dicomweb/index.ts';
import { showsImages } from '../series/chooseSeries.ts';
import type { Stack } from '../series/stack.ts';
import { matchSeries } from './matchSeries.ts';
import { seriesFacts, type SeriesFacts } from './seriesFacts.ts';

/** Of so many series the metadata are read. */
const mostRead = 24;

/**
 * The series of a study that fits `wanted` best: those of its modality are read and compared. Undefined where none can be
 * compared; a series that cannot be read is passed over.
 */
export async function chooseMatch(
  wanted: SeriesFacts,
  series: readonly SeriesSummary[],
  stackOf: (seriesInstanceUid: string) => Promise<Stack>,
): Promise<SeriesFacts | undefined> {
  const ofModality = series.filter((one) => showsImages(one) && alikeModality(one.modality, wanted.modality));
  const facts = await Promise.all(
    ofModality
      .slice(0, mostRead)
      .map(({ seriesInstanceUid }) => stackOf(seriesInstanceUid).then(seriesFacts, () => undefined)),
  );
  return matchSeries(
    wanted,
    facts.filter((one): one is SeriesFacts => one !== undefined),
  );
}

const projections = ['CR', 'DX'];

const alikeModality = (one: string | undefined, other: string): boolean =>
  one === undefined || one === other || (projections.includes(one) && projections.includes(other));
