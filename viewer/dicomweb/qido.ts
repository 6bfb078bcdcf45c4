import type { DicomJson } from '../../pixels/index.ts';
import { DicomwebError, networkError, readError } from './dicomwebError.ts';
import { request } from './request.ts';
import { tagOf, type Keyword } from './dicomJsonTags.ts';
import { matchingKeys, type MatchingKeys, type SearchScope } from './qidoMatching.ts';
import {
  compareNewestFirst,
  compareSeries,
  seriesSummary,
  studySummary,
  type SeriesSummary,
  type StudySummary,
} from './qidoStudy.ts';

export interface StudySearch {
  /** What was typed; found in name, patient ID or accession number as `matchingKeys` says. */
  text?: string;
  scope?: SearchScope;
  /** This study alone. */
  studyInstanceUid?: string;
  /** Exactly this Patient ID. */
  patientId?: string;
  /** Any of these; none: all. */
  modalities?: readonly string[];
  /** First day, DA. */
  dateFrom?: string;
  /** Last day, DA. */
  dateTo?: string;
  limit: number;
  offset?: number;
}

export interface StudySearchResult {
  /** Newest first. */
  studies: StudySummary[];
  /** How many there are in all. */
  total: number;
  /** `about`: several searches were joined and some may be counted twice; `atLeast`: the server does not tell. */
  totalIs: 'exact' | 'about' | 'atLeast';
  /** The archive does not answer: this is what was known of it last. */
  stale: boolean;
}

export interface RequestOptions {
  signal?: AbortSignal;
  /** Address of the DICOMweb service. */
  root?: string;
}

interface Page {
  studies: StudySummary[];
  total?: number;
  stale?: boolean;
}

const studyFields: Keyword[] = ['StudyDescription', 'InstitutionName', 'IssuerOfPatientID'];
const seriesFields: Keyword[] = ['SeriesDescription', 'BodyPartExamined', 'NumberOfSeriesRelatedInstances'];

/** Searches for studies, QIDO-RS (PS3.18 10.6). Throws DicomwebError, and AbortError when the signal says so. */
export async function searchStudies(
  search: StudySearch,
  options: RequestOptions = {},
): Promise<StudySearchResult> {
  const searches = matchingKeys(search.text ?? '', search.scope);
  const { limit, offset = 0 } = search;
  const [only] = searches;
  if (searches.length === 1 && only) {
    const page = await fetchPage(search, only, limit, offset, options);
    const known = offset + page.studies.length;
    const complete = page.studies.length > 0 ? page.studies.length < limit : offset === 0;
    return {
      studies: page.studies,
      total: page.total ?? known,
      totalIs: page.total !== undefined || complete ? 'exact' : 'atLeast',
      stale: page.stale === true,
    };
  }
  // Each search is sorted for itself, so this page of all of them joined lies within the first offset + limit of each.
  const pages = await Promise.all(
    searches.map((keys) => fetchPage(search, keys, offset + limit, 0, options)),
  );
  return joinPages(pages, limit, offset);
}

/** The series of a study, those with images first, by number, QIDO-RS. Throws DicomwebError, and AbortError when the signal says so. */
export async function searchSeries(studyUid: string, options: RequestOptions = {}): Promise<SeriesSummary[]> {
  const query = new URLSearchParams({ includefield: seriesFields.map(tagOf).join(',') });
  const { items } = await fetchItems(`studies/${encodeURIComponent(studyUid)}/series`, query, options);
  return items.flatMap((item) => seriesSummary(item) ?? []).sort(compareSeries);
}

/** Joins the first pages of several searches into the page from `offset`; what several found counts once. */
export function joinPages(pages: Page[], limit: number, offset: number): StudySearchResult {
  const found = new Map(
    pages.flatMap((page) => page.studies).map((study) => [study.studyInstanceUid, study]),
  );
  const duplicates = pages.reduce((sum, page) => sum + page.studies.length, 0) - found.size;
  const total = pages.reduce((sum, page) => sum + (page.total ?? page.studies.length), -duplicates);
  const complete = pages.every(({ studies, total: of }) =>
    of === undefined ? studies.length < offset + limit : studies.length >= of,
  );
  const disjoint = pages.filter((page) => (page.total ?? page.studies.length) > 0).length <= 1;
  const told = pages.every((page) => page.total !== undefined);
  return {
    studies: [...found.values()].sort(compareNewestFirst).slice(offset, offset + limit),
    total,
    totalIs: complete || (told && disjoint) ? 'exact' : told ? 'about' : 'atLeast',
    stale: pages.some((page) => page.stale === true),
  };
}

async function fetchPage(
  search: StudySearch,
  keys: MatchingKeys,
  limit: number,
  offset: number,
  options: RequestOptions,
): Promise<Page> {
  const query = new URLSearchParams({ ...keys });
  // Names are found by pinyin and initials too (PS3.18 8.3.4.2); other servers may ignore it.
  if (keys.PatientName !== undefined) query.set('fuzzymatching', 'true');
  if (search.studyInstanceUid !== undefined) query.set('StudyInstanceUID', search.studyInstanceUid);
  if (search.patientId !== undefined) query.set('PatientID', search.patientId);
  if (search.modalities?.length) query.set('ModalitiesInStudy', search.modalities.join(','));
  if (search.dateFrom || search.dateTo)
    query.set('StudyDate', `${search.dateFrom ?? ''}-${search.dateTo ?? ''}`);
  query.set('includefield', studyFields.map(tagOf).join(','));
  query.set('limit', String(limit));
  query.set('offset', String(offset));
  const { items, headers } = await fetchItems('studies', query, options);
  const studies = items.flatMap((item) => studySummary(item) ?? []).sort(compareNewestFirst);
  const total = Number(headers.get('X-Total-Count') ?? NaN);
  // Warning 110, "Response is Stale" (RFC 7234 5.5.1).
  const stale = headers.get('Warning')?.startsWith('110') === true;
  return { studies, stale, ...(Number.isInteger(total) && { total }) };
}

async function fetchItems(
  path: string,
  query: URLSearchParams,
  { signal, root = '/dicom-web' }: RequestOptions,
): Promise<{ items: DicomJson[]; headers: Headers }> {
  const response = await request(`${root}/${path}?${query}`, {
    headers: { Accept: 'application/dicom+json' },
    ...(signal && { signal }),
  }).catch(networkError);
  if (!response.ok) throw await readError(response);
  // 204 is how PS3.18 8.3.4.4 says that nothing matches.
  if (response.status === 204) return { items: [], headers: response.headers };
  const items: unknown = await response.json().catch(() => undefined);
  if (!Array.isArray(items)) {
    throw new DicomwebError(
      response.status,
      'invalid-answer',
      `The answer to ${path} is not a list of DICOM JSON data sets`,
    );
  }
  return { items: items as DicomJson[], headers: response.headers };
}
