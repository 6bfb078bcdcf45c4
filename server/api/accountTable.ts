import type { RequestHandler } from 'express';
import { HttpProblem, type Guard, type RouteTable } from '../../dicomweb-proxy/index.ts';
import { accountRoutes } from './accountRoutes.ts';
import { signInTries, type ApiParts } from './apiParts.ts';
import { apiPath, apiTable } from './apiTable.ts';
import { hisRoutes } from './hisRoutes.ts';
import { noteTries } from '../noteTries.ts';
import { auditRoutes } from './auditRoutes.ts';
import { careRoutes } from './careRoutes.ts';
import { emergencyRoutes } from './emergencyRoutes.ts';
import { emergencyReviewRoutes } from './emergencyReviewRoutes.ts';
import { oidcRoutes } from './oidcRoutes.ts';
import { keyRoutes } from './keyRoutes.ts';
import { peopleRoutes } from './peopleRoutes.ts';
import { ruleRoutes } from './ruleRoutes.ts';
import { ruleTestRoutes } from './ruleTestRoutes.ts';
import { sessionRoutes } from './sessionRoutes.ts';
import { shareRoutes } from './sharing/shareRoutes.ts';
import { visitRoutes } from './sharing/visitRoutes.ts';
import { ticketRoutes } from './ticketRoutes.ts';

export interface AccountParts extends Omit<ApiParts, 'tries'> {
  onProblem: (error: Error) => void;
}

/** Sessions, people and what they may, shares, emergencies, and the trail of what is done. */
export function accountTable(guard: Guard, parts: AccountParts): RouteTable {
  const withTries = { ...parts, tries: signInTries(noteTries(parts.services)) };
  const add = (routes: RouteTable): void => {
    routes.router.use(refuseOtherSites);
    sessionRoutes(routes, withTries);
    oidcRoutes(routes, withTries);
    ticketRoutes(routes, withTries);
    accountRoutes(routes, withTries);
    hisRoutes(routes, withTries);
    auditRoutes(routes, withTries);
    peopleRoutes(routes, withTries);
    careRoutes(routes, withTries);
    ruleRoutes(routes, withTries);
    ruleTestRoutes(routes, withTries);
    keyRoutes(routes, withTries);
    emergencyRoutes(routes, withTries);
    emergencyReviewRoutes(routes, withTries);
    shareRoutes(routes, withTries);
    visitRoutes(routes, guard, withTries);
  };
  return apiTable(guard, add, parts.studies.table(apiPath));
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
