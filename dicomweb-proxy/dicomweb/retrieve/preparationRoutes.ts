import { Router } from 'express';
import { studyOf, type RouteContext } from '../RouteContext.ts';

/**
 * How far the preparation of a study is: `{ frames, prepared, asStored, failed }`; what is in none of the last three
 * is still to come. Not part of PS3.18.
 */
export function preparationRoutes(context: RouteContext): Router {
  const router = Router();
  router.get('/studies/:study/prepared', async (request, response) => {
    const study = await studyOf(context, request);
    await context.authorise(request, { action: 'read', studyInstanceUid: study.studyInstanceUid });
    response.setHeader('cache-control', 'private, no-cache');
    response.json(await context.prepared.state(study));
  });
  return router;
}
