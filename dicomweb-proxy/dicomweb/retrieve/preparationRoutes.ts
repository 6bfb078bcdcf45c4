import { Router } from 'express';
import { studyOf, type RouteContext } from '../RouteContext.ts';

/**
 * How far the preparation of a study is: `{ series, pictures, frames, prepared, asStored, failed }`; frames that are in
 * none of the last three are still to come. `setAside` names, if there are such, what processes or threads die of. Not part of PS3.18.
 */
export function preparationRoutes(context: RouteContext): Router {
  const router = Router();
  router.get('/studies/:study/prepared', async (request, response) => {
    const study = await studyOf(context, request);
    await context.authorise(request, { action: 'read', studyInstanceUid: study.studyInstanceUid });
    response.setHeader('cache-control', 'private, no-cache');
    const setAside = await context.archive.setAsideOf(study);
    response.json({ ...(await context.prepared.state(study)), ...(setAside.length > 0 && { setAside }) });
  });
  return router;
}
