import { Router, type Request } from 'express';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { RefusedFile } from '../refused/index.ts';
import { badParameter, HttpProblem } from './problems.ts';
import type { RouteContext } from './RouteContext.ts';
import { storeAgain, type StoreOptions } from './store/storePart.ts';

/** Files that were refused and are kept aside: who may delete may see them, try them again and throw them away. */
export function refusedRoutes(context: RouteContext): Router {
  const router = Router();
  const { archive, refused, authorise, logger } = context;

  router.use('/refused', async (request, response, next) => {
    await authorise(request, { action: 'delete' });
    response.setHeader('cache-control', 'no-store');
    next();
  });

  router.get('/refused', async (_request, response) => {
    const [files, dropped] = await Promise.all([refused.list(), refused.dropped()]);
    response.json({ files, limits: refused.limits, ...(dropped && { dropped }) });
  });

  router.get('/refused/:id', async (request, response) => {
    response.json(await entryOf(request));
  });

  router.get('/refused/:id/file', async (request, response) => {
    const { id, bytes } = await entryOf(request);
    response.setHeader('content-type', 'application/octet-stream');
    response.setHeader('content-length', bytes);
    response.setHeader('content-disposition', `attachment; filename="${id}.dcm"`);
    await pipeline(createReadStream(refused.pathOf(id)), response).catch((error: unknown) => {
      // Who leaves early is no error of ours.
      if (!response.destroyed) throw error;
    });
  });

  router.post('/refused/:id/retry', async (request, response) => {
    const { id } = await entryOf(request);
    const outcome = await storeAgain(context, id, optionsOf(request));
    if (outcome.kind === 'failed') {
      await refused.refusedAgain(id, outcome.refusal);
      response.status(409).json({ refusal: outcome.refusal });
      return;
    }
    await archive.showStored();
    await refused.remove(id);
    logger.info({ id, sopInstanceUid: outcome.head.sopInstanceUid }, 'a file that was refused is stored');
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid } = outcome.head;
    response.json({ studyInstanceUid, seriesInstanceUid, sopInstanceUid });
  });

  router.delete('/refused/:id', async (request, response) => {
    const { id } = await entryOf(request);
    await refused.remove(id);
    logger.info({ id }, 'a refused file was thrown away');
    response.status(204).end();
  });

  return router;

  async function entryOf(request: Request): Promise<RefusedFile> {
    const id = String(request.params.id);
    const entry = await refused.find(id);
    if (!entry)
      throw new HttpProblem(404, 'no-such-refused-file', `No refused file ${id.slice(0, 40)} is kept`);
    return entry;
  }
}

/** `complete=uids`: UIDs that are missing are made up. @throws HttpProblem 400 */
function optionsOf(request: Request): StoreOptions {
  const { complete } = request.query;
  if (complete !== undefined && complete !== 'uids') throw badParameter('complete', complete, 'uids');
  return { completeUids: complete === 'uids' };
}
