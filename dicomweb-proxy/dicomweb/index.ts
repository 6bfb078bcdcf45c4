/** DICOMweb over HTTP: PS3.18. */
import type { Archive } from '../archive/index.ts';
import type { Guard } from './access/Guard.ts';
import { IncomingFiles } from './access/IncomingFiles.ts';
import { RouteTable } from './access/RouteTable.ts';
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
export { openToAll, rights, StudyHidden, studyView } from './access/Guard.ts';
export type { Access, Answer, Guard, IncomingFile, Right, StudyView } from './access/Guard.ts';
export { isOfTable, RouteTable, type Method, type Route, type RouteRow } from './access/RouteTable.ts';
export { isDocumentClass, WithoutDocuments } from './access/withoutDocuments.ts';
export type { Checked, Rule } from './access/Rule.ts';

export interface DicomwebService extends Omit<RouteContext, 'archive' | 'incoming'> {
  archive: Archive;
  guard: Guard;
  /** Under which clients see it, without a slash at the end. */
  path: string;
}

/** The services below /dicom-web. Errors go on to the error handler of the application. */
export function dicomwebRoutes(service: DicomwebService): RouteTable {
  const { archive, guard, path } = service;
  const routes = new RouteTable({ guard, archive, path });
  const context: RouteContext = { ...service, incoming: new IncomingFiles(archive, guard) };
  routes.router.use(tellStale(service));
  // By far the most frequent ones first.
  frameRoutes(routes, context);
  searchRoutes(routes, context);
  videoRoutes(routes, context);
  renderedRoutes(routes, context);
  metadataRoutes(routes, context);
  preparationRoutes(routes, context);
  instanceRoutes(routes, context);
  storeRoutes(routes, context);
  refusedRoutes(routes, context);
  routes.otherwise(
    ({ method, path: unknown }) =>
      new HttpProblem(404, 'no-such-resource', `There is no ${method} ${unknown} here`),
  );
  return routes;
}
