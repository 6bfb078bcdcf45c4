import type { Request, Response } from 'express';
import { pipeline } from 'node:stream/promises';
import type { RefusedFile } from '../refused/index.ts';
import { badParameter, HttpProblem } from './problems.ts';
import type { RouteTable } from './access/RouteTable.ts';
import type { RouteContext } from './RouteContext.ts';
import { notPermitted } from './store/refusals.ts';
import { storeAgain, type StoreOptions } from './store/storePart.ts';

/** Files that were refused and are kept aside: an administrator sees them, tries them again and throws them away. */
export function refusedRoutes(routes: RouteTable, context: RouteContext): void {
  const { archive, refused, incoming, logger } = context;
  const rule = { right: 'administrate' } as const;

  routes.add({
    method: 'GET',
    path: '/refused',
    rule,
    async handler(_checked, _request, response) {
      const [files, dropped] = await Promise.all([refused.list(), refused.dropped()]);
      answer(response, { files, limits: refused.limits, ...(dropped && { dropped }) });
    },
  });

  routes.add({
    method: 'GET',
    path: '/refused/:id',
    rule,
    async handler(_checked, request, response) {
      answer(response, await entryOf(request));
    },
  });

  routes.add({
    method: 'GET',
    path: '/refused/:id/file',
    rule,
    async handler(_checked, request, response) {
      const { id, bytes } = await entryOf(request);
      response.setHeader('cache-control', 'no-store');
      response.setHeader('content-type', 'application/octet-stream');
      response.setHeader('content-length', bytes);
      response.setHeader('content-disposition', `attachment; filename="${id}.dcm"`);
      await pipeline(refused.read(id), response).catch((error: unknown) => {
        // Who leaves early is no error of ours.
        if (!response.destroyed) throw error;
      });
    },
  });

  routes.add({
    method: 'POST',
    path: '/refused/:id/retry',
    rule,
    async handler(_checked, request, response) {
      const { id } = await entryOf(request);
      const permit = incoming.permitFor(request);
      const outcome = await storeAgain(context, id, { ...optionsOf(request), permit });
      if (outcome.kind === 'failed') {
        // That is not about the file.
        if (outcome.refusal === notPermitted) throw new HttpProblem(403, 'not-permitted', notPermitted.text);
        await refused.refusedAgain(id, outcome.refusal);
        answer(response.status(409), { refusal: outcome.refusal });
        return;
      }
      await archive.showStored();
      await refused.remove(id);
      logger.info({ id, sopInstanceUid: outcome.head.sopInstanceUid }, 'a file that was refused is stored');
      const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = outcome.head;
      answer(response, { studyInstanceUid, seriesInstanceUid, sopInstanceUid });
    },
  });

  routes.add({
    method: 'DELETE',
    path: '/refused/:id',
    rule,
    async handler(_checked, request, response) {
      const { id } = await entryOf(request);
      await refused.remove(id);
      logger.info({ id }, 'a refused file was thrown away');
      response.status(204).setHeader('cache-control', 'no-store').end();
    },
  });

  async function entryOf(request: Request): Promise<RefusedFile> {
    const id = String(request.params.id);
    const entry = await refused.find(id);
    if (!entry)
      throw new HttpProblem(404, 'no-such-refused-file', `No refused file ${id.slice(0, 40)} is kept`);
    return entry;
  }
}

function answer(response: Response, body: object): void {
  response.setHeader('cache-control', 'no-store');
  response.json(body);
}

/** `complete=uids`: UIDs that are missing are made up. @throws HttpProblem 400 */
function optionsOf(request: Request): StoreOptions {
  const { complete } = request.query;
  if (complete !== undefined && complete !== 'uids') throw badParameter('complete', complete, 'uids');
  return { completeUids: complete === 'uids' };
}
