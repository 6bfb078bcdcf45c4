import { Router, type Request, type Response } from 'express';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import type { DicomJson, SeriesRecord } from '../../archive/index.ts';
import { HttpProblem } from '../problems.ts';
import { seriesOf, studyOf, type RouteContext } from '../RouteContext.ts';
import { jsonMediaType, sendDicomJson } from '../sendJson.ts';
import { imageTags, instanceAttributes, seriesAttributes, studyAttributes } from './attributes.ts';
import { seriesResult, seriesValues, studyResult, studyValues, type ValuesOf } from './results.ts';
import { parseSearchQuery, type SearchQuery } from './SearchQuery.ts';

const decompress = promisify(brotliDecompress);

/** QIDO-RS, PS3.18 10.6. Studies come newest first, series by their number, instances likewise. */
export function searchRoutes(context: RouteContext): Router {
  const router = Router();
  const { archive, authorise } = context;

  router.get('/studies', async (request, response) => {
    jsonMediaType(request);
    const query = parseSearchQuery(request.query, studyAttributes);
    await authorise(request, { action: 'search' });
    const root = rootUrl(request);
    const all = await archive.catalogue.studiesNewestFirst();
    const found = select(all, query, (study) => studyValues(study, root));
    await sendPage(request, response, found, query, (study) => studyResult(study, root));
  });

  router.get('/series', async (request, response) => {
    jsonMediaType(request);
    const query = parseSearchQuery(request.query, bothAttributes);
    await authorise(request, { action: 'search' });
    const root = rootUrl(request);
    const all = (await archive.catalogue.studiesNewestFirst()).flatMap((study) =>
      study.series.map((series) => ({ study, series })),
    );
    const found = select(all, query, ({ study, series }) => {
      const [ofSeries, ofStudy] = [seriesValues(series, root), studyValues(study, root)];
      return (keyword) => (seriesKeywords.has(keyword) ? ofSeries(keyword) : ofStudy(keyword));
    });
    await sendPage(request, response, found, query, ({ study, series }) => seriesResult(series, root, study));
  });

  router.get('/studies/:study/series', async (request, response) => {
    jsonMediaType(request);
    const query = parseSearchQuery(request.query, seriesAttributes);
    const study = await studyOf(context, request);
    await authorise(request, { action: 'read', studyInstanceUid: study.studyInstanceUid });
    const root = rootUrl(request);
    const found = select(study.series, query, (series) => seriesValues(series, root));
    await sendPage(request, response, found, query, (series) => seriesResult(series, root));
  });

  router.get('/studies/:study/instances', async (request, response) => {
    const study = await studyOf(context, request);
    await searchInstances(context, request, response, study.series);
  });

  router.get('/studies/:study/series/:series/instances', async (request, response) => {
    const series = await seriesOf(context, request);
    await searchInstances(context, request, response, [series]);
  });

  router.get('/instances', () => {
    throw new HttpProblem(
      400,
      'search-too-wide',
      'Instances are searched for within a study: /studies/{StudyInstanceUID}/instances',
    );
  });

  return router;
}

const seriesKeywords = new Set(seriesAttributes.map(({ keyword }) => keyword));
const bothAttributes = [
  ...studyAttributes,
  ...seriesAttributes.filter(({ keyword }) => keyword !== 'RetrieveURL'),
];

function select<T>(
  items: readonly T[],
  { conditions }: SearchQuery,
  valuesOf: (item: T) => ValuesOf,
): readonly T[] {
  if (conditions.length === 0) return items;
  return items.filter((item) => {
    const values = valuesOf(item);
    return conditions.every(({ attribute, matches }) => matches(values(attribute.keyword)));
  });
}

async function searchInstances(
  { prepared, authorise }: RouteContext,
  request: Request,
  response: Response,
  seriesList: readonly SeriesRecord[],
): Promise<void> {
  jsonMediaType(request);
  const query = parseSearchQuery(request.query, instanceAttributes);
  const [first] = seriesList;
  if (first) await authorise(request, { action: 'read', studyInstanceUid: first.studyInstanceUid });
  const root = rootUrl(request);
  const found: { series: SeriesRecord; dataSet: DicomJson }[] = [];
  for (const series of seriesList) {
    const { br } = await prepared.metadata.get(series);
    const dataSets = JSON.parse((await decompress(br)).toString('utf8')) as DicomJson[];
    for (const dataSet of dataSets) found.push({ series, dataSet });
  }
  const selected = found.filter(({ dataSet }) =>
    query.conditions.every(({ attribute, matches }) =>
      matches((dataSet[attribute.tag]?.Value ?? []).map(String)),
    ),
  );
  await sendPage(request, response, selected, query, ({ series, dataSet }) =>
    instanceResult(series, dataSet, query, root),
  );
}

function instanceResult(
  { studyInstanceUid, seriesInstanceUid }: SeriesRecord,
  dataSet: DicomJson,
  { includeFields }: SearchQuery,
  root: string,
): DicomJson {
  const sopInstanceUid = String(dataSet['00080018']?.Value?.[0] ?? '');
  const url = `${root}/studies/${studyInstanceUid}/series/${seriesInstanceUid}/instances/${sopInstanceUid}`;
  const fixed = instanceAttributes.map(({ tag }) => tag);
  const tags = includeFields === 'all' ? Object.keys(dataSet) : [...fixed, ...imageTags, ...includeFields];
  const kept = tags.flatMap((tag) => (dataSet[tag] ? [[tag, dataSet[tag]] as const] : []));
  return {
    ...Object.fromEntries(kept),
    '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
    '0020000D': { vr: 'UI', Value: [studyInstanceUid] },
    '0020000E': { vr: 'UI', Value: [seriesInstanceUid] },
    '00081190': { vr: 'UR', Value: [url] },
  };
}

async function sendPage<T>(
  request: Request,
  response: Response,
  found: readonly T[],
  { limit, offset, warnings }: SearchQuery,
  toResult: (item: T) => DicomJson,
): Promise<void> {
  response.setHeader('x-total-count', found.length);
  response.setHeader('cache-control', 'private, no-cache');
  for (const text of warnings) response.append('warning', `299 yunying "${text}"`);
  await sendDicomJson(request, response, found.slice(offset, offset + limit).map(toResult));
}

/** Address of the DICOMweb service as this client reaches it. */
export const rootUrl = (request: Request): string =>
  `${request.protocol}://${request.headers.host ?? 'localhost'}${request.baseUrl}`;
