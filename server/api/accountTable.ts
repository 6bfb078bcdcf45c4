import type { RequestHandler } from 'express';
import { HttpProblem, type Guard, type RouteTable } from '../../dicomweb-proxy/index.ts';
import { accountRoutes } from './accountRoutes.ts';
import { signInTries, type ApiParts } from './apiParts.ts';
import { noteTries } from '../noteTries.ts';
import { apiTable } from './apiTable.ts';
import { auditRoutes } from './auditRoutes.ts';
import { peopleRoutes } from './peopleRoutes.ts';
import { sessionRoutes } from './sessionRoutes.ts';

/** Sessions and people, and the trail of what they do. */
export function accountTable(guard: Guard, parts: Omit<ApiParts, 'tries'>): RouteTable {
  const withTries = { ...parts, tries: signInTries(noteTries(parts.services)) };
  return apiTable(guard, (routes) => {
    routes.router.use(refuseOtherSites);
    sessionRoutes(routes, withTries);
    accountRoutes(routes, withTries);
    auditRoutes(routes, withTries);
    peopleRoutes(routes, withTries);
  });
}

/**
 * Browsers say where a request comes from (Fetch Metadata): from a page of ours, or from nowhere, as programs are. Beside
 * the cookie, which is not sent to us by pages of other sites, and the type of bodies.
 */
const refuseOtherSites: RequestHandler = function refuseOtherSites(request, _response, next) {
  const site = request.headers['sec-fetch-site'];
  const changes = request.method !== 'GET' && request.method !== 'HEAD';
  if (changes && site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new HttpProblem(403, 'other-origin', 'Pages of other sites may not change anything here');
  next();
};
