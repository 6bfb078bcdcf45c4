import { OptionError } from '../first-image/options.ts';

export interface SeriesOfStudy {
  studyInstanceUid: string;
  seriesInstanceUid: string;
  instances: number;
}

export interface FramePath {
  sopInstanceUid: string;
  /** below the DICOMweb root, as the viewer asks for it */
  path: string;
}

type DataSet = Record<string, { Value?: unknown[] }>;

/** More would not fit the page cache beside everything else, and say nothing else. */
const mostFrames = 300;

/** The largest series of `study`, or of the archive. Throws OptionError when there is none. */
export async function largestSeries(url: string, study: string | undefined): Promise<SeriesOfStudy> {
  const below = study === undefined ? 'series' : `studies/${study}/series`;
  const query = 'includefield=00201209&limit=5000';
  const found = (await json(`${url}/dicom-web/${below}?${query}`)).map((item) => ({
    studyInstanceUid: text(item, '0020000D') || (study ?? ''),
    seriesInstanceUid: text(item, '0020000E'),
    instances: Number(item['00201209']?.Value?.[0] ?? 0),
  }));
  const largest = found.toSorted((a, b) => b.instances - a.instances)[0];
  if (!largest || largest.instances === 0)
    throw new OptionError(`${url} has no series with images${study ? ` of ${study}` : ''}: load some`);
  return largest;
}

/** The frames of a series, at most 300 of them. */
export async function framesOf(url: string, series: SeriesOfStudy): Promise<FramePath[]> {
  const below = `studies/${series.studyInstanceUid}/series/${series.seriesInstanceUid}`;
  const instances = await json(`${url}/dicom-web/${below}/metadata`);
  return instances
    .flatMap((instance) => {
      const sopInstanceUid = text(instance, '00080018');
      const frames = Number(instance['00280008']?.Value?.[0] ?? 1);
      return Array.from({ length: frames }, (_, i) => ({
        sopInstanceUid,
        path: `${below}/instances/${sopInstanceUid}/frames/${i + 1}`,
      }));
    })
    .slice(0, mostFrames);
}

async function json(address: string): Promise<DataSet[]> {
  const response = await fetch(address, { headers: { Accept: 'application/dicom+json' } }).catch(
    (error: unknown) => {
      throw new OptionError(`${address} does not answer (${String(error)}): is the server running?`);
    },
  );
  if (response.status === 204) return [];
  if (!response.ok) throw new OptionError(`${address} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as DataSet[];
}

const text = (item: DataSet, tag: string): string => String(item[tag]?.Value?.[0] ?? '');
