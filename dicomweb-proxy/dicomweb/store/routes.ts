import type { Request, Response } from 'express';
import { parseMediaRanges } from '../mediaRanges.ts';
import { badParameter, HttpProblem } from '../problems.ts';
import type { RouteTable } from '../access/RouteTable.ts';
import type { RouteContext } from '../RouteContext.ts';
import { rootUrl } from '../search/routes.ts';
import { jsonMediaType, sendDicomJson } from '../sendJson.ts';
import { uidIn } from '../uids.ts';
import { readMultipart } from './multipartReader.ts';
import { originOf } from './originOf.ts';
import { storeResponse } from './storeResponse.ts';
import { storePart, type PartOutcome } from './storePart.ts';
import { unlessStalled } from './unlessStalled.ts';
import { atMost, atMostParts, refuseTooLong } from './uploadLimits.ts';

const seriesPath = '/studies/:study/series/:series';

/**
 * STOW-RS, PS3.18 10.5, and deleting, which has no chapter there but is done so everywhere. The study of the address may be one
 * that is not there yet: who may upload at all is asked for each file whether it may go where it belongs.
 */
export function storeRoutes(routes: RouteTable, context: RouteContext): void {
  const { archive, incoming, logger, uploadMaxBytes } = context;

  routes.add({
    method: 'POST',
    path: '/studies',
    rule: { right: 'upload' },
    parse: (request) => storeAsked(request, undefined),
    handler: ({ asked }, request, response) => store(request, response, asked),
  });

  routes.add({
    method: 'POST',
    path: '/studies/:study',
    rule: { right: 'upload' },
    parse: (request) => storeAsked(request, uidIn(request.params, 'study')),
    handler: ({ asked }, request, response) => store(request, response, asked),
  });

  routes.add({
    method: 'DELETE',
    path: '/studies/:study',
    rule: { right: 'delete', of: 'study' },
    async handler({ study }, _request, response) {
      const ids = study.series.flatMap(({ archiveIds }) => archiveIds);
      await archive.delete('series', ids);
      response.status(204).end();
    },
  });

  routes.add({
    method: 'DELETE',
    path: seriesPath,
    rule: { right: 'delete', of: 'series' },
    async handler({ series }, _request, response) {
      await archive.delete('series', series.archiveIds);
      response.status(204).end();
    },
  });

  routes.add({
    method: 'DELETE',
    path: `${seriesPath}/instances/:instance`,
    rule: { right: 'delete', of: 'instance' },
    async handler({ instance }, _request, response) {
      await archive.delete('instances', [instance.archiveId]);
      response.status(204).end();
    },
  });

  async function store(
    request: Request,
    response: Response,
    { study, boundary, completeUids }: StoreAsked,
  ): Promise<void> {
    const permit = incoming.permitFor(request);
    const outcomes: PartOutcome[] = [];
    let failures = 0;
    try {
      refuseTooLong(request, uploadMaxBytes);
      const bytes = atMost(unlessStalled(request), uploadMaxBytes);
      for await (const { headers, body } of atMostParts(readMultipart(bytes, boundary))) {
        const options = { studyInstanceUid: study, completeUids, permit };
        const outcome = await storePart(context, body, originOf(request, headers), options);
        outcomes.push(outcome);
        if (outcome.kind === 'failed') failures += 1;
        if (failures > mostFailures) throw tooManyFailures;
      }
    } catch (error) {
      // Nobody reads the rest of the body, so the connection cannot be used again.
      response.setHeader('connection', 'close');
      throw error;
    }
    if (outcomes.length === 0) throw new HttpProblem(400, 'nothing-to-store', 'The body has no parts');
    const stored = outcomes.filter((outcome) => outcome.kind === 'stored');
    if (stored.length > 0) await archive.showStored();
    const failed = outcomes.length - stored.length;
    logger.info({ stored: stored.length, failed }, 'stored instances');
    const warned = stored.some(({ warning }) => warning !== undefined);
    response.status(stored.length === 0 ? 409 : failed > 0 || warned ? 202 : 200);
    await sendDicomJson(request, response, storeResponse(outcomes, rootUrl(request), study));
  }
}

/** More in one request would push each other out of where refused files are kept. */
const mostFailures = 1_000;
const tooManyFailures = new HttpProblem(
  413,
  'too-many-failures',
  `More than ${mostFailures} parts of one request cannot be stored: what came before them is stored`,
);

interface StoreAsked {
  /** The only one that is to be stored into. */
  study: string | undefined;
  boundary: string;
  completeUids: boolean;
}

/** @throws HttpProblem 400, 406, 415 */
function storeAsked(request: Request, study: string | undefined): StoreAsked {
  jsonMediaType(request);
  return { study, boundary: boundaryOf(request), completeUids: mayCompleteUids(request) };
}

/** An extension: `complete=uids` makes up the UIDs that are missing. @throws HttpProblem 400 */
function mayCompleteUids(request: Request): boolean {
  const { complete } = request.query;
  if (complete === undefined) return false;
  if (complete !== 'uids') throw badParameter('complete', complete, 'uids');
  return true;
}

/** @throws HttpProblem 415 for what cannot be stored, 400 without a boundary */
function boundaryOf(request: Request): string {
  const [contentType] = parseMediaRanges(request.headers['content-type'] ?? '');
  const { type, boundary } = contentType?.parameters ?? {};
  if (contentType?.type !== 'multipart/related' || (type ?? '').toLowerCase() !== 'application/dicom') {
    throw new HttpProblem(
      415,
      'unsupported-media-type',
      `Content-Type ${request.headers['content-type'] ?? '(none)'} cannot be stored: ` +
        'send multipart/related; type="application/dicom"; boundary=...',
    );
  }
  if (boundary === undefined || !/^[\x20-\x7e]{1,70}$/.test(boundary)) {
    throw new HttpProblem(400, 'bad-boundary', 'Content-Type has no boundary of 1 to 70 characters');
  }
  return boundary;
}
