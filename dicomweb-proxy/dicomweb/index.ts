/** DICOMweb over HTTP: PS3.18. */
import { Router } from 'express';
import { HttpProblem } from './problems.ts';
import type { RouteContext } from './RouteContext.ts';
import { frameRoutes } from './retrieve/frameRoutes.ts';
import { instanceRoutes } from './retrieve/instanceRoutes.ts';
import { preparationRoutes } from './retrieve/preparationRoutes.ts';
import { metadataRoutes } from './retrieve/metadataRoutes.ts';
import { renderedRoutes } from './retrieve/renderedRoutes.ts';
import { searchRoutes } from './search/routes.ts';
import { refusedRoutes } from './refusedRoutes.ts';
import { videoRoutes } from './retrieve/videoRoutes.ts';
import { storeRoutes } from './store/routes.ts';
import { tellStale } from './tellStale.ts';

export { HttpProblem, problemOf } from './problems.ts';
export { readyFrames, type ReadyFrames } from './retrieve/readyFrames.ts';
export type { Access, Authorise, RouteContext } from './RouteContext.ts';

/** The services below /dicom-web. Errors go on to the error handler of the application. */
export function createDicomwebRouter(context: RouteContext): Router {
  const router = Router({ caseSensitive: true });
  router.use(tellStale(context));
  // By far the most frequent ones first.
  router.use(frameRoutes(context));
  router.use(searchRoutes(context));
  router.use(videoRoutes(context));
  router.use(renderedRoutes(context));
  router.use(metadataRoutes(context));
  router.use(preparationRoutes(context));
  router.use(instanceRoutes(context));
  router.use(storeRoutes(context));
  router.use(refusedRoutes(context));
  router.use((request) => {
    throw new HttpProblem(404, 'no-such-resource', `There is no ${request.method} ${request.path} here`);
  });
  return router;
}
