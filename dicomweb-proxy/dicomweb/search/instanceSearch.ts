import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import type { DicomJson, SeriesRecord } from '../../archive/index.ts';
import type { RouteContext } from '../RouteContext.ts';
import {
  imageTags,
  instanceAttributes,
  seriesAttributes,
  studyAttributes,
  type SearchAttribute,
} from './attributes.ts';
import { searchResult } from './results.ts';
import type { Condition, SearchQuery } from './SearchQuery.ts';

export interface FoundInstance {
  readonly series: SeriesRecord;
  readonly dataSet: DicomJson;
}

const decompress = promisify(brotliDecompress);

/** The instances of these series that match, in their order. Every attribute of them can be matched. */
export async function findInstances(
  { prepared }: RouteContext,
  seriesList: readonly SeriesRecord[],
  conditions: readonly Condition[],
): Promise<FoundInstance[]> {
  const found: FoundInstance[] = [];
  for (const series of seriesList) {
    const { br } = await prepared.metadata.get(series);
    const dataSets = JSON.parse((await decompress(br)).toString('utf8')) as DicomJson[];
    for (const dataSet of dataSets) {
      if (conditions.every(({ attribute, matches }) => matches(valuesIn(dataSet, attribute)))) {
        found.push({ series, dataSet });
      }
    }
  }
  return found;
}

const valuesIn = (dataSet: DicomJson, { tag }: SearchAttribute): string[] =>
  (dataSet[tag]?.Value ?? []).map((value) => {
    if (typeof value !== 'object' || value === null) return String(value ?? '');
    const { Alphabetic, Ideographic, Phonetic } = value as Record<string, string | undefined>;
    return [Alphabetic, Ideographic, Phonetic].map((group) => group ?? '').join('=');
  });

/** Which attributes of what is above it come with an instance, PS3.18 10.6.3.3.3. */
export type Above = 'none' | 'series' | 'study';

const tagsOf = (attributes: readonly SearchAttribute[]): string[] => attributes.map(({ tag }) => tag);
const own = [...tagsOf(instanceAttributes), ...imageTags];
const tagsWith: Readonly<Record<Above, readonly string[]>> = {
  none: own,
  series: [...own, ...tagsOf(seriesAttributes)],
  study: [...own, ...tagsOf(seriesAttributes), ...tagsOf(studyAttributes)],
};

export function instanceResult(
  { series, dataSet }: FoundInstance,
  { includeFields }: SearchQuery,
  root: string,
  above: Above,
): DicomJson {
  const { studyInstanceUid, seriesInstanceUid } = series;
  const sopInstanceUid = String(dataSet['00080018']?.Value?.[0] ?? '');
  const url = `${root}/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;
  const tags = includeFields === 'all' ? Object.keys(dataSet) : [...tagsWith[above], ...includeFields];
  const kept = tags.flatMap((tag) => (dataSet[tag] ? [[tag, dataSet[tag]] as const] : []));
  return searchResult({
    ...Object.fromEntries(kept),
    '00080056': { vr: 'CS', Value: ['ONLINE'] },
    '0020000D': { vr: 'UI', Value: [studyInstanceUid] },
    '0020000E': { vr: 'UI', Value: [seriesInstanceUid] },
    '00081190': { vr: 'UR', Value: [url] },
  });
}
