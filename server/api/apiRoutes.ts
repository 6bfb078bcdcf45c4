import type { RequestHandler } from 'express';
import { HttpProblem, RouteTable, type Guard } from '../../dicomweb-proxy/index.ts';
import { accountRoutes } from './accountRoutes.ts';
import { signInTries, type ApiParts } from './apiParts.ts';
import { peopleRoutes } from './peopleRoutes.ts';
import { sessionRoutes } from './sessionRoutes.ts';

export const apiPath = '/api';

/** Sessions and people. @param parts undefined: nobody signs in here */
export function apiRoutes(guard: Guard, parts: Omit<ApiParts, 'tries'> | undefined): RouteTable {
  const routes = new RouteTable({ guard, path: apiPath });
  routes.router.use(describeApi);
  if (parts) {
    const withTries = { ...parts, tries: signInTries() };
    routes.router.use(refuseOtherSites);
    sessionRoutes(routes, withTries);
    accountRoutes(routes, withTries);
    peopleRoutes(routes, withTries);
  } else {
    routes.add({
      method: 'GET',
      path: '/session',
      rule: { open: 'says that nobody signs in here' },
      handler: (_checked, _request, response) => response.json({ auth: 'none' }),
    });
  }
  routes.otherwise(
    ({ method, path }) => new HttpProblem(404, 'no-such-resource', `There is no ${method} ${path} here`),
  );
  return routes;
}

const describeApi: RequestHandler = function describeApi(_request, response, next) {
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('referrer-policy', 'no-referrer');
  next();
};

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
