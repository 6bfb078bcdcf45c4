import type { RequestHandler } from 'express';
import { HttpProblem, RouteTable, type Guard } from '../../dicomweb-proxy/index.ts';

export const apiPath = '/api';

/** What is no image and no page. @param add adds its rows @param routes one whose addresses may name studies */
export function apiTable(
  guard: Guard,
  add: (routes: RouteTable) => void,
  routes = new RouteTable({ guard, path: apiPath }),
): RouteTable {
  routes.router.use(describeApi);
  add(routes);
  routes.otherwise(
    ({ method, path }) => new HttpProblem(404, 'no-such-resource', `There is no ${method} ${path} here`),
  );
  return routes;
}

/** Where nobody signs in: a page can ask whether that is so. */
export const apiWithoutSignIn = (guard: Guard): RouteTable =>
  apiTable(guard, (routes) =>
    routes.add({
      method: 'GET',
      path: '/session',
      rule: { open: 'says that nobody signs in here' },
      handler: (_checked, _request, response) => response.json({ auth: 'none' }),
    }),
  );

const describeApi: RequestHandler = function describeApi(_request, response, next) {
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('referrer-policy', 'no-referrer');
  next();
};
