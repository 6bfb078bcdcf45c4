import type { Request, Response } from 'express';
import type { DicomJson, SeriesRecord, StudyRecord } from '../../archive/index.ts';
import { HttpProblem } from '../problems.ts';
import type { RouteTable } from '../access/RouteTable.ts';
import type { RouteContext } from '../RouteContext.ts';
import { jsonMediaType, sendDicomJson } from '../sendJson.ts';
import { instanceAttributes, seriesAttributes, studyAttributes, type SearchAttribute } from './attributes.ts';
import { findInstances, instanceResult, type Above } from './instanceSearch.ts';
import { seriesResult, seriesValues, studyResult, studyValues, type ValuesOf } from './results.ts';
import {
  mostResults,
  parseSearchQuery,
  type Condition,
  type Searchable,
  type SearchQuery,
} from './SearchQuery.ts';

/**
 * QIDO-RS, PS3.18 10.6. Studies come newest first, series by their number, instances likewise. All counts, pages and limits are
 * of what may be seen.
 */
export function searchRoutes(routes: RouteTable, context: RouteContext): void {
  const inAll = { right: 'read', of: 'studies' } as const;

  routes.add({
    method: 'GET',
    path: '/studies',
    rule: inAll,
    parse: (request) => queryOf(request, { attributes: studyAttributes }),
    async handler({ studies, asked: query }, request, response) {
      const root = rootUrl(request);
      const found = select(studies, query.conditions, (study) => studyValues(study, root));
      await sendPage(request, response, found, query, (study) => studyResult(study, root));
    },
  });

  routes.add({
    method: 'GET',
    path: '/series',
    rule: inAll,
    parse: (request) => queryOf(request, { attributes: bothAttributes }),
    async handler({ studies, asked: query }, request, response) {
      const root = rootUrl(request);
      const found = select(seriesIn(studies), query.conditions, (one) => bothValues(one, root));
      await sendPage(request, response, found, query, ({ study, series }) =>
        seriesResult(series, root, study, studyAttributes),
      );
    },
  });

  routes.add({
    method: 'GET',
    path: '/studies/:study/series',
    rule: { right: 'read', of: 'study' },
    parse: (request) => queryOf(request, { attributes: seriesAttributes }),
    async handler({ study, asked: query }, request, response) {
      const root = rootUrl(request);
      const { includeFields } = query;
      const ofStudy = studyAttributes.filter(({ tag }) => includeFields !== 'all' && includeFields.has(tag));
      const found = select(study.series, query.conditions, (series) => seriesValues(series, root));
      await sendPage(request, response, found, query, (series) => seriesResult(series, root, study, ofStudy));
    },
  });

  routes.add({
    method: 'GET',
    path: '/studies/:study/instances',
    rule: { right: 'read', of: 'study' },
    async handler({ study }, request, response) {
      await searchInstances(request, response, study.series, instanceQuery(request), 'series');
    },
  });

  routes.add({
    method: 'GET',
    path: '/studies/:study/series/:series/instances',
    rule: { right: 'read', of: 'series' },
    async handler({ series }, request, response) {
      await searchInstances(request, response, [series], instanceQuery(request), 'none');
    },
  });

  // Instances are not in the index, only their series are: these have to be few enough to be looked through.
  routes.add({
    method: 'GET',
    path: '/instances',
    rule: inAll,
    parse: instanceQuery,
    async handler({ studies, asked: query }, request, response) {
      const narrowing = query.conditions.filter(({ attribute }) => bothTags.has(attribute.tag));
      const root = rootUrl(request);
      const found = select(seriesIn(studies), narrowing, (one) => bothValues(one, root));
      const instances = found.reduce((sum, { series }) => sum + series.numberOfInstances, 0);
      if (instances > mostResults) {
        throw new HttpProblem(
          413,
          'search-too-wide',
          `${instances} instances would have to be looked through, ${mostResults} at most are: ` +
            'narrow the search by attributes of study or series',
        );
      }
      const seriesList = found.map(({ series }) => series);
      const rest = query.conditions.filter((condition) => !narrowing.includes(condition));
      await searchInstances(request, response, seriesList, { ...query, conditions: rest }, 'study');
    },
  });

  async function searchInstances(
    request: Request,
    response: Response,
    seriesList: readonly SeriesRecord[],
    query: SearchQuery,
    above: Above,
  ): Promise<void> {
    const root = rootUrl(request);
    const found = await findInstances(context, seriesList, query.conditions);
    await sendPage(request, response, found, query, (one) => instanceResult(one, query, root, above));
  }
}

interface SeriesInStudy {
  study: StudyRecord;
  series: SeriesRecord;
}

const seriesIn = (studies: readonly StudyRecord[]): SeriesInStudy[] =>
  studies.flatMap((study) => study.series.map((series) => ({ study, series })));

function queryOf(request: Request, searchable: Searchable): SearchQuery {
  jsonMediaType(request);
  return parseSearchQuery(request.query, searchable);
}

const instanceQuery = (request: Request): SearchQuery =>
  queryOf(request, { attributes: instanceAttributes, orAny: true });

const seriesKeywords = new Set(seriesAttributes.map(({ keyword }) => keyword));
const bothAttributes: readonly SearchAttribute[] = [
  ...studyAttributes,
  ...seriesAttributes.filter(({ keyword }) => keyword !== 'RetrieveURL'),
];
const bothTags = new Set(bothAttributes.map(({ tag }) => tag));

function bothValues({ study, series }: SeriesInStudy, root: string): ValuesOf {
  const [ofSeries, ofStudy] = [seriesValues(series, root), studyValues(study, root)];
  return (keyword) => (seriesKeywords.has(keyword) ? ofSeries(keyword) : ofStudy(keyword));
}

function select<T>(
  items: readonly T[],
  conditions: readonly Condition[],
  valuesOf: (item: T) => ValuesOf,
): readonly T[] {
  if (conditions.length === 0) return items;
  return items.filter((item) => {
    const values = valuesOf(item);
    return conditions.every(({ attribute, matches }) => matches(values(attribute.keyword)));
  });
}

/** One page, PS3.18 8.3.4.4.1. No match is an empty list: clients read JSON in any case. */
async function sendPage<T>(
  request: Request,
  response: Response,
  found: readonly T[],
  { limit, offset, warnings }: SearchQuery,
  toResult: (item: T) => DicomJson,
): Promise<void> {
  const page = found.slice(offset, offset + limit);
  const remaining = Math.max(0, found.length - offset - page.length);
  const notes = [
    ...warnings,
    ...(remaining > 0 ? [`There are ${remaining} additional results that can be requested`] : []),
  ];
  response.setHeader('x-total-count', found.length);
  response.setHeader('cache-control', 'private, no-cache');
  for (const text of notes) response.append('warning', `299 ${rootUrl(request)}: ${text}`);
  await sendDicomJson(request, response, page.map(toResult));
}

/** Address of the DICOMweb service as this client reaches it, through proxies that the application trusts. */
export const rootUrl = (request: Request): string =>
  `${request.protocol}://${request.host ?? 'localhost'}${request.baseUrl}`;
